// Role: results.html: the actions of an exercise, how far a grading is, and what it found. One primary action at a time:
// Check, Cancel while it runs, Next beside it after a pass. What is shown of an earlier state of the files is marked.
import { cleanHtml } from "../shared/clean.ts";
import { fill, h, must } from "../shared/dom.ts";
import { summary } from "../shared/fold.ts";
import { icon, verdictIcon, verdictTone } from "../shared/icons.ts";
import { entitle, reading, start, type Page } from "../shared/page.ts";
import type { Difference, Preparation, Progress, Ran, Report, ResultsChannel, ResultsShow, Verdict } from "../shared/protocol.ts";
import { known, t } from "../shared/text.ts";
import { duration, elapsed } from "../shared/time.ts";
import { visible } from "../shared/visible.ts";
import { differenceView } from "./difference.ts";
import { historyView, nameOf, type Timeline } from "./history.ts";
import { diagnosticsView, fold, knownFiles, reportView, withCode } from "./report.ts";
import { type Places } from "./stacks.ts";

const doubleClick = 500; // ms in which a second click on Check means the first one

class ResultsPage implements Page {
  private readonly main = must<HTMLElement>("main");
  private readonly bar = h("div", { class: "actions" });
  private readonly status = h("div", { class: "status" });
  private readonly earlier = h("p", { class: "notice earlier", role: "status", hidden: true });
  private readonly body = h("div", { class: "results-body" });
  private state: ResultsShow | null = null;
  private progress: (Progress & { since: number }) | null = null;
  private preparation: Preparation | null = null;
  private clock = 0;
  private began = -Infinity;
  private hintsSeen = 0;
  private beside = false; // how differences are shown
  private readonly timeline: Timeline = {
    open: false,
    taken: null,
    take: (id) => this.take(id),
    compare: (before, after, from) => {
      this.from = from;
      this.channel.compare(before, after);
    },
  };
  private from: string | null = null; // the row that a comparison was asked from
  private difference: Difference | null = null;
  private readonly saved = h("p", { class: "label outcome", role: "status" });

