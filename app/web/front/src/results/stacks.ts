// Role: a data race as two stacks side by side, a goroutine that was left as where it waits and where it began. The
// learner's frames first; the runtime's behind a fold.
import { h } from "../shared/dom.ts";
import { summary } from "../shared/fold.ts";
import { beginning, ownFirst, ownFile, parseGoroutines, parseRaces, type Access, type Frame, type Goroutine, type Race } from "../shared/stacks.ts";
import { t } from "../shared/text.ts";
import { visible } from "../shared/visible.ts";

export interface Places {
  own: readonly string[]; // the learner's files
  known: readonly string[]; // those, and others that a tab may show
  jump(file: string, line: number, column?: number): void;
}

export function placeLink(file: string, line: number, places: Places): HTMLElement {
  const text = line > 0 ? t("results.place", { file, line: String(line) }) : file;
  if (!places.known.includes(file) || line < 1) return h("span", { class: "muted" }, text);
  return h("button", { type: "button", class: "link", onclick: () => places.jump(file, line) }, text);
}

export function raceView(details: string, places: Places): HTMLElement | null {
  const races = parseRaces(details);
  const first = races[0];
  if (!first) return null;
  return h("div", { class: "stacks" },
    h("p", { class: "muted" }, t("race.title")),
    pair(first, places),
    ...races.slice(1).map((race) => h("details", {}, summary(raceName(race)), pair(race, places))));
}

function pair(race: Race, places: Places): HTMLElement {
  return h("div", { class: "pair" }, ...race.accesses.slice(0, 2).map((access) => accessView(access, race, places)));
}

function accessView(access: Access, race: Race, places: Places): HTMLElement {
  const title = t(access.operation === "write" ? "race.wrote" : "race.read");
  const started = race.created.find((one) => one.who === access.who);
  // `wg.Go` starts it in the library: the learner's own line is where it was asked for.
  const begin = started && ownFirst(started.frames, places.known)[0];
  return h("section", { class: "stack" },
    h("p", { class: `stack-title ${access.operation}` }, h("strong", {}, title), " ",
      h("span", { class: "muted" }, access.previous ? `${t("race.earlier")} · ${access.who}` : access.who)),
    frames(access.frames, places),
    begin ? h("p", { class: "muted began" }, t("race.started", { who: access.who }), " ", framePlace(begin, places)) : null);
}

export function goroutineView(details: string, places: Places): HTMLElement | null {
  const found = parseGoroutines(details).filter((one) => one.frames.length);
  if (!found.length) return null;
  return h("div", { class: "stacks" },
    h("p", { class: "muted" }, t("leak.title")),
    ...found.slice(0, 10).map((goroutine) => goroutineStack(goroutine, places)));
}

function goroutineStack(goroutine: Goroutine, places: Places): HTMLElement {
  const begin = beginning(goroutine, places.known);
  return h("section", { class: "stack" },
    h("p", { class: "stack-title" }, h("strong", {}, t("leak.waits", { state: goroutine.state })), " ",
      h("span", { class: "muted" }, `goroutine ${goroutine.id}`)),
    frames(goroutine.frames, places),
    begin ? h("p", { class: "began" }, h("strong", {}, t("leak.began")), " ", h("code", {}, begin.function), " ", framePlace(begin, places)) : null);
}

function frames(all: readonly Frame[], places: Places): HTMLElement {
  const ordered = ownFirst(all, places.known);
  const near = ordered.filter((frame) => frame.own);
  const shown = near.length ? near : ordered.slice(0, 3);
  const rest = ordered.slice(shown.length);
  const row = (frame: Frame) => h("li", {}, h("code", {}, visible(frame.function)), framePlace(frame, places));
  return h("div", {},
    h("ol", { class: "frames" }, ...shown.map(row)),
    rest.length ? h("details", { class: "more" }, summary(t("race.more", { n: rest.length })), h("ol", { class: "frames" }, ...rest.map(row))) : null);
}

function framePlace(frame: Frame, places: Places): HTMLElement {
  const own = ownFile(frame.file, places.known);
  return own ? placeLink(own, frame.line, places) : h("span", { class: "muted" }, `${frame.file.split("/").pop() ?? ""}:${frame.line}`);
}

function raceName(race: Race): string {
  return race.accesses.map((access) => {
    const frame = access.frames[0];
    return frame ? `${frame.file.split("/").pop() ?? ""}:${frame.line}` : access.who;
  }).join(" · ");
}
