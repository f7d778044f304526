// Role: a report as a person reads it: what is wrong first and opened, the rest folded. By its data, not by kinds of checks.
import { wordDiff, type Piece } from "../shared/diff.ts";
import { h } from "../shared/dom.ts";
import { summary } from "../shared/fold.ts";
import { icon, verdictIcon, verdictTone } from "../shared/icons.ts";
import type { CheckReport, Diagnostic, Report, TestReport, Verdict } from "../shared/protocol.ts";
import { t } from "../shared/text.ts";
import { duration } from "../shared/time.ts";
import { visible } from "../shared/visible.ts";
import { forEditor, quoted } from "./wording.ts";
import { goroutineView, placeLink, raceView, type Places } from "./stacks.ts";

const rank = (verdict: Verdict) => (verdict === "passed" ? 1 : verdict === "not_run" ? 2 : 0);

/** `headline` stands above it all: a check does not say the same again. */
export function reportView(report: Report, places: Places, headline = ""): HTMLElement {
  // What is not passed in the order of its weight, as the headline speaks of it; a gate, which ended the grading, before all.
  const ended = report.checks.some((check) => check.verdict === "not_run");
  const weight = (check: CheckReport) => (rank(check.verdict) !== 0 ? 0 : check.max > 0 ? check.max : ended ? Infinity : 0);
  const checks = [...report.checks].sort((a, b) => rank(a.verdict) - rank(b.verdict) || (weight(a) === weight(b) ? 0 : weight(b) - weight(a)));
  return h("section", { class: "checks", "aria-label": t("results.checks") }, ...checks.map((check, index) =>
    checkView(check.message === headline ? { ...check, message: null } : check, index === 0, places)));
}

/** All files that a place of this report may name. */
export function knownFiles(report: Report | null | undefined): { own: string[]; known: string[] } {
  const own = report?.submission?.files ?? [];
  const seen = new Set(own);
  for (const check of report?.checks ?? []) {
    for (const test of check.tests ?? []) if (test.file) seen.add(test.file);
    for (const one of check.diagnostics ?? []) if (one.file) seen.add(one.file);
  }
  return { own, known: [...seen] };
}

function checkView(check: CheckReport, first: boolean, places: Places): HTMLElement {
  const failing = rank(check.verdict) === 0;
  const points = check.max > 0 ? h("span", { class: "amount" }, t("results.points", { points: check.points, max: check.max })) : null;
  const head = [
    shape(check.verdict), h("span", { class: "name" }, check.title || check.id), word(check.verdict), h("span", { class: "grow" }), points,
  ];
  const tests = check.tests ?? [];
  const diagnostics = check.diagnostics ?? [];
  if (!tests.length && !diagnostics.length && !check.message && !(failing && (check.next || check.by_hand))) return h("div", { class: "check flat" }, ...head);
  return h("details", { class: "check", open: failing && first },
    summary(...head),
    h("div", { class: "check-body" },
      check.message ? h("p", { class: "message" }, ...withCode(check.message)) : null,
      diagnosticsView(diagnostics, places),
      tests.length ? testsView(tests, failing && first, places) : null,
      failing ? onward(check) : null));
}

/** What to do next, and the command that shows the same in a terminal. */
function onward(check: CheckReport): HTMLElement | null {
  if (!check.next && !check.by_hand) return null;
  return h("div", { class: "onward" },
    check.next ? h("p", {}, h("strong", {}, `${t("results.todo")}: `), ...withCode(check.next)) : null,
    check.by_hand ? h("p", {}, h("span", { class: "label" }, `${t("results.by-hand")}:`), " ", h("code", {}, visible(check.by_hand))) : null);
}

/** The grader's words, with what stands between backticks as code. */
export function withCode(text: string): (Node | string)[] {
  return quoted(forEditor(text)).map((piece, index) => (index % 2 ? h("code", {}, visible(piece)) : visible(piece)));
}

interface Group {
  test: TestReport;
  subtests: TestReport[];
}

function testsView(tests: readonly TestReport[], open: boolean, places: Places): HTMLElement {
  const groups: Group[] = [];
  for (const test of tests) {
    const parent = groups[groups.length - 1];
    if ((test.subtest || test.name.includes("/")) && parent && test.name.startsWith(`${parent.test.name}/`)) parent.subtests.push(test);
    else groups.push({ test, subtests: [] });
  }
  const ordered = [...groups].sort((a, b) => rank(a.test.verdict) - rank(b.test.verdict));
  return h("ul", { class: "tests" }, ...ordered.map((group, index) => h("li", {}, testView(group, open && index === 0, places))));
}