  constructor(private readonly channel: ResultsChannel) {
    channel.show.connect(reading<ResultsShow>(channel, (state) => this.show(state)));
    channel.progress.connect(reading<Progress>(channel, (progress) => this.advance(progress)));
    channel.preparation.connect(
      reading<Preparation>(channel, (preparation) => {
        this.preparation = preparation.done < preparation.total ? preparation : null;
        if (this.state && !this.preparation) this.state.prepared = true;
        this.drawStatus();
      }),
    );
    channel.stale.connect((on) => {
      if (!this.state || Boolean(this.state.stale) === on) return;
      this.state.stale = on;
      this.keepFocus(() => this.drawBar());
      this.drawEarlier();
    });
    channel.difference.connect(reading<Difference>(channel, (difference) => this.showDifference(difference)));
    channel.saved.connect(reading<{ state: string; text: string }>(channel, ({ state, text }) => {
      this.saved.textContent = state === "done" ? t("history.saved", { file: text }) : state === "failed" ? t("history.not-saved", { text }) : t("history.save-cancelled");
    }));
    fill(this.main, this.bar, this.status, this.earlier, this.body);
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      if (this.difference) this.showDifference(null);
      else if (this.timeline.taken !== null) this.take(null);
    });
  }

  redraw(): void {
    this.draw();
  }

  focus(): void {
    (this.bar.querySelector<HTMLElement>(".primary:not(:disabled)") ?? this.main).focus();
  }

  private show(state: ResultsShow): void {
    const another = this.state?.exercise?.id !== state.exercise?.id;
    const turned = this.state?.state !== state.state; // what is new begins at the top
    if (state.state !== "grading") this.progress = null;
    else if (this.state?.state !== "grading") this.began = performance.now();
    this.hintsSeen = another ? state.hints.opened.length : this.hintsSeen;
    if (another || state.state === "grading") this.difference = null;
    if (another) this.timeline.taken = null;
    this.state = state;
    this.keepFocus(() => this.draw());
    this.hintsSeen = state.hints.opened.length;
    if (another) this.saved.textContent = "";
    if (another || turned) window.scrollTo(0, 0);
  }

  // The button that was pressed may have another name now; the keyboard stays where it was.
  private keepFocus(draw: () => void): void {
    const focused = document.activeElement?.getAttribute("data-action");
    draw();
    if (focused && document.activeElement === document.body) (this.bar.querySelector<HTMLElement>(`[data-action="${focused}"]:not(:disabled)`) ?? this.bar.querySelector<HTMLElement>("button:not(:disabled)"))?.focus();
  }

  private advance(progress: Progress): void {
    const fresh = !this.progress;
    if (fresh && this.state?.state !== "grading") this.began = performance.now();
    this.progress = { ...progress, since: performance.now() };
    if (fresh) {
      this.drawBar();
      this.drawEarlier();
      this.drawBody();
    }
    this.drawStatus();
    if (!this.clock) this.clock = window.setInterval(() => this.tick(), 250);
  }

  private tick(): void {
    if (this.progress) this.drawTime();
    else {
      clearInterval(this.clock);
      this.clock = 0;
    }
  }

  private draw(): void {
    this.drawBar();
    this.drawStatus();
    this.drawEarlier();
    this.drawBody();
  }

  private drawEarlier(): void {
    const { state } = this;
    const shows = Boolean(state?.stale) && !this.progress && (state?.state === "report" || state?.state === "ran" || state?.state === "cancelled");
    this.body.classList.toggle("stale", shows);
    this.earlier.hidden = !shows;
    if (shows !== Boolean(this.earlier.firstChild)) fill(this.earlier, ...(shows ? [icon("info"), t("results.stale")] : []));
  }

  // --- actions ---
  private drawBar(): void {
    const { state, channel } = this;
    if (!state?.exercise) {
      fill(this.bar);
      this.bar.hidden = true;
      return;
    }
    this.bar.hidden = false;
    const busy = this.progress !== null || state.state === "grading";
    const passed = !busy && state.state === "report" && state.report?.verdict === "passed";
    const next = passed && state.next
      ? button(state.stale ? "secondary" : "primary", "next", () => channel.next(), [h("span", { class: "clip" }, nextWords(state.next)), icon("next")], nextWords(state.next))
      : null;
    const cancel = () => {
      if (performance.now() - this.began > doubleClick) channel.cancel();
    };
    const main = busy
      ? button("primary", "check", cancel, [icon("cancel"), t("cancel")])
      : button(next && !state.stale ? "secondary" : "primary", "check", () => channel.check(), [icon("check"), t("results.check")], t("results.check-key"), !state.can.check);
    const run = state.can.run ? button("secondary", "run", () => channel.run(), [icon("run"), t("results.run")], t("results.run-key"), busy) : null;
    fill(this.bar, main, run, passed ? next : this.hintButton(state), h("span", { class: "grow" }),
      state.solution === "open" ? button("quiet", "solution", () => channel.solution(), [icon("solution"), t("results.solution")], t("results.solution-title")) : null);
  }

  private hintButton(state: ResultsShow): HTMLElement | null {
    const { total, opened } = state.hints;
    if (!total) return null;
    const all = opened.length >= total;
    const text = all ? t("results.hints-all") : t("results.hint", { next: opened.length + 1, total });
    return button("secondary", "hint", () => this.channel.hint(), [icon("hint"), text], t("results.hint-title"), all);
  }

  // --- how far it is ---
  private drawStatus(): void {
    const { progress, preparation, state } = this;
    if (progress) {
      const step = t(`step.${progress.step}`);
      const where = [progress.check, progress.test].filter(Boolean).join(" · ");
      fill(this.status,
        h("p", { class: "step", role: "status" }, `${step}${where ? `: ${visible(where)}` : ""}`),
        h("span", { class: "elapsed" }),
        meter(progress.done, progress.total, step));
      this.drawTime();
    } else if (preparation && state?.exercise) {
      const percent = Math.floor((100 * preparation.done) / Math.max(1, preparation.total));
      const text = t("results.preparing", { percent });
      fill(this.status, h("p", { class: "step" }, text), meter(preparation.done, preparation.total, text));
    } else {
      fill(this.status, state?.exercise && !state.prepared ? h("p", { class: "step" }, t("results.unprepared")) : null);
    }
    this.status.hidden = !this.status.firstChild;
  }

  private drawTime(): void {
    const place = this.status.querySelector(".elapsed");
    if (place && this.progress) place.textContent = elapsed(this.progress.elapsed + performance.now() - this.progress.since);
  }

  // --- what was found ---
  private drawBody(): void {
    const { state } = this;
    entitle(state?.exercise?.title ?? t("results.none"));
    if (!state?.exercise) {
      fill(this.body, empty(t("results.none"), t("results.none-how")));
      return;
    }
    const places: Places = { ...knownFiles(state.report), jump: (file, line, column) => this.channel.jump(file, line, column || 1) };
    fill(this.body, this.compared(), this.outcome(state, places), this.hints(state), this.history(state), footer(state));
  }

  private outcome(state: ResultsShow, places: Places): (HTMLElement | null)[] {
    if (state.state === "error" && state.error) return [this.error(state.error)];
    if (state.state === "ran" && state.ran) return [ranView(state.ran, places)];
    const cancelled = state.state === "cancelled" ? h("p", { class: "muted" }, t("results.cancelled")) : null;
    if (!state.report) return [cancelled ?? empty(t("results.empty"), t("results.empty-how"))];
    const before = this.progress ? h("p", { class: "label" }, t("results.before")) : null;
    return [cancelled ?? before, headline(state, state.report), changes(state), reportView(state.report, places, state.headline ?? "")];
  }

  private error(error: NonNullable<ResultsShow["error"]>): HTMLElement {
    const { command } = error;
    return h("section", { class: "trouble" },
      h("h1", { class: "headline" }, h("span", { class: "shape info" }, icon("internalError")), t("results.error")),
      h("p", {}, visible(error.what)),
      h("p", { class: "safe" }, h("span", { class: "good" }, icon("passed")), h("span", { class: "only-heard" }, t("results.safe")), visible(error.safe)),
      error.todo || command ? h("p", {}, h("strong", {}, t("results.todo"), ": "), visible(error.todo ?? "")) : null,
      command ? h("div", { class: "command" }, h("code", {}, command),
        button("quiet", "copy", () => this.channel.copy(command), [icon("copy"), t("copy")])) : null,
      error.more ? fold(t("results.more"), error.more) : null);
  }

  private hints(state: ResultsShow): HTMLElement | null {
    const { opened } = state.hints;
    if (!opened.length) return null;
    return h("section", { class: "hints" }, h("h2", {}, t("results.hints")),
      ...opened.map((html, index) => {
        const fresh = index >= this.hintsSeen && index === opened.length - 1;
        const body = h("div", { class: "hint-body" });
        body.append(cleanHtml(html));
        const details = h("details", { class: "hint", open: fresh }, summary(t("results.hint-n", { n: index + 1 })), body);
        if (fresh) window.setTimeout(() => details.scrollIntoView({ block: "nearest" }), 0);
        return details;
      }));
  }

  // --- what was there before ---
  private compared(): HTMLElement | null {
    const { difference, state } = this;
    if (!difference) return null;
    const title = t("difference.title", { before: nameOf(difference.before, state?.history ?? []), after: nameOf(difference.after, state?.history ?? []) });
    return h("section", { class: "difference", tabindex: -1, "aria-label": title },
      h("div", { class: "difference-head" }, h("h2", {}, title), h("span", { class: "grow" }),
        button("quiet", "turn-difference", () => {
          this.beside = !this.beside;
          this.drawBody();
          this.body.querySelector<HTMLElement>("[data-action=turn-difference]")?.focus({ preventScroll: true });
        }, [t(this.beside ? "difference.unified" : "difference.beside")]),
        button("quiet", "close-difference", () => this.showDifference(null), [icon("close"), t("difference.close")])),
      differenceView(difference, title, this.beside));
  }

  private showDifference(difference: Difference | null): void {
    this.difference = difference;
    this.drawBody();
    if (!difference) {
      const row = this.row(this.from);
      this.from = null;
      if (!row) return this.focus();
      row.scrollIntoView({ block: "center" });
      row.querySelector<HTMLElement>("button")?.focus({ preventScroll: true });
      return;
    }
    this.body.querySelector<HTMLElement>(".difference")?.focus({ preventScroll: true });
    window.scrollTo(0, 0); // it stands first
  }

  private history(state: ResultsShow): HTMLElement | null {
    return historyView(state.history ?? [], this.timeline, this.channel, this.saved);
  }

  private row(id: string | null): HTMLElement | null {
    return [...this.body.querySelectorAll<HTMLElement>("[data-past]")].find((one) => one.dataset.past === id) ?? null;
  }

  /** The first of two, or none: the keyboard goes to the next that can be its partner, and back to where it was. */
  private take(id: string | null): void {
    const before = this.timeline.taken;
    this.timeline.taken = id;
    this.drawBody();
    const next = this.row(id)?.nextElementSibling?.querySelector<HTMLElement>("[data-deed=partner]");
    const target = id === null ? this.row(before)?.querySelector<HTMLElement>("[data-deed=other]") : (next ?? this.body.querySelector<HTMLElement>("[data-deed=partner]"));
    target?.focus();
  }
}

