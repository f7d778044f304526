// Role: Go's own reports as data: the race detector's (format: runtime/race and go.dev/doc/articles/race_detector) and
// goroutine traces (runtime.Stack, panics). Anything that does not fit is left out; nothing here throws.

export interface Frame {
  function: string;
  file: string;
  line: number;
}
export interface Access {
  operation: "read" | "write";
  previous: boolean;
  who: string; // "goroutine 8", "main goroutine"
  frames: Frame[];
}
export interface Race {
  accesses: Access[]; // as a rule two
  created: { who: string; frames: Frame[] }[];
}
export interface Goroutine {
  id: number;
  state: string; // "chan receive", "running"
  frames: Frame[];
  created: Frame | null;
}

const accessLine = /^\s*(Previous )?(?:atomic )?(read|write) at 0x[0-9a-f]+ by (main goroutine|goroutine \d+)/i;
const createdLine = /^\s*(Goroutine \d+)(?: \([\w ]+\))? created at:/;
const placeLine = /^\s+(\S.*?):(\d+)(?: \+0x[0-9a-f]+)?\s*$/;

export function parseRaces(text: string): Race[] {
  const races: Race[] = [];
  let race: Race | null = null;
  let frames: Frame[] | null = null;
  let name = "";
  for (const line of text.split("\n")) {
    if (/WARNING: DATA RACE/.test(line)) {
      races.push((race = { accesses: [], created: [] }));
      frames = null;
      continue;
    }
    if (/^\s*={10,}/.test(line)) {
      if (race?.accesses.length) race = null;
      frames = null;
      continue;
    }
    if (!race) continue;
    const access = accessLine.exec(line);
    const created = createdLine.exec(line);
    const place = placeLine.exec(line);
    if (access) {
      frames = [];
      race.accesses.push({
        operation: access[2]?.toLowerCase() === "write" ? "write" : "read",
        previous: Boolean(access[1]),
        who: access[3] ?? "",
        frames,
      });
    } else if (created) {
      frames = [];
      race.created.push({ who: (created[1] ?? "").toLowerCase(), frames });
    } else if (frames && place && name) {
      frames.push({ function: name, file: place[1] ?? "", line: Number(place[2]) });
      name = "";
    } else if (frames && /^\s+\S/.test(line)) {
      name = functionName(line);
    } else {
      name = "";
    }
  }
  return races.filter((found) => found.accesses.length > 0);
}

export function parseGoroutines(text: string): Goroutine[] {
  const found: Goroutine[] = [];
  let goroutine: Goroutine | null = null;
  let name = "";
  let creating = false;
  for (const line of text.split("\n")) {
    const head = /^\s*goroutine (\d+)[^[]*\[([^\]]*)\]:/.exec(line);
    if (head) {
      goroutine = { id: Number(head[1]), state: (head[2] ?? "").split(",")[0] ?? "", frames: [], created: null };
      found.push(goroutine);
      name = "";
      continue;
    }
    if (!goroutine) continue;
    const place = placeLine.exec(line);
    const creator = /^\s*created by (.+?)(?: in goroutine \d+)?$/.exec(line);
    if (creator) {
      name = functionName(creator[1] ?? "");
      creating = true;
    } else if (place && name) {
      const frame = { function: name, file: place[1] ?? "", line: Number(place[2]) };
      if (creating) goroutine.created = frame;
      else goroutine.frames.push(frame);
      name = "";
      creating = false;
    } else if (line.trim() === "") {
      goroutine = null;
    } else {
      name = functionName(line);
    }
  }
  return found;
}

/** "assay/pool.(*Pool).Run.func1(0x1, …)" → "pool.(*Pool).Run.func1". */
export function functionName(line: string): string {
  const text = line.trim().replace(/\((?:0x[0-9a-f]|\.\.\.|\{|[^*()]*)[^()]*\)$/i, "");
  return text.slice(text.lastIndexOf("/") + 1);
}

/** The learner's file that a path of a report means, or null: by its end, whatever folder it was compiled in. */
export function ownFile(path: string, own: readonly string[]): string | null {
  return own.find((name) => path === name || path.endsWith(`/${name}`)) ?? null;
}

/** The learner's frames first, then the rest; the order within each is kept. */
export function ownFirst(frames: readonly Frame[], own: readonly string[]): (Frame & { own: string | null })[] {
  const told = frames.map((frame) => ({ ...frame, own: ownFile(frame.file, own) }));
  return [...told.filter((frame) => frame.own), ...told.filter((frame) => !frame.own)];
}

/**
 * Where a goroutine began, as the learner can see it: the `go` statement; where a library made that (`wg.Go`), which is
 * all that a trace tells of it, the outermost frame of the learner's own.
 */
export function beginning(goroutine: Goroutine, own: readonly string[]): Frame | null {
  const { created, frames } = goroutine;
  if (created && ownFile(created.file, own)) return created;
  return [...frames].reverse().find((frame) => ownFile(frame.file, own)) ?? created;
}
