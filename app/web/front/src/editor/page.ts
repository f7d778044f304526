// Role: editor.html: tabs over one CodeMirror, and the wires between it and the channel.
import { Vim } from "@replit/codemirror-vim";
import { EditorView } from "@codemirror/view";
import { debounce, fill, h, must, newId } from "../shared/dom.ts";
import { icon } from "../shared/icons.ts";
import { pageMarkers } from "../shared/marker.ts";
import { reading, start, type Page } from "../shared/page.ts";
import type { Diagnostic, EditorChannel, EditorSettings, EditorShow, Failing, LspState } from "../shared/protocol.ts";
import { known, t } from "../shared/text.ts";
import { checkFaults, failingFaults, offsetOf } from "./faults.ts";
import { visible } from "../shared/visible.ts";
import { Files } from "./files.ts";
import { Server } from "./server.ts";

class EditorPage implements Page {
  private readonly main = must<HTMLElement>("main");
  private readonly tabs = h("div", { class: "tabs", role: "tablist" });
  private readonly bar = h("header", { class: "editor-bar" });
  private readonly notice = h("p", { class: "notice", hidden: true });
  private readonly named = h("div", { class: "exercise-name" });
  private readonly told = h("p", { class: "notice", role: "status", hidden: true }); // why it was not formatted, until the next edit
  private readonly markers = pageMarkers();
  private beside = false; // a lesson is read, and this exercise stands beside it
  private why = ""; // completion is off
  private formatting = ""; // a file that gofmt was asked for
  private readonly panel = h("div", { class: "panel", role: "tabpanel", id: newId() });
  private readonly heard = h("p", { class: "only-heard", id: newId() });
  private readonly files: Files;
  private readonly server: Server;
  private readonly unsent = new Set<string>();
  private readonly sent = new Map<string, string>(); // what C++ holds of each file
  private readonly sendSoon = debounce(300, () => this.send());
  private readonly caretSoon = debounce(500, (name: string) => this.sendCaret(name));
  private shown: EditorShow | null = null;
  private lsp: LspState = { available: true };
  private tabIds = new Map<string, string>();

  constructor(private readonly channel: EditorChannel) {
    this.server = new Server({
      send: (message) => channel.lspSend(message),
      display: (name) => (this.choose(name) ? this.files.view : null),
      update: (name, change) => this.files.update(name, change),
      faults: (name, faults) => this.files.faults(name, "server", faults),
    });
    this.files = new Files({
      edited: (name) => {
        this.unsent.add(name);
        this.sendSoon();
        this.tell("");
      },
      moved: (name) => this.caretSoon(name),
      format: () => void this.format(),
      serverExtension: (name) => this.server.extension(name),
      leaving: () => {
        this.server.sync();
        this.caretSoon.flush();
      },
      heard: this.heard.id,
    });
    this.panel.append(this.files.view.dom);
    Vim.defineEx("write", "w", () => this.sendSoon.flush());
    this.listen();
    window.addEventListener("pagehide", () => this.sendSoon.flush());
  }