function button(kind: string, action: string, call: () => void, children: (Node | string)[], title?: string, disabled = false): HTMLButtonElement {
  return h("button", { type: "button", class: kind, "data-action": action, title, disabled, onclick: call }, ...children);
}

function nextWords(next: NonNullable<ResultsShow["next"]>): string {
  return next.kind === "home" ? t("results.next-home") : t("results.next", { title: next.title });
}

function meter(done: number, total: number, label: string): HTMLElement {
  const bar = h("span", { class: "meter", role: "progressbar", "aria-label": label });
  if (total > 0) {
    bar.setAttribute("aria-valuemin", "0");
    bar.setAttribute("aria-valuemax", String(total));
    bar.setAttribute("aria-valuenow", String(Math.min(done, total)));
  }
  const filled = h("span", {});
  filled.style.width = `${total > 0 ? Math.round((100 * Math.min(done, total)) / total) : 0}%`;
  bar.append(filled);
  return bar;
}

const empty = (title: string, how: string) => h("div", { class: "empty" }, h("h1", {}, title), h("p", {}, how));

function headline(state: ResultsShow, report: Report): HTMLElement {
  const { points, max } = report.score;
  const text = state.headline || report.message || t(`verdict.${report.verdict}`);
  const told = /\d+ (of|von) \d+ (points|Punkte)/.test(text);
  return h("div", { class: "verdict-line" },
    h("h1", { class: "headline" }, h("span", { class: `shape ${verdictTone(report.verdict)}` }, verdictIcon(report.verdict)), ...withCode(text)),
    told || max <= 0 ? null : h("p", { class: "muted" }, t("results.points", { points, max })));
}

