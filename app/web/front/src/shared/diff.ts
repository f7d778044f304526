// Role: what differs between two lists (of words, of lines): Myers' greedy O(ND) search (E. Myers, "An O(ND) Difference
// Algorithm and Its Variations", 1986), with a bound on the work: beyond it the middle counts as replaced.

export interface Piece<T> {
  kind: "same" | "removed" | "added";
  items: T[];
}

export function diff<T>(before: readonly T[], after: readonly T[], bound = 1000): Piece<T>[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  while (
    tail < before.length - head && tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) tail++;
  const pieces: Piece<T>[] = [];
  push(pieces, "same", before.slice(0, head));
  for (const piece of middle(before.slice(head, before.length - tail), after.slice(head, after.length - tail), bound)) {
    push(pieces, piece.kind, piece.items);
  }
  push(pieces, "same", before.slice(before.length - tail));
  return pieces;
}

function push<T>(pieces: Piece<T>[], kind: Piece<T>["kind"], items: readonly T[]): void {
  if (!items.length) return;
  const last = pieces[pieces.length - 1];
  if (last?.kind === kind) last.items.push(...items);
  else pieces.push({ kind, items: [...items] });
}

function middle<T>(a: readonly T[], b: readonly T[], bound: number): Piece<T>[] {
  const replaced: Piece<T>[] = [{ kind: "removed", items: [...a] }, { kind: "added", items: [...b] }];
  if (!a.length || !b.length) return replaced;
  const most = Math.min(a.length + b.length, bound);
  const offset = most + 1;
  const furthest = new Int32Array(2 * most + 3);
  const trace: Int32Array[] = [];
  for (let d = 0; d <= most; d++) {
    trace.push(furthest.slice());
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && at(furthest, offset + k - 1) < at(furthest, offset + k + 1));
      let x = down ? at(furthest, offset + k + 1) : at(furthest, offset + k - 1) + 1;
      let y = x - k;
      while (x < a.length && y < b.length && a[x] === b[y]) {
        x++;
        y++;
      }
      furthest[offset + k] = x;
      if (x >= a.length && y >= b.length) return backwards(a, b, trace, offset, d);
    }
  }
  return replaced;
}

const at = (list: Int32Array, index: number) => list[index] ?? 0;

function backwards<T>(a: readonly T[], b: readonly T[], trace: Int32Array[], offset: number, last: number): Piece<T>[] {
  const steps: Piece<T>[] = [];
  let x = a.length;
  let y = b.length;
  for (let d = last; d > 0; d--) {
    const furthest = trace[d] as Int32Array;
    const k = x - y;
    const down = k === -d || (k !== d && at(furthest, offset + k - 1) < at(furthest, offset + k + 1));
    const previousK = down ? k + 1 : k - 1;
    const previousX = at(furthest, offset + previousK);
    const previousY = previousX - previousK;
    while (x > previousX && y > previousY) {
      steps.push({ kind: "same", items: [a[--x] as T] });
      y--;
    }
    if (down) steps.push({ kind: "added", items: [b[--y] as T] });
    else steps.push({ kind: "removed", items: [a[--x] as T] });
  }
  while (x > 0) steps.push({ kind: "same", items: [a[--x] as T] });
  const pieces: Piece<T>[] = [];
  for (const step of steps.reverse()) push(pieces, step.kind, step.items);
  return tidy(pieces);
}

/** Removed before added between two equal stretches, each in one piece. */
function tidy<T>(pieces: Piece<T>[]): Piece<T>[] {
  const result: Piece<T>[] = [];
  let removed: T[] = [];
  let added: T[] = [];
  const close = () => {
    push(result, "removed", removed);
    push(result, "added", added);
    removed = [];
    added = [];
  };
  for (const { kind, items } of pieces) {
    if (kind === "removed") removed.push(...items);
    else if (kind === "added") added.push(...items);
    else {
      close();
      push(result, "same", items);
    }
  }
  close();
  return result;
}

/** Words, runs of blanks, and single marks: what a reader compares. */
export function words(text: string): string[] {
  return text.match(/[\p{L}\p{N}_]+|[^\S\n]+|\n|[^\p{L}\p{N}_\s]/gu) ?? [];
}

export interface WordDiff {
  expected: Piece<string>[]; // same and removed
  got: Piece<string>[]; // same and added
  equal: boolean;
}

export function wordDiff(expected: string, got: string): WordDiff {
  const pieces = diff(words(expected), words(got));
  return {
    expected: pieces.filter((piece) => piece.kind !== "added"),
    got: pieces.filter((piece) => piece.kind !== "removed"),
    equal: pieces.every((piece) => piece.kind === "same"),
  };
}

export interface TextChange {
  from: number;
  to: number;
  insert: string;
}

/** The changes, by whole lines, that make `after` of `before`: a caret elsewhere stays where it is. */
export function lineChanges(before: string, after: string): TextChange[] {
  const lines = (text: string) => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const changes: TextChange[] = [];
  let position = 0;
  let open: TextChange | null = null;
  for (const { kind, items } of diff(lines(before), lines(after))) {
    const text = items.join("");
    if (kind === "same") {
      open = null;
      position += text.length;
      continue;
    }
    if (!open) changes.push((open = { from: position, to: position, insert: "" }));
    if (kind === "removed") open.to = position += text.length;
    else open.insert += text;
  }
  return changes;
}
