// Role: attempts a week as columns: all of a week outlined, what passed filled. An SVG of our own; its numbers stand in the
// table below it.
import type { Week } from "../shared/protocol.ts";
import { language, t } from "../shared/text.ts";

const height = 120; // of the plot, in the drawing's units
const step = 16;
const bar = 12;
const left = 36;
const ns = "http://www.w3.org/2000/svg";

export interface Column {
  x: number;
  all: number; // heights
  passed: number;
  month: string | null; // named at its first week
}

/** A round number at or above the largest value: 1, 2, 5, 10, 20, 50 … */
export function ceiling(largest: number): number {
  if (largest <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(largest));
  return [1, 2, 5, 10].map((factor) => factor * power).find((value) => value >= largest) ?? 10 * power;
}

export function columns(weeks: readonly Week[], top: number): Column[] {
  const month = new Intl.DateTimeFormat(language(), { month: "short", timeZone: "UTC" });
  let before = -1;
  return weeks.map((week, index) => {
    const date = new Date(`${week.from}T12:00:00Z`);
    const begins = date.getUTCMonth() !== before;
    before = date.getUTCMonth();
    const x = left + index * step;
    // Names are wider than a column: the first week has one only where its month has room.
    const room = index > 0 || weeks[2] === undefined || new Date(`${weeks[2].from}T12:00:00Z`).getUTCMonth() === before;
    return { x, all: (height * week.attempts) / top, passed: (height * week.passed) / top, month: begins && room ? month.format(date) : null };
  });
}

function shape<K extends keyof SVGElementTagNameMap>(tag: K, props: Record<string, string | number>, text = ""): SVGElementTagNameMap[K] {
  const element = document.createElementNS(ns, tag);
  for (const [name, value] of Object.entries(props)) element.setAttribute(name, String(value));
  if (text) element.textContent = text;
  return element;
}

/** Half a year at least, so that a few weeks do not look like a lifetime: empty ones come before the first. */
export function padded(weeks: readonly Week[], least = 26): Week[] {
  const first = weeks[0];
  if (!first) return [];
  const missing = Math.max(0, least - weeks.length);
  const before = (count: number) => new Date(Date.parse(`${first.from}T12:00:00Z`) - count * 7 * 86_400_000).toISOString().slice(0, 10);
  const empty = Array.from({ length: missing }, (_, index) => ({ from: before(missing - index), attempts: 0, passed: 0, solved: 0, lessons: 0 }));
  return [...empty, ...weeks];
}

export function chart(all: readonly Week[]): SVGSVGElement {
  const weeks = padded(all);
  const largest = Math.max(...weeks.map((week) => week.attempts));
  const top = ceiling(largest);
  const width = left + weeks.length * step + 28;
  const sum = (field: "attempts" | "passed") => weeks.reduce((total, week) => total + week[field], 0);
  const label = t("progress.chart", { attempts: sum("attempts"), passed: sum("passed"), weeks: weeks.length });
  const svg = shape("svg", { class: "chart", role: "img", "aria-label": label, width, height: height + 32, viewBox: `0 0 ${width} ${height + 32}` });
  const base = height + 8;
  for (const [value, y] of [[top, 8], [0, base]] as const) {
    svg.append(shape("line", { class: "grid", x1: left - 4, x2: width, y1: y + 0.5, y2: y + 0.5 }),
      shape("text", { class: "axis", x: left - 10, y: y + 4, "text-anchor": "end" }, new Intl.NumberFormat(language()).format(value)));
  }
  for (const column of columns(weeks, top)) {
    if (column.all > 0) svg.append(shape("rect", { class: "all", x: column.x + 0.5, y: base - column.all + 0.5, width: bar - 1, height: Math.max(1, column.all - 1) }));
    if (column.passed > 0) svg.append(shape("rect", { class: "passed", x: column.x, y: base - column.passed, width: bar, height: column.passed }));
    if (column.month) svg.append(shape("text", { class: "axis", x: column.x, y: base + 18 }, column.month));
  }
  return svg;
}
