// Role: lesson.html: a lesson or an exercise's task, put together from the HTML that C++ made. `show` draws all of it; what
// is live in it (snippets, quizzes, ticks) each have a file of their own.
import { cleanHtml } from "../shared/clean.ts";
import { fill, h, must, newId } from "../shared/dom.ts";
import { icon, stateIcon } from "../shared/icons.ts";
import { pageMarkers } from "../shared/marker.ts";
import { announcer, entitle, reading, start, type Page } from "../shared/page.ts";
import type { ExerciseNews, LessonChannel, LessonShow, QuizAnswer, SnippetNews, Target } from "../shared/protocol.ts";
import { t } from "../shared/text.ts";
import { diagrams, links, staticCode, tables, ticks } from "./body.ts";
import { Notes } from "./notes.ts";
import { PlaceKeeper } from "./place.ts";
import { quiz } from "./quiz.ts";
import { Snippet } from "./snippet.ts";
import { tabFromSight } from "./tab.ts";

class LessonPage implements Page {
  private readonly main = must<HTMLElement>("main");
  private readonly announce = announcer();
  private readonly place: PlaceKeeper;
  private shown: LessonShow | null = null;
  private svgs: Record<string, string> = {};
  private snippets: Snippet[] = [];
  private readonly notes: Notes;

  constructor(private readonly channel: LessonChannel) {
    this.place = new PlaceKeeper(this.main, (json) => channel.placeChanged(json));
    channel.show.connect(reading<LessonShow>(channel, (lesson) => this.show(lesson)));
    channel.snippet.connect(reading<SnippetNews>(channel, (news) => this.snippets.find((one) => one.id === news.id)?.news(news)));
    channel.diagrams.connect(
      reading<{ svg: Record<string, string> }>(channel, ({ svg }) => {
        this.svgs = svg;
        diagrams(this.main, svg);
      }),
    );
    this.notes = new Notes(channel, (text) => this.announce(text));
    channel.jump.connect((anchor) => {
      if (!this.notes.jump(anchor)) this.place.jump(anchor);
    });
    channel.note.connect(() => this.notes.write());
    const markers = pageMarkers();
    channel.runSnippetHere.connect((marker) => markers.behind(marker, () => this.snippets.find((one) => one.focused)?.runNow()));
    channel.exercises.connect(reading<ExerciseNews>(channel, (news) => this.renew(news)));
    tabFromSight(this.main);
    links(this.main, (href) => channel.openLink(href), (anchor) => this.place.jump(anchor));
  }

  redraw(): void {
    if (this.shown) this.show(this.shown);
  }

  focus(): void {
    if (this.main.contains(document.activeElement)) return; // the heading that was jumped to, or where one was before
    this.main.focus({ preventScroll: true });
  }

  private show(lesson: LessonShow): void {
    const again = this.shown?.id === lesson.id && this.shown.kind === lesson.kind;
    const place = again ? this.place.now() : (lesson.place ?? null);
    for (const snippet of this.snippets) snippet.destroy();
    this.shown = lesson;
    entitle(lesson.title);
    const body = h("article", { class: "reading" });
    body.append(cleanHtml(lesson.html, { base: lesson.base }));
    const title = body.querySelector("h1");
    title?.remove();
    this.notes.read(body, lesson); // before the programs are editors: a paragraph is known by its text
    fill(this.main, this.header(lesson, title), body, this.exercises(lesson), this.doneWhen(lesson), this.ways(lesson));
    this.enliven(body, lesson);
    this.notes.show();
    this.place.restore(place);
  }

  /** What was done elsewhere on the screen: only the end of the page is drawn anew, programs and their outputs stay. */
  private renew({ id, exercises, next }: ExerciseNews): void {
    const lesson = this.shown;
    if (!lesson || lesson.id !== id) return;
    lesson.exercises = exercises;
    lesson.next = next;
    for (const [selector, made] of [[".exercises", this.exercises(lesson)], [".ways", this.ways(lesson)]] as const) {
      const old = this.main.querySelector<HTMLElement>(selector);
      if (!old || !made) continue;
      const focused = [...old.querySelectorAll("button")].findIndex((one) => one === document.activeElement);
      old.replaceWith(made);
      if (focused >= 0) made.querySelectorAll("button")[focused]?.focus({ preventScroll: true });
    }
  }

  private enliven(body: HTMLElement, lesson: LessonShow): void {
    const { channel, announce } = this;
    staticCode(body, (text) => channel.copy(text));
    tables(body);
    diagrams(body, this.svgs);
    ticks(body, lesson.ticks, (id, on) => channel.tick(id, on));
    const host = {
      run: (id: string, run: number, code: string) => channel.runSnippet(id, run, code),
      cancel: (id: string) => channel.cancelSnippet(id),
      changed: (id: string, code: string) => channel.snippetChanged(id, code),
      copy: (text: string) => channel.copy(text),
      announce,
      focused: (id: string) => channel.snippetFocused(id),
    };
    this.snippets = [...body.querySelectorAll<HTMLElement>("section.snippet[data-run=true]")].map(
      (section, index) => new Snippet(section, index + 1, lesson.snippets?.[section.dataset.snippet ?? ""], host),
    );
    for (const section of body.querySelectorAll<HTMLElement>("section.quiz[data-quiz]")) {
      const state = lesson.quizzes.find((one) => one.id === section.dataset.quiz);
      quiz(section, state?.multiple ?? false, state?.answer ?? null, {
        answer: (id, chosen, reply) =>
          channel.answerQuiz(id, JSON.stringify(chosen), reading<QuizAnswer>(channel, (answer) => {
            if (state) state.answer = answer;
            reply(answer);
          })),
        announce,
      });
    }
  }