function changes(state: ResultsShow): HTMLElement | null {
  if (!state.changes) return null;
  const { newlyPassed, newlyFailed } = state.changes;
  if (!newlyPassed.length && !newlyFailed.length) return h("p", { class: "since muted" }, t("results.since-same"));
  const list = (label: string, verdict: Verdict, names: readonly string[]) =>
    names.length ? h("p", {}, h("span", { class: verdictTone(verdict) }, verdictIcon(verdict)), ` ${label}: `, visible(names.join(", "))) : null;
  const gained = newlyPassed.length ? `+${newlyPassed.length}` : "0";
  return h("details", { class: "since" },
    summary(t("results.since", { gained, lost: newlyFailed.length })),
    h("div", { class: "since-body" }, list(t("results.gained"), "passed", newlyPassed), list(t("results.lost"), "failed", newlyFailed)));
}

function ranView(ran: Ran, places: Places): HTMLElement {
  const all = { ...places, known: [...places.known, ...(ran.diagnostics ?? []).map((one) => one.file ?? "")] };
  const output = ran.output || ran.errors;
  return h("section", { class: "ran" },
    h("p", { class: "label" }, t(ran.kind === "tests" ? "results.ran-tests" : "results.ran-program")),
    h("h1", { class: "headline" }, h("span", { class: `shape ${verdictTone(ran.verdict)}` }, verdictIcon(ran.verdict)), t(`ran.${ran.verdict}`)),
    h("p", { class: "muted" }, [ran.ms ? duration(ran.ms) : "", ran.exitCode ? t("results.exit", { code: String(ran.exitCode) }) : ""].filter(Boolean).join(" · ")),
    ran.message && ran.verdict !== "passed" ? h("p", { class: "message" }, visible(ran.message)) : null,
    diagnosticsView(ran.diagnostics ?? [], all),
    ran.output ? fold(t("snippet.output"), ran.output, true) : null,
    ran.errors ? fold(t("snippet.errors"), ran.errors, true) : null,
    output || ran.verdict !== "passed" ? null : h("p", { class: "muted" }, t("snippet.nothing")));
}

function footer(state: ResultsShow): HTMLElement | null {
  const { report } = state;
  if (!report || (state.state !== "report" && state.state !== "grading")) return null;
  const { usage, isolation, toolchain } = report;
  const level = isolation?.level ?? "";
  const facts = [
    level ? t("results.footer", { level: known(`level.${level}`) ? t(`level.${level}`) : level }) : "",
    toolchain?.version ? toolchain.version.replace(/^go/, "Go ") : "",
    usage?.wall_ms ? t("results.took", { time: duration(usage.wall_ms) }) : "",
    usage?.peak_memory_bytes ? t("results.memory", { mb: Math.ceil(usage.peak_memory_bytes / 1_048_576) }) : "",
  ].filter(Boolean);
  return h("footer", { class: "label" }, facts.join(" · "));
}

start<ResultsChannel>("results", (channel) => new ResultsPage(channel));