  private listen(): void {
    const { channel } = this;
    channel.show.connect(reading<EditorShow>(channel, (state) => this.show(state)));
    channel.diagnostics.connect(reading<Diagnostic[]>(channel, (all) => this.diagnostics(all)));
    channel.failing.connect(reading<Failing[]>(channel, (all) => this.failing(all)));
    channel.jump.connect((file, line, column) => this.jump(file, line, column));
    channel.content.connect(
      reading<{ file: string; content: string; revision: number; reason: string }>(channel, ({ file, content, revision, reason }) => {
        if (reason === "outside") this.files.replace(file, content, revision);
        else if (revision >= this.files.revision(file)) this.files.replace(file, content, null);
      }),
    );
    channel.flush.connect((token, marker) => this.markers.behind(marker, () => {
      this.sendSoon.flush();
      this.caretSoon.flush();
      channel.flushed(token);
    }));
    channel.canReset.connect((on) => {
      if (this.shown) this.shown.canReset = on;
      this.drawBar();
    });
    channel.besideLesson.connect((on) => {
      this.beside = on;
      this.drawName();
    });
    // vim takes Escape for itself in INSERT: CodeMirror never hears it, and Tab would not leave afterwards.
    window.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.shown?.settings.vim) this.files.view.setTabFocusMode(2000);
    }, true);
    channel.settings.connect(reading<EditorSettings>(channel, (settings) => {
      if (this.shown) this.shown.settings = settings;
      this.files.configure(settings);
    }));
    channel.formatNow.connect(() => void this.format());
    channel.lspState.connect(
      reading<LspState>(channel, (state) => {
        this.lsp = state;
        if (this.server.state(state)) this.files.serverChanged();
        if (state.available && this.told.textContent === this.why) this.tell("");
        this.why = state.reason ?? "";
        this.drawBar();
      }),
    );
    channel.lspReceive.connect((message) => this.server.receive(message));
  }

  redraw(): void {
    if (this.shown) {
      this.files.configure(this.shown.settings);
      this.draw();
    }
  }

  focus(): void {
    if (this.files.active) this.files.view.focus();
  }

  appearance(): void {
    this.files.view.requestMeasure();
  }

  private show(state: EditorShow): void {
    const same = Boolean(state.exercise) && this.shown?.exercise?.id === state.exercise?.id;
    const before = same ? this.files.active : "";
    this.caretSoon.drop();
    const files = this.settle(state, same);
    if (this.shown?.exercise) this.files.leave(this.shown.exercise.id);
    this.shown = state;
    this.files.load(state.exercise?.id ?? "", files, state.carets ?? {}, state.settings);
    this.tell("");
    for (const { name, content } of state.files) this.sent.set(name, content);
    if (this.unsent.size) this.sendSoon();
    this.tabIds = new Map(state.files.map((file) => [file.name, newId()]));
    const names = this.files.names;
    const active = [state.active, before, names[0]].find((name) => name && names.includes(name));
    if (active) this.files.activate(active);
    document.title = state.exercise?.title ?? "Editor";
    this.draw();
  }

  // What was typed and not sent yet when a new `show` comes. Of another exercise it goes to that one's drafts, never to a file
  // of the same name in this one; of the same exercise it stays, where C++ has not changed the file meanwhile.
  private settle(state: EditorShow, same: boolean): EditorShow["files"] {
    this.sendSoon.drop();
    const before = this.shown?.exercise?.id;
    const kept = new Set<string>();
    for (const name of this.unsent) {
      const fresh = state.files.find((file) => file.name === name);
      if (same && fresh && fresh.content === this.sent.get(name)) kept.add(name);
      else if (before && typeof this.channel.late === "function") this.channel.late(before, name, this.files.revision(name), this.files.content(name));
    }
    this.unsent.clear();
    this.sent.clear();
    for (const name of kept) this.unsent.add(name);
    return state.files.map((file) =>
      kept.has(file.name) ? { ...file, content: this.files.content(file.name), revision: this.files.revision(file.name) } : file);
  }

  private draw(): void {
    if (!this.shown?.exercise || !this.files.names.length) {
      fill(this.main, h("div", { class: "empty" }, h("h1", {}, t("editor.empty")), h("p", {}, t("editor.empty-next"))));
      return;
    }
    this.heard.textContent = t("editor.leave");
    fill(this.main, this.named, this.bar, this.notice, this.told, this.panel, this.heard);
    this.drawName();
    this.drawBar();
    this.drawTabs();
    this.files.view.requestMeasure();
  }

  private drawName(): void {
    const title = this.shown?.exercise?.title;
    if (!title) return;
    fill(this.named, h("span", { class: "label" }, t("task.kind")), h("h1", {}, this.beside
      ? h("button", { type: "button", class: "link", title: t("editor.task-title"), onclick: () => this.channel.openTask() }, title)
      : title));
  }

  private tell(text: string): void {
    this.told.hidden = !text;
    if (text || this.told.firstChild) fill(this.told, ...(text ? [icon("info"), text] : []));
  }

  private drawBar(): void {
    const { shown, channel } = this;
    const why = this.lsp.reason ?? "";
    const off = !this.lsp.available && h("button", { type: "button", class: "quiet off", title: why, onclick: () => this.tell(why) }, t("editor.no-lsp"));
    const reset = shown?.canReset &&
      h("button", { type: "button", class: "quiet", title: t("editor.reset-title"), onclick: () => {
        this.sendSoon.flush();
        channel.reset();
      } }, icon("reset"), t("editor.reset"));
    const own = h("button", { type: "button", class: "quiet", title: t("editor.own-title"), "aria-label": t("editor.own-title"), onclick: () => {
      this.sendSoon.flush();
      channel.ownEditor();
    } }, icon("open"));
    fill(this.bar, this.tabs, h("span", { class: "grow" }), off, own, reset);
  }

  private drawTabs(): void {
    this.tabs.setAttribute("aria-label", t("editor.files"));
    fill(this.tabs, ...this.files.names.map((name) => {
      const file = this.files.file(name);
      const chosen = name === this.files.active;
      const tab = h("button", {
        type: "button", role: "tab", class: "tab", id: this.tabIds.get(name) ?? newId(), tabindex: chosen ? 0 : -1,
        "aria-selected": String(chosen), "aria-controls": this.panel.id,
        onclick: () => this.choose(name, true),
      }, name, file?.readonly ? icon("lock") : null, file?.readonly ? h("span", { class: "only-heard" }, t("editor.readonly")) : null);
      tab.addEventListener("keydown", (event) => this.tabKey(event));
      return tab;
    }));
    this.panel.setAttribute("aria-labelledby", this.tabIds.get(this.files.active) ?? "");
    this.drawNotice();
  }

  private drawNotice(): void {
    const file = this.files.file(this.files.active);
    this.notice.hidden = !file?.readonly;
    if (!file?.readonly) return;
    const why = file.why ?? "given";
    fill(this.notice, icon("lock"), known(`editor.why.${why}`) ? t(`editor.why.${why}`) : why);
  }

  private tabKey(event: KeyboardEvent): void {
    const names = this.files.names;
    const at = names.indexOf(this.files.active);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: names.length - 1 }[event.key];
    if (to === undefined || event.altKey || event.ctrlKey) return;
    event.preventDefault();
    const name = names[(to + names.length) % names.length];
    if (name) this.choose(name);
    this.tabs.querySelector<HTMLElement>("[aria-selected=true]")?.focus();
  }

  private choose(name: string, focus = false): boolean {
    const changed = name !== this.files.active;
    if (!this.files.activate(name)) return false;
    if (changed) {
      this.drawTabs();
      this.channel.activated(name);
    }
    if (focus) this.files.view.focus();
    return true;
  }

  private jump(name: string, line: number, column: number): void {
    if (!this.choose(name)) return;
    const { view } = this.files;
    const at = offsetOf(view.state.doc, line, column);
    view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
    view.focus();
  }

  private diagnostics(all: readonly Diagnostic[]): void {
    const asked = all.find((one) => one.file === this.formatting && one.code === "gofmt");
    this.formatting = "";
    if (asked) this.notFormatted(t("place.line", { line: String(asked.line) }), asked.message);
    for (const name of this.files.names) {
      const state = this.files.stateOf(name);
      if (state) this.files.faults(name, "check", checkFaults(state.doc, all.filter((one) => one.file === name)));
    }
  }

  private failing(all: readonly Failing[]): void {
    for (const name of this.files.names) {
      const state = this.files.stateOf(name);
      if (state) this.files.faults(name, "failing", failingFaults(state.doc, all.filter((one) => one.file === name)));
    }
  }

  private async format(): Promise<void> {
    const name = this.files.active;
    if (!name || this.files.file(name)?.readonly) return;
    this.tell("");
    const said = await this.server.format(this.files.view);
    if (said === "done") return;
    if (said) {
      const [, line, , why] = /^(?:[^:]*:)?(\d+):(\d+): (.*)/s.exec(said) ?? [];
      return this.notFormatted(line ? t("place.line", { line }) : name, why ?? said);
    }
    this.formatting = name;
    this.sendSoon.flush();
    this.channel.format(name, this.files.revision(name), this.files.content(name));
  }

  private notFormatted(place: string, why: string): void {
    this.tell(t("editor.not-formatted", { place, why: visible(why) }));
  }

  private send(): void {
    for (const name of this.unsent) {
      const content = this.files.content(name);
      this.sent.set(name, content);
      this.channel.changed(name, this.files.revision(name), content);
    }
    this.unsent.clear();
  }

  private sendCaret(name: string): void {
    const { anchor, head, top } = this.files.caret(name);
    this.channel.caret(name, anchor, head, top ?? 0);
  }
}

start<EditorChannel>("editor", (channel) => new EditorPage(channel));
