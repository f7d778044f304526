// Role: home.html: one big way on, the course as cards, what was done last, and what is marked to come back to.
import { fill, h, must } from "../shared/dom.ts";
import { icon, stateIcon, verdictIcon, verdictTone } from "../shared/icons.ts";
import { entitle, reading, start, type Page } from "../shared/page.ts";
import type { HomeChannel, HomeShow, Kind, Target } from "../shared/protocol.ts";
import { t } from "../shared/text.ts";
import { when } from "../shared/time.ts";
import { calendarWeeks, type Day } from "./calendar.ts";

type Phase = HomeShow["phases"][number];

class HomePage implements Page {
  private readonly main = must<HTMLElement>("main");
  private state: HomeShow | null = null;

  constructor(private readonly channel: HomeChannel) {
    channel.show.connect(reading<HomeShow>(channel, (state) => {
      this.state = state;
      this.redraw();
    }));
  }

  redraw(): void {
    const { state } = this;
    if (!state) return;
    const focused = document.activeElement?.getAttribute("data-target");
    const scroll = window.scrollY;
    entitle(state.course.title);
    const beside = [this.review(state), this.marks(state), this.recent(state), this.calendar(state)].filter((part) => part !== null);
    fill(this.main, this.top(state), this.phases(state), beside.length ? h("div", { class: "beside" }, ...beside) : null);
    window.scrollTo(0, scroll);
    if (focused) [...this.main.querySelectorAll<HTMLElement>("[data-target]")].find((one) => one.dataset.target === focused)?.focus();
  }

  focus(): void {
    (this.main.querySelector<HTMLElement>(".primary") ?? this.main).focus();
  }

  private go(kind: Kind, id: string, props: { class: string }, ...children: (Node | string | null)[]): HTMLButtonElement {
    return h("button", { type: "button", ...props, "data-target": `${kind}:${id}`, onclick: () => this.channel.open(kind, id) }, ...children);
  }

  private top(state: HomeShow): HTMLElement {
    const on = state.continue;
    const percent = state.preparing ? Math.floor((100 * state.preparing.done) / Math.max(1, state.preparing.total)) : 0;
    return h("header", { class: "top" },
      h("h1", {}, state.course.title),
      state.first ? h("p", { class: "muted" }, t("home.first")) : null,
      on
        ? this.go(on.kind, on.id, { class: "primary onward" },
            h("span", { class: "onward-text" },
              h("span", { class: "onward-verb" }, t(state.first ? "home.start" : "home.continue")),
              h("span", { class: "onward-title" }, on.title),
              h("span", { class: "onward-where" }, [on.phase, t(`home.kind.${on.kind}`), on.minutes ? t("minutes", { n: on.minutes }) : ""].filter(Boolean).join(" · "))),
            icon("next"))
        : h("p", {}, t("home.done")),
      state.preparing ? h("p", { class: "label" }, t("home.preparing", { percent })) : null);
  }

  private phases(state: HomeShow): HTMLElement {
    return h("section", { class: "phases", "aria-labelledby": "assay-phases" },
      h("div", { class: "section-head" }, h("h2", { id: "assay-phases" }, t("home.phases")),
        this.go("progress", "", { class: "quiet" }, icon("progress"), t("home.progress-page"))),
      h("ol", {}, ...state.phases.map((phase, index) => h("li", {}, this.phase(phase, index)))));
  }

  private phase(phase: Phase, index: number): HTMLElement {
    const { lessons, exercises } = phase;
    const total = lessons.total + exercises.total;
    const done = lessons.done + exercises.done;
    const percent = total > 0 ? Math.round((100 * done) / total) : 0;
    const filled = h("span", {});
    filled.style.width = `${percent}%`;
    return this.go("phase", phase.id, { class: "phase" },
      h("span", { class: "phase-head" }, h("span", { class: "phase-number" }, String(index)), h("span", { class: "phase-title" }, phase.title),
        h("span", { class: `state ${phase.state}` }, stateIcon(phase.state), t(`state.${phase.state}`))),
      h("span", { class: "phase-summary" }, phase.summary),
      h("span", { class: "phase-facts" },
        lessons.total ? h("span", {}, t("home.lessons", { done: lessons.done, n: lessons.total })) : null,
        exercises.total ? h("span", {}, t("home.exercises", { done: exercises.done, n: exercises.total })) : null),
      h("span", { class: "meter", role: "img", "aria-label": t("home.progress", { percent }) }, filled));
  }

