// Role: two states of an exercise's files, one text with what went and what came; words that differ are marked in the lines.
import { diff, wordDiff, type Piece } from "../shared/diff.ts";
import { h } from "../shared/dom.ts";
import type { Difference } from "../shared/protocol.ts";
import { t } from "../shared/text.ts";
import { visible } from "../shared/visible.ts";

export const around = 3; // unchanged lines shown on each side of a change

export interface Row {
  kind: "same" | "removed" | "added" | "gap";
  text: string; // of a gap: how many lines it stands for
  words?: Piece<string>[]; // of a line that has a counterpart
}

/** The rows of one file; unchanged stretches are cut to `around` lines beside each change. */
export function rows(before: string, after: string): Row[] {
  const pieces = diff(linesOf(before), linesOf(after));
  const all: Row[] = [];
  pieces.forEach(({ kind, items }, index) => {
    if (kind === "same") {
      all.push(...quiet(items, index > 0, index < pieces.length - 1));
      return;
    }
    const next = pieces[index + 1];
    if (kind === "removed" && next?.kind === "added") all.push(...changed(items, next.items));
    else if (kind === "removed" || pieces[index - 1]?.kind !== "removed") all.push(...items.map((text): Row => ({ kind, text })));
  });
  return all;
}

const linesOf = (text: string) => (text === "" ? [] : text.replace(/\n$/, "").split("\n"));

function quiet(lines: readonly string[], hasBefore: boolean, hasAfter: boolean): Row[] {
  const head = hasBefore ? around : 0;
  const tail = hasAfter ? around : 0;
  const same = (text: string): Row => ({ kind: "same", text });
  if (lines.length <= head + tail + 1) return lines.map(same);
  const hidden = lines.length - head - tail;
  return [...lines.slice(0, head).map(same), { kind: "gap", text: String(hidden) }, ...lines.slice(lines.length - tail).map(same)];
}

// Line by line where as many came as went, so that a small change is seen as one.
function changed(removed: readonly string[], added: readonly string[]): Row[] {
  const paired = removed.length === added.length;
  const pair = (index: number) => (paired ? wordDiff(removed[index] ?? "", added[index] ?? "") : null);
  return [
    ...removed.map((text, index): Row => ({ kind: "removed", text, words: pair(index)?.expected })),
    ...added.map((text, index): Row => ({ kind: "added", text, words: pair(index)?.got })),
  ];
}

/** The same rows in two columns: what went beside what came in its place; null where one side has nothing. */
export function pairs(all: readonly Row[]): [Row | null, Row | null][] {
  const out: [Row | null, Row | null][] = [];
  let went: Row[] = [];
  let came: Row[] = [];
  const settle = () => {
    for (let i = 0; i < Math.max(went.length, came.length); i++) out.push([went[i] ?? null, came[i] ?? null]);
    went = [];
    came = [];
  };
  for (const row of all) {
    if (row.kind === "removed" && came.length) settle();
    if (row.kind === "removed") went.push(row);
    else if (row.kind === "added") came.push(row);
    else {
      settle();
      out.push([row, row]);
    }
  }
  settle();
  return out;
}

export function differenceView(difference: Difference, title: string, beside = false): HTMLElement {
  const files = difference.files.map((file) => {
    const before = visible(file.before ?? "");
    const after = visible(file.after ?? "");
    const same = before === after;
    return h("section", { class: "file" },
      h("h3", {}, visible(file.name)),
      same
        ? h("p", { class: "muted" }, t("difference.same"))
        : h("div", { class: beside ? "rows beside" : "rows", tabindex: 0, role: "group", "aria-label": `${title}: ${file.name}` },
            ...(beside ? pairs(rows(before, after)).flatMap(pairView) : rows(before, after).map(rowView))));
  });
  return h("div", { class: "difference-files" }, ...files);
}

function pairView([went, came]: [Row | null, Row | null]): HTMLElement[] {
  if (went && went === came && went.kind === "gap") return [rowView(went)];
  const cells = [went, came].map((row) => (row ? rowView(row) : h("div", { class: "row none" })));
  cells[0]?.classList.add("left");
  return cells;
}

function rowView(row: Row): HTMLElement {
  if (row.kind === "gap") return h("div", { class: "row gap" }, t("difference.gap", { n: Number(row.text) }));
  const sign = { same: "", removed: "−", added: "+" }[row.kind];
  const heard = row.kind === "same" ? null : h("span", { class: "only-heard" }, t(`difference.${row.kind}`));
  const element = row.kind === "removed" ? "del" : "ins";
  const words = row.words?.map(({ kind, items }) => (kind === "same" ? items.join("") : h(element, {}, items.join(""))));
  return h("div", { class: `row ${row.kind}` }, h("span", { class: "sign", "aria-hidden": "true" }, sign), heard,
    h("code", {}, ...(words ?? [row.text])));
}
