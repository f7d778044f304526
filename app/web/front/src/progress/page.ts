// Role: progress.html: the map of skills, phases, weeks, and export. All of it is added up in C++.
import { fill, h, must } from "../shared/dom.ts";
import { summary, summaryWith } from "../shared/fold.ts";
import { icon, stateIcon } from "../shared/icons.ts";
import { announcer, entitle, reading, start, type Page } from "../shared/page.ts";
import type { ProgressChannel, ProgressShow, Share, SkillArea, SkillState, Target } from "../shared/protocol.ts";
import { language, t } from "../shared/text.ts";
import { reachableWhenWide } from "../shared/wide.ts";
import { chart } from "./chart.ts";
import { split } from "./split.ts";

const states: SkillState[] = ["proved", "practised", "taught", "absent"];

class ProgressPage implements Page {
  private readonly main = must<HTMLElement>("main");
  private readonly announce = announcer();
  private readonly outcome = h("p", { class: "label outcome" });
  private readonly open = new Set<string>(); // the folds of skills
  private state: ProgressShow | null = null;

  constructor(private readonly channel: ProgressChannel) {
    fill(this.main, h("h1", {}, t("progress.title")), h("p", { class: "muted", "aria-busy": "true" }, t("progress.loading")));
    channel.show.connect(reading<ProgressShow>(channel, (state) => {
      this.state = state;
      this.redraw();
    }));
    channel.saved.connect(reading<{ state: string; text: string }>(channel, ({ state, text }) => {
      this.tell(state === "done" ? t("progress.saved", { file: text }) : state === "failed" ? t("progress.not-saved", { text }) : t("progress.cancelled"));
    }));
  }

  redraw(): void {
    const { state } = this;
    if (!state) return;
    const focused = document.activeElement?.getAttribute("data-target");
    const scroll = window.scrollY;
    entitle(t("progress.title"));
    fill(this.main, this.top(state), this.map(state.areas), this.phases(state), this.weeks(state));
    window.scrollTo(0, scroll);
    if (focused) [...this.main.querySelectorAll<HTMLElement>("[data-target]")].find((one) => one.dataset.target === focused)?.focus();
  }

  focus(): void {
    if (!this.main.contains(document.activeElement)) this.main.focus({ preventScroll: true });
  }

  private tell(words: string): void {
    this.outcome.textContent = words;
    this.announce(words);
  }

  private top(state: ProgressShow): HTMLElement {
    const { totals } = state;
    const save = (format: string, words: string) =>
      h("button", { type: "button", class: "secondary", "data-target": `save:${format}`, onclick: () => {
        this.tell(t("progress.saving"));
        this.channel.save(format);
      } }, words);
    return h("header", { class: "top" },
      h("h1", {}, t("progress.title")),
      h("p", { class: "muted" }, state.first ? t("progress.first") : t("progress.totals", {
        exercises: totals.exercises.done, allExercises: totals.exercises.total, lessons: totals.lessons.done,
        allLessons: totals.lessons.total, points: totals.points, max: totals.max })),
      h("div", { class: "exports" }, save("json", t("progress.export")), save("csv", t("progress.export-csv")), this.outcome));
  }

  // --- skills ---
  private map(areas: SkillArea[]): HTMLElement {
    const body = areas.length
      ? [this.legend(areas), h("ul", { class: "areas" }, ...areas.map((area) => this.area(area)))]
      : [h("p", { class: "muted" }, t("progress.no-map"))];
    return h("section", { "aria-labelledby": "assay-map" }, h("h2", { id: "assay-map" }, t("progress.map")), ...body);
  }

  private legend(areas: SkillArea[]): HTMLElement {
    const all = areas.flatMap((area) => area.skills);
    return h("ul", { class: "legend" }, ...states.map((state) =>
      h("li", {}, square(state),
        h("span", {}, h("strong", {}, t("progress.count", { word: t(`skill.${state}`), count: all.filter((skill) => skill.state === state).length })),
          " ", h("span", { class: "muted" }, t(`means.${state}`))))));
  }

  private area(area: SkillArea): HTMLElement {
    const { covered, absent } = split(area.skills);
    const count = (state: SkillState) => covered.filter((skill) => skill.state === state).length;
    const words = states.filter(count).map((state) => t("progress.count", { word: t(`skill.${state}`), count: count(state) })).join(", ");
    const rest = absent.length
      ? this.listed(`absent:${area.id}`, t(covered.length ? "progress.more-absent" : "progress.only-absent", { n: absent.length }), area, absent)
      : null;
    return h("li", { class: "area" },
      h("div", { class: "area-head" }, h("h3", {}, area.title),
        h("span", { class: "label" }, covered.length ? t("progress.proved-of", { done: count("proved"), n: covered.length }) : t("progress.none-covered"))),
      covered.length
        ? h("div", { class: "squares", role: "img", "aria-label": words },
            ...states.flatMap((state) => covered.filter((skill) => skill.state === state).map((skill) => square(state, `${skill.title}: ${t(`skill.${state}`)}`))))
        : null,
      covered.length ? this.listed(`area:${area.id}`, t("progress.show"), area, covered, rest) : rest);
  }