  private header(lesson: LessonShow, title: Element | null): HTMLElement {
    const task = lesson.kind === "task";
    const facts: (Node | string)[] = [];
    const fact = (text: string, picture?: Node) => facts.push(h("li", {}, picture ?? null, text));
    if (task) fact(t("task.kind"), icon("exercise"));
    if (lesson.minutes) fact(t("minutes", { n: lesson.minutes }), icon("clock"));
    if (task && lesson.points) fact(t("points", { n: lesson.points }));
    if (lesson.difficulty) fact(difficulty(lesson.difficulty));
    const heading = h("h1", title?.id ? { id: title.id } : {});
    if (title) heading.append(...title.childNodes);
    else heading.textContent = lesson.title;
    return h("header", { class: "head" },
      lesson.phase ? h("p", { class: "label" }, lesson.phase.title) : null,
      h("div", { class: "title-row" }, heading, this.marker(lesson)),
      h("ul", { class: "facts" }, facts),
      this.objectives(lesson),
      task && lesson.lessons?.length ? this.taughtBy(lesson.lessons) : null);
  }

  private marker(lesson: LessonShow): HTMLElement {
    const button = h("button", { type: "button", class: "quiet" });
    const draw = () => {
      const name = t(lesson.marked ? "mark.on" : "mark.off");
      fill(button, icon(lesson.marked ? "marked" : "mark"), h("span", { class: "only-heard" }, t("mark.off")));
      button.title = name;
      button.setAttribute("aria-pressed", String(lesson.marked));
    };
    button.addEventListener("click", () => {
      lesson.marked = !lesson.marked;
      draw();
      this.channel.setMarked(lesson.marked);
    });
    draw();
    return button;
  }

  private objectives(lesson: LessonShow): HTMLElement | null {
    if (!lesson.objectives.length) return null;
    const id = newId();
    return h("section", { class: "objectives", "aria-labelledby": id },
      h("p", { class: "label", id }, t(lesson.kind === "task" ? "lesson.objectives-task" : "lesson.objectives")),
      h("ul", {}, ...lesson.objectives.map((text, index) => {
        const html = lesson.objectivesHtml?.[index];
        return h("li", {}, html ? cleanHtml(html) : text);
      })));
  }

  private taughtBy(lessons: { id: string; title: string }[]): HTMLElement {
    return h("p", { class: "taught" }, t("task.lessons"), " ", ...lessons.map((lesson) =>
      h("button", { type: "button", class: "link", onclick: () => this.channel.openLesson(lesson.id) }, lesson.title)));
  }

  private exercises(lesson: LessonShow): HTMLElement | null {
    if (!lesson.exercises.length) return null;
    const id = newId();
    return h("section", { class: "exercises", "aria-labelledby": id },
      h("h2", { id }, t("lesson.exercises", { n: lesson.exercises.length })),
      h("ul", { class: "cards" }, ...lesson.exercises.map((one) =>
        h("li", {}, h("button", { type: "button", class: "card", onclick: () => this.channel.openExercise(one.id) },
          h("span", { class: "card-title" }, one.title, icon("next")),
          h("span", { class: "card-facts" },
            h("span", { class: `state ${one.state}` }, stateIcon(one.state), t(`state.${one.state}`)),
            one.minutes ? h("span", {}, t("minutes", { n: one.minutes })) : null,
            one.points ? h("span", {}, t("points", { n: one.points })) : null,
            one.difficulty ? h("span", {}, difficulty(one.difficulty)) : null))))));
  }

  private doneWhen(lesson: LessonShow): HTMLElement | null {
    if (lesson.kind === "task") return null;
    const n = lesson.exercises.length;
    return h("p", { class: "done-when label" }, n ? t("lesson.done-when", { n }) : t("lesson.done-when-read"));
  }

  private ways(lesson: LessonShow): HTMLElement | null {
    if (!lesson.previous && !lesson.next) return null;
    const way = (target: Target | null | undefined, forward: boolean) =>
      target
        ? h("button", { type: "button", class: forward ? "way next" : "way", onclick: () => this.open(target) },
            h("span", { class: "label" }, t(forward ? "way.next" : "way.previous")),
            h("span", { class: "way-title" }, forward ? null : icon("previous"), target.title, forward ? icon("next") : null))
        : h("span", {});
    return h("nav", { class: "ways", "aria-label": t("way.label") }, way(lesson.previous, false), way(lesson.next, true));
  }

  private open(target: Target): void {
    if (target.kind === "exercise") this.channel.openExercise(target.id);
    else this.channel.openLesson(target.id);
  }
}

const difficulty = (level: number) => t("difficulty", { level });

start<LessonChannel>("lesson", (channel) => new LessonPage(channel));