  private list(title: string, name: string, rows: HTMLElement[]): HTMLElement | null {
    if (!rows.length) return null;
    return h("section", { "aria-labelledby": `assay-${name}` }, h("h2", { id: `assay-${name}` }, title), h("ul", { class: "rows" }, ...rows));
  }

  private review(state: HomeShow): HTMLElement | null {
    const due = state.review ?? [];
    const minutes = due.reduce((sum, one) => sum + (one.minutes ?? 0), 0);
    const title = minutes ? t("home.review-minutes", { minutes }) : t("home.review");
    return this.list(title, "review", due.map((one) => {
      const label = t("home.snooze", { title: one.title });
      return h("li", {}, this.go(one.kind, one.id, { class: "row" }, kindIcon(one), h("span", { class: "row-title" }, one.title), h("span", { class: "label" }, one.why)),
        h("button", { type: "button", class: "quiet", title: label, "aria-label": label, onclick: () => this.channel.snooze(one.kind, one.id) }, icon("close")));
    }));
  }

  private calendar(state: HomeShow): HTMLElement | null {
    const weeks = calendarWeeks(state.days ?? {}, new Date());
    const worked = weeks.flat().filter((day) => day.attempts > 0).length;
    if (!worked) return null;
    const cell = (day: Day) => {
      const level = day.attempts === 0 ? 0 : day.attempts < 4 ? 1 : day.attempts < 10 ? 2 : 3;
      const words = t("home.day", { day: day.name, n: day.attempts });
      return h("li", { class: `day level-${level}${day.ahead ? " ahead" : ""}`, title: day.ahead ? null : words },
        level ? h("span", { class: "only-heard" }, words) : null);
    };
    return h("section", { "aria-labelledby": "assay-calendar" },
      h("h2", { id: "assay-calendar" }, t("home.calendar")),
      h("ol", { class: "calendar" }, ...weeks.map((week) => h("li", {}, h("ol", {}, ...week.map(cell))))),
      h("p", { class: "label" }, t("home.worked", { n: worked, weeks: weeks.length })));
  }

  private marks(state: HomeShow): HTMLElement | null {
    return this.list(t("home.marks"), "marks", state.marks.map((one) => {
      const label = t("home.unmark", { title: one.title });
      return h("li", {}, this.go(one.kind, one.id, { class: "row" }, kindIcon(one), h("span", { class: "row-title" }, one.title)),
        h("button", { type: "button", class: "quiet", title: label, "aria-label": label, onclick: () => this.channel.unmark(one.kind, one.id) }, icon("close")));
    }));
  }

  private recent(state: HomeShow): HTMLElement | null {
    return this.list(t("home.recent"), "recent", state.recent.map((one) =>
      h("li", {}, this.go(one.kind, one.id, { class: "row" },
        one.verdict
          ? h("span", { class: verdictTone(one.verdict) }, verdictIcon(one.verdict), h("span", { class: "only-heard" }, t(`verdict.${one.verdict}`)))
          : kindIcon(one),
        h("span", { class: "row-title" }, one.title),
        one.verdict && one.max ? h("span", { class: "label" }, t("results.points", { points: one.points ?? 0, max: one.max })) : null,
        h("span", { class: "label when" }, when(one.at))))));
  }
}

const kindIcon = (target: Pick<Target, "kind">) =>
  h("span", { class: "muted" }, icon(target.kind === "exercise" ? "exercise" : "lesson"), h("span", { class: "only-heard" }, t(`home.kind.${target.kind}`)));

start<HomeChannel>("home", (channel) => new HomePage(channel));