  private listed(id: string, words: string, area: SkillArea, skills: SkillArea["skills"], rest: Node | null = null): HTMLElement {
    const details = h("details", { open: this.open.has(id) },
      summaryWith({ "data-target": id }, words, h("span", { class: "only-heard" }, `: ${area.title}`)),
      h("ul", { class: "skills" }, ...skills.map((skill) => this.skill(skill))), rest);
    details.addEventListener("toggle", () => (details.open ? this.open.add(id) : this.open.delete(id)));
    return details;
  }

  private skill(skill: SkillArea["skills"][number]): HTMLElement {
    return h("li", {}, square(skill.state),
      h("div", {}, h("span", { class: "skill-title" }, skill.title), " ", h("span", { class: "label" }, t(`skill.${skill.state}`)),
        skill.places.length ? h("div", { class: "places" }, ...skill.places.map((place) =>
          this.go(place, icon(place.kind === "exercise" ? "exercise" : "lesson"), place.title, stateIcon(place.state),
            h("span", { class: "only-heard" }, t(`state.${place.state}`))))) : null));
  }

  private go(target: Target, ...children: (Node | string)[]): HTMLElement {
    return h("button", { type: "button", class: "link place", "data-target": `${target.kind}:${target.id}`,
      onclick: () => this.channel.open(target.kind, target.id) }, ...children);
  }

  // --- phases and weeks ---
  private phases(state: ProgressShow): HTMLElement {
    const of = (share: Share) => t("progress.of", { done: share.done, total: share.total });
    const heads = ["progress.phase", "progress.lessons", "progress.exercises", "progress.points", "progress.attempts"].map((key) => t(key));
    const rows = state.phases.map((phase) => [
      this.go(phase, phase.title), of(phase.lessons), of(phase.exercises), of({ done: phase.points, total: phase.max }), number(phase.attempts)]);
    return h("section", { "aria-labelledby": "assay-by-phase" }, h("h2", { id: "assay-by-phase" }, t("progress.phases")), table(t("progress.phases"), heads, rows));
  }

  private weeks(state: ProgressShow): HTMLElement {
    const { weeks, error } = state;
    const head = h("h2", { id: "assay-by-week" }, t("progress.weeks"));
    const section = (...parts: Node[]) => h("section", { "aria-labelledby": "assay-by-week" }, head, ...parts);
    if (error) {
      return section(h("div", { class: "trouble" }, icon("error"),
        h("div", {}, h("p", {}, h("strong", {}, error.what)), h("p", {}, error.safe), error.todo ? h("p", {}, error.todo) : null)));
    }
    if (!weeks.length) return section(h("p", { class: "muted" }, t("progress.no-weeks")));
    const day = new Intl.DateTimeFormat(language(), { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
    const heads = ["progress.week", "progress.attempts", "progress.passed", "progress.solved", "progress.finished"].map((key) => t(key));
    const rows = [...weeks].reverse().map((week) => [
      day.format(new Date(`${week.from}T12:00:00Z`)), ...[week.attempts, week.passed, week.solved, week.lessons].map(number)]);
    const frame = h("div", { class: "chart-frame" }, chart(weeks));
    reachableWhenWide(frame, t("progress.weeks"));
    frame.scrollLeft = frame.scrollWidth; // the newest is at the right
    const key = (name: string, words: string) => h("li", {}, h("span", { class: `key ${name}`, "aria-hidden": "true" }), words);
    return section(frame,
      h("ul", { class: "keys" }, key("passed", t("progress.passed")), key("all", t("progress.other"))),
      h("details", {}, summary(t("progress.table")), table(t("progress.weeks"), heads, rows)));
  }
}

const number = (value: number) => new Intl.NumberFormat(language()).format(value);
const square = (state: SkillState, title: string | null = null) => h("span", { class: `square ${state}`, title, "aria-hidden": title ? null : "true" });

function table(label: string, heads: string[], rows: (Node | string)[][]): HTMLElement {
  const frame = h("div", { class: "table-frame" },
    h("table", { "aria-label": label },
      h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)))),
      h("tbody", {}, ...rows.map(([first, ...cells]) => h("tr", {}, h("th", { scope: "row" }, first), ...cells.map((cell) => h("td", {}, cell)))))));
  reachableWhenWide(frame, label);
  return frame;
}

start<ProgressChannel>("progress", (channel) => new ProgressPage(channel));
