// Role: a program in the text that the reader can change and run. Tab leaves it like any other text: it is a reading page.
import { insertNewlineAndIndent } from "@codemirror/commands";
import { setDiagnostics, type Diagnostic as Mark } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { codeBase, phrases } from "../code/base.ts";
import { debounce, fill, h, newId } from "../shared/dom.ts";
import { icon, verdictIcon, verdictTone } from "../shared/icons.ts";
import type { SnippetNews } from "../shared/protocol.ts";
import { t } from "../shared/text.ts";
import { duration } from "../shared/time.ts";
import { visible } from "../shared/visible.ts";
import { copyButton } from "./body.ts";

export interface SnippetHost {
  run(id: string, run: number, code: string): void;
  cancel(id: string): void;
  changed(id: string, code: string): void;
  copy(text: string): void;
  announce(text: string): void;
  focused(id: string): void;
}

let runs = 0;

export class Snippet {
  readonly id: string;
  private readonly original: string;
  private readonly view: EditorView;
  private readonly output: HTMLElement;
  private readonly runButton: HTMLButtonElement;
  private readonly resetButton: HTMLButtonElement;
  private readonly tell = debounce(300, (code: string) => this.host.changed(this.id, code));
  private run = 0;
  private busy = false;

  constructor(section: HTMLElement, number: number, edited: string | undefined, private readonly host: SnippetHost) {
    this.id = section.dataset.snippet ?? "";
    this.original = (section.querySelector("code")?.textContent ?? "").replace(/\n$/, "");
    const label = t("snippet.label", { n: number });
    this.view = new EditorView({
      state: EditorState.create({
        doc: edited || this.original,
        extensions: [
          keymap.of([
            { key: "Shift-Enter", run: () => (this.toggle(), true) },
            { key: "Enter", run: insertNewlineAndIndent },
          ]),
          codeBase(),
          phrases(),
          EditorState.tabSize.of(4),
          EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) this.edited();
            if (update.focusChanged) this.host.focused(update.view.hasFocus ? this.id : "");
          }),
        ],
      }),
    });
    this.runButton = h("button", { type: "button", class: "secondary run", onclick: () => this.toggle() });
    this.resetButton = h("button", { type: "button", class: "quiet", onclick: () => this.reset() }, icon("reset"), t("snippet.reset"));
    this.output = h("div", { class: "output", id: newId() });
    const bar = h("div", { class: "snippet-bar" }, this.runButton, this.resetButton, h("span", { class: "grow" }),
      section.dataset.race === "true" ? h("span", { class: "label" }, icon("raced"), t("snippet.race")) : null,
      copyButton((text) => host.copy(text), () => this.code()));
    section.setAttribute("role", "group");
    section.setAttribute("aria-label", label);
    section.replaceChildren(this.view.dom, bar, this.output);
    this.draw();
  }

  destroy(): void {
    this.tell.flush();
    this.view.destroy();
  }

  news(news: SnippetNews): void {
    if (news.run !== this.run) return; // of an earlier run
    this.busy = news.state === "waiting" || news.state === "running";
    this.draw();
    if (this.busy) {
      fill(this.output, h("p", { class: "working" }, icon("clock"), news.step || t(`snippet.${news.state}`)));
      return;
    }
    const verdict = news.verdict ?? "undecided";
    const word = news.state === "done" ? t(`ran.${verdict}`) : t(`snippet.${news.state}`);
    const tone = news.state === "done" ? verdictTone(verdict) : "muted";
    const shape = news.state === "error" ? icon("internalError") : news.state === "cancelled" ? icon("cancel") : verdictIcon(verdict);
    const time = news.state === "done" && news.ms ? h("span", { class: "muted" }, duration(news.ms)) : null;
    const nothing = news.state === "done" && verdict === "passed" && !news.output && !news.errors;
    fill(this.output,
      h("p", { class: `verdict ${tone}` }, shape, word, time, this.met(news)),
      news.message && verdict !== "passed" ? h("p", { class: "message" }, visible(news.message)) : null,
      this.diagnostics(news),
      news.output ? printed(t("snippet.output"), news.output) : null,
      news.errors ? printed(t("snippet.errors"), news.errors) : null,
      nothing ? h("p", { class: "muted" }, t("snippet.nothing")) : null);
    this.mark(news);
    const message = verdict !== "passed" ? news.message : "";
    this.host.announce([word, message, (news.output ?? "").slice(0, 300)].filter(Boolean).join(". "));
  }

  private met(news: SnippetNews): HTMLElement | null {
    if (news.met === null || news.met === undefined || this.code() !== this.original) return null;
    return news.met ? null : h("span", { class: "muted" }, t("snippet.not-as-written"));
  }

  private diagnostics(news: SnippetNews): HTMLElement | null {
    if (!news.diagnostics?.length) return null;
    return h("ul", { class: "diagnostics" }, ...news.diagnostics.map((one) =>
      h("li", {},
        h("button", { type: "button", class: "link", onclick: () => this.jump(one.line, one.column ?? 1) }, t("place.line", { line: String(one.line) })),
        " ", visible(one.message))));
  }

  private mark(news: SnippetNews): void {
    const doc = this.view.state.doc;
    const marks: Mark[] = (news.diagnostics ?? []).filter((one) => one.line >= 1 && one.line <= doc.lines).map((one) => {
      const line = doc.line(one.line);
      const from = Math.min(line.from + Math.max(0, (one.column ?? 1) - 1), line.to);
      return { from, to: line.to, severity: "error", message: one.message };
    });
    this.view.dispatch(setDiagnostics(this.view.state, marks));
  }

  private jump(line: number, column: number): void {
    const doc = this.view.state.doc;
    if (line < 1 || line > doc.lines) return;
    const at = doc.line(line);
    this.view.dispatch({ selection: { anchor: Math.min(at.to, at.from + Math.max(0, column - 1)) }, scrollIntoView: true });
    this.view.focus();
  }

  private code(): string {
    return this.view.state.doc.toString();
  }

  private toggle(): void {
    if (this.busy) this.host.cancel(this.id);
    else this.runNow();
  }

  get focused(): boolean {
    return this.view.hasFocus;
  }

  /** By a key of the window: while it runs, that is no wish to cancel it. */
  runNow(): void {
    if (this.busy) return;
    this.tell.flush();
    this.run = ++runs;
    this.busy = true;
    this.draw();
    fill(this.output, h("p", { class: "working" }, icon("clock"), t("snippet.waiting")));
    this.host.run(this.id, this.run, this.code() + "\n");
  }

  private reset(): void {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: this.original } });
    this.view.focus();
  }

  private edited(): void {
    const code = this.code();
    this.tell(code === this.original ? "" : code);
    this.draw();
  }

  private draw(): void {
    const name = t(this.busy ? "cancel" : "snippet.run");
    fill(this.runButton, icon(this.busy ? "cancel" : "run"), name);
    this.runButton.title = this.busy ? name : t("snippet.run-key");
    this.resetButton.hidden = this.code() === this.original;
  }
}

function printed(label: string, text: string): HTMLElement {
  return h("div", { class: "printed" }, h("p", { class: "label" }, label),
    h("pre", { tabindex: 0, role: "group", "aria-label": label }, visible(text.replace(/\n$/, ""))));
}
