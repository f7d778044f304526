// Role: what was there before: attempts and kept drafts as a timeline; each can be compared with what is there now, put back,
// and an attempt can carry a note. Any two are compared in two steps: one is taken, then each of the others can be its partner.
import { h } from "../shared/dom.ts";
import { summary } from "../shared/fold.ts";
import { icon, verdictIcon, verdictTone } from "../shared/icons.ts";
import type { Past, ResultsChannel } from "../shared/protocol.ts";
import { t } from "../shared/text.ts";
import { when } from "../shared/time.ts";

/** Attempts follow each other within a minute: the seconds tell them apart. */
const moment = (at: number) => when(at, Date.now(), true);

/** What an id of `difference` is called. */
export function nameOf(id: string, history: readonly Past[]): string {
  const fixed: Record<string, string> = { now: "history.now", starter: "history.starter", solution: "history.solution", outside: "history.outside" };
  const key = fixed[id];
  if (key) return t(key);
  const found = history.find((one) => one.id === id);
  return found ? t(found.kind === "draft" ? "history.draft-of" : "history.attempt-of", { when: moment(found.at) }) : id;
}

/** What the page keeps of the timeline from one drawing to the next. */
export interface Timeline {
  open: boolean;
  taken: string | null; // the first of two that are to be compared
  take: (id: string | null) => void;
  compare: (before: string, after: string, from: string) => void; // `from`: the row that the keyboard comes back to
}

export function historyView(history: readonly Past[], timeline: Timeline, channel: ResultsChannel, outcome: HTMLElement): HTMLElement | null {
  if (!history.length) return null;
  // Rows are made when they are looked at: a folded timeline of hundreds would be made anew with every check.
  const list = h("ol", { class: "timeline" });
  const draw = () => list.replaceChildren(...history.map((past, index) => entry(past, index, history, channel, timeline)));
  if (timeline.open) draw();
  const details = h("details", { class: "history", open: timeline.open }, summary(t("history.title", { n: history.length })), outcome,
    timeline.taken === null ? null : choosing(timeline), list);
  details.addEventListener("toggle", () => {
    const unfolded = details.open && !timeline.open;
    timeline.open = details.open;
    if (!unfolded) return;
    draw();
    details.scrollIntoView({ block: "start" }); // it stands last: what it holds would be out of sight
  });
  return details;
}

const choosing = (timeline: Timeline) =>
  h("p", { class: "choosing", role: "status" }, h("strong", {}, t("history.choose")), " ",
    act(t("history.choose-end"), t("history.choose-end"), () => timeline.take(null)));

function entry(past: Past, index: number, history: readonly Past[], channel: ResultsChannel, timeline: Timeline): HTMLElement {
  const at = moment(past.at);
  const verdict = past.verdict ?? "undecided";
  const shape = past.kind === "draft"
    ? h("span", { class: "shape muted" }, icon("history"))
    : h("span", { class: `shape ${verdictTone(verdict)}` }, verdictIcon(verdict));
  const words = past.kind === "draft" ? t("history.draft") : t(`verdict.${verdict}`);
  const points = past.kind === "attempt" && past.max ? h("span", { class: "amount" }, t("results.points", { points: past.points ?? 0, max: past.max })) : null;
  const before = history.slice(index + 1).find((one) => one.kind === "attempt");
  return h("li", { "data-past": past.id, class: timeline.taken === past.id ? "taken" : null },
    h("div", { class: "moment" }, shape, h("span", { class: "name" }, words), h("span", { class: "muted" }, at), h("span", { class: "grow" }), points),
    h("div", { class: "deeds" },
      act(t("history.compare-now"), `${t("history.compare-now")}: ${at}`, () => timeline.compare(past.id, "now", past.id)),
      before ? act(t("history.compare-before"), `${t("history.compare-before")}: ${at}`, () => timeline.compare(before.id, past.id, past.id)) : null,
      history.length > 1 ? partner(past, history, timeline) : null,
      act(t("history.restore"), `${t("history.restore")}: ${at}`, () => channel.restore(past.id)),
      act(t("history.zip"), `${t("history.zip")}: ${at}`, () => channel.saveZip(past.id)),
      past.kind === "attempt" ? note(past, channel) : null));
}

function partner(past: Past, history: readonly Past[], { taken, take, compare }: Timeline): HTMLElement | null {
  const at = moment(past.at);
  if (taken === null) return marked("other", act(t("history.compare-other"), `${t("history.compare-other")} ${at}`, () => take(past.id)));
  if (taken === past.id) return null;
  const older = history.findIndex((one) => one.id === taken) > history.indexOf(past) ? taken : past.id;
  return marked("partner", act(t("history.compare-this"), `${t("history.compare-this")}: ${at}`, () => {
    take(null);
    compare(older, older === taken ? past.id : taken, past.id);
  }));
}

function marked(deed: string, button: HTMLElement): HTMLElement {
  button.dataset.deed = deed;
  return button;
}

const act = (text: string, label: string, call: () => void) =>
  h("button", { type: "button", class: "link", "aria-label": label, onclick: call }, text);

function note(past: Past, channel: ResultsChannel): HTMLElement {
  const field = h("input", { type: "text", class: "note", maxlength: 2000, value: past.note ?? "", placeholder: t("history.note"), "aria-label": t("history.note") });
  field.addEventListener("change", () => channel.setNote(past.id, field.value));
  return field;
}