function testView({ test, subtests }: Group, open: boolean, places: Places): HTMLElement {
  const failing = rank(test.verdict) === 0;
  const time = test.duration_ms && !test.hidden ? h("span", { class: "amount" }, duration(test.duration_ms)) : null;
  const number = test.hidden ? /^hidden (\d+)$/.exec(test.name)?.[1] : undefined;
  const name = number
    ? h("span", { class: "hidden-name" }, t("results.hidden-test", { number }))
    : h("span", { class: "name" }, visible(test.name));
  const head = [shape(test.verdict), name, word(test.verdict), h("span", { class: "grow" }), time];
  const body = testBody(test, places);
  const ordered = [...subtests].sort((a, b) => rank(a.verdict) - rank(b.verdict));
  const below = ordered.length
    ? h("ul", { class: "tests" }, ...ordered.map((one, index) =>
        h("li", {}, testView({ test: one, subtests: [] }, open && index === 0 && rank(one.verdict) === 0, places))))
    : null;
  if (!body.length && !below) return h("div", { class: "test flat" }, ...head);
  return h("details", { class: "test", open: open && failing }, summary(...head), h("div", { class: "test-body" }, ...body, below));
}

function testBody(test: TestReport, places: Places): HTMLElement[] {
  const parts: HTMLElement[] = [];
  if (test.message) parts.push(h("p", { class: "message" }, visible(test.message)));
  if (test.file) parts.push(h("p", {}, placeLink(test.file, test.line ?? 0, places)));
  if (test.expected || test.got) parts.push(compared(test.expected ?? "", test.got ?? ""));
  if (test.details) {
    const view = test.verdict === "raced" ? raceView(test.details, places) : test.verdict === "leaked" ? goroutineView(test.details, places) : null;
    if (view) parts.push(view);
    parts.push(fold(t(view ? "stack.text" : "results.details"), test.details));
  }
  if (test.output) parts.push(fold(t("results.printed"), test.output));
  return parts;
}

/** Expected and got, one above the other, with what differs marked by shape as well as colour. */
export function compared(expected: string, got: string): HTMLElement {
  const difference = wordDiff(visible(expected), visible(got));
  const side = (label: string, pieces: readonly Piece<string>[], element: "del" | "ins") =>
    h("div", { class: "compare-row" }, h("span", { class: "label" }, label),
      h("pre", { tabindex: 0, role: "group", "aria-label": label }, ...pieces.map(({ kind, items }) =>
        kind === "same" ? items.join("") : h(element, {}, items.join("").replace(/\n/g, "⏎\n")))));
  return h("div", { class: "compare" },
    side(t("results.expected"), difference.expected, "ins"), side(t("results.got"), difference.got, "del"));
}

export function diagnosticsView(all: readonly Diagnostic[], places: Places): HTMLElement | null {
  if (!all.length) return null;
  const tone = { error: "bad", warning: "warn", info: "info" } as const;
  const picture = { error: "error", warning: "warning", info: "info" } as const;
  return h("ul", { class: "diagnostics" }, ...all.map((one) => {
    const severity = one.severity === "warning" || one.severity === "info" ? one.severity : "error";
    const file = one.file ?? "";
    return h("li", { class: "diagnostic" },
      h("span", { class: tone[severity] }, icon(picture[severity])),
      h("div", {}, h("span", { class: "said" }, visible(one.message)), " ",
        file ? diagnosticPlace(file, one, places) : null,
        one.code ? h("span", { class: "label" }, ` ${one.code}`) : null));
  }));
}

function diagnosticPlace(file: string, one: Diagnostic, places: Places): HTMLElement {
  if (one.line < 1) return h("span", { class: "muted" }, file);
  const text = t("results.place", { file, line: String(one.line) });
  return h("button", { type: "button", class: "link", onclick: () => places.jump(file, one.line, one.column ?? 1) }, text);
}

export function fold(label: string, text: string, open = false): HTMLElement {
  return h("details", { class: "printed fold", open }, summary(label),
    h("pre", { tabindex: 0, role: "group", "aria-label": label }, visible(text.replace(/\n$/, ""))));
}

export const shape = (verdict: Verdict) => h("span", { class: `shape ${verdictTone(verdict)}` }, verdictIcon(verdict));
const word = (verdict: Verdict) =>
  h("span", { class: verdict === "passed" ? "only-heard" : `word ${verdictTone(verdict)}` }, t(`verdict.${verdict}`));
