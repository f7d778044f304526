// Role: the open files: an editor state each, one view for the one in front, revisions, and what has still to be told.
import {
  acceptCompletion, autocompletion, closeCompletion, completionKeymap, completionStatus, currentCompletions, moveCompletionSelection,
} from "@codemirror/autocomplete";
import { indentWithTab, isolateHistory } from "@codemirror/commands";
import { codeFolding, foldGutter, foldKeymap } from "@codemirror/language";
import { lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Annotation, Compartment, EditorState, Prec, type Extension, type TransactionSpec } from "@codemirror/state";
import { EditorView, highlightActiveLine, highlightActiveLineGutter, lineNumbers, rectangularSelection } from "@codemirror/view";
import { vim } from "@replit/codemirror-vim";
import { codeBase, keys, phrases, styleNonce } from "../code/base.ts";
import { lineChanges } from "../shared/diff.ts";
import type { Caret, EditorFile, EditorSettings } from "../shared/protocol.ts";
import { t } from "../shared/text.ts";
import { faultMarks, setFaults, withFaults, type Fault, type Origin } from "./faults.ts";
import { isFinished } from "./words.ts";

const fromOutside = Annotation.define<boolean>();

interface Open {
  file: EditorFile;
  state: EditorState;
  revision: number;
  top: number; // first visible line
}

const mostLeft = 40; // exercises of which undo history and places are kept

// --- what is offered ---
// Tab takes the first. Enter takes one only where it was chosen with the arrows or the word before it is only a beginning.
const chosen = new WeakMap<EditorView, readonly unknown[]>();

const choose = (forward: boolean, by?: "page") => (view: EditorView) => {
  if (!moveCompletionSelection(forward, by)(view)) return false;
  chosen.set(view, currentCompletions(view.state));
  return true;
};

function enter(view: EditorView): boolean {
  if (completionStatus(view.state) !== "active") return false;
  const offered = currentCompletions(view.state);
  const { head, empty } = view.state.selection.main;
  const before = view.state.sliceDoc(0, head);
  if (chosen.get(view) === offered || (empty && !isFinished(before, view.state.sliceDoc(head), offered.map((one) => one.label)))) {
    return acceptCompletion(view);
  }
  closeCompletion(view);
  return false;
}

const choosing = completionKeymap.filter(({ key }) => key !== "Enter" && !key?.includes("Arrow") && !key?.includes("Page"));
const completionKeys = Prec.highest(keys(choosing, [
  { key: "ArrowDown", run: choose(true) },
  { key: "ArrowUp", run: choose(false) },
  { key: "PageDown", run: choose(true, "page") },
  { key: "PageUp", run: choose(false, "page") },
  { key: "Enter", run: enter },
  { key: "Tab", run: acceptCompletion },
]));

export interface FilesHost {
  edited(name: string): void;
  moved(name: string): void;
  format(): void;
  serverExtension(name: string): Extension;
  leaving(): void; // another file comes in front
  heard: string; // id of the element that says how to leave the editor
}

export class Files {
  readonly view: EditorView;
  private readonly open = new Map<string, Open>();
  private readonly settingsPart = new Compartment();
  private readonly vimPart = new Compartment();
  private readonly serverPart = new Compartment();
  private settings: EditorSettings = { tabSize: 4, vim: false };
  private front = "";
  private readonly left = new Map<string, Map<string, Open>>(); // by exercise; the one left last is the last

  constructor(private readonly host: FilesHost) {
    this.view = new EditorView({ extensions: EditorView.cspNonce.of(styleNonce) });
    this.view.scrollDOM.addEventListener("scroll", () => this.front && host.moved(this.front), { passive: true });
  }

  get active(): string {
    return this.front;
  }
  get names(): string[] {
    return [...this.open.keys()];
  }
  file(name: string): EditorFile | undefined {
    return this.open.get(name)?.file;
  }
  revision(name: string): number {
    return this.open.get(name)?.revision ?? 0;
  }
  content(name: string): string {
    return this.stateOf(name)?.doc.toString() ?? "";
  }
  stateOf(name: string): EditorState | undefined {
    return name === this.front ? this.view.state : this.open.get(name)?.state;
  }

  /** All files anew. A state is kept where the exercise had the same content when it was last here: undo history, folds, place. */
  load(exercise: string, files: readonly EditorFile[], carets: Record<string, Caret>, settings: EditorSettings): void {
    this.settings = settings;
    const before = this.left.get(exercise);
    this.open.clear();
    this.front = "";
    for (const file of files) {
      const old = before?.get(file.name);
      const same = old && old.state.doc.toString() === file.content && old.state.readOnly === file.readonly;
      const caret = carets[file.name];
      const state = same ? withFaults(old.state, "server", []) : this.create(file, caret);
      this.open.set(file.name, { file, state, revision: file.revision, top: caret?.top || (same ? old.top : 0) });
    }
    if (!before) return;
    this.configure(settings);
    this.serverChanged();
  }

  /** Before another `load`: what is open now stays as it is, for when it comes back. */
  leave(exercise: string): void {
    this.stow();
    this.left.delete(exercise);
    this.left.set(exercise, new Map(this.open));
    for (const oldest of this.left.keys()) {
      if (this.left.size <= mostLeft) break;
      this.left.delete(oldest);
    }
  }

  activate(name: string): boolean {
    const next = this.open.get(name);
    if (!next) return false;
    if (name === this.front) return true;
    this.host.leaving();
    this.stow();
    this.front = name;
    this.view.setState(next.state);
    const { doc, selection } = next.state;
    if (next.top > 1 && next.top <= doc.lines) {
      this.view.dispatch({ effects: EditorView.scrollIntoView(doc.line(next.top).from, { y: "start", yMargin: 0 }) });
    } else if (selection.main.head > doc.line(1).to) {
      this.view.dispatch({ effects: EditorView.scrollIntoView(selection.main.head, { y: "center" }) });
    }
    return true;
  }

  caret(name: string): Caret {
    const state = this.stateOf(name);
    const { anchor, head } = state?.selection.main ?? { anchor: 0, head: 0 };
    return { anchor, head, top: name === this.front ? this.firstLine() : (this.open.get(name)?.top ?? 0) };
  }

  /** New text from C++, as a change that can be undone and that keeps the caret. */
  replace(name: string, content: string, outside: number | null): void {
    const open = this.open.get(name);
    const state = this.stateOf(name);
    if (!open || !state) return;
    if (outside !== null) open.revision = outside;
    const changes = lineChanges(state.doc.toString(), content);
    if (!changes.length) return;
    this.update(name, {
      changes,
      annotations: [isolateHistory.of("full"), ...(outside === null ? [] : [fromOutside.of(true)])],
      userEvent: "format",
    });
  }

  update(name: string, change: TransactionSpec): void {
    if (name === this.front) {
      this.view.dispatch(change);
      return;
    }
    const open = this.open.get(name);
    if (!open) return;
    const transaction = open.state.update(change);
    open.state = transaction.state;
    if (transaction.docChanged && !transaction.annotation(fromOutside)) this.wasEdited(name);
  }

  faults(name: string, origin: Origin, faults: Fault[]): void {
    const open = this.open.get(name);
    if (!open) return;
    if (name === this.front) this.view.dispatch({ effects: setFaults.of({ origin, faults }) });
    else open.state = withFaults(open.state, origin, faults);
  }

  configure(settings: EditorSettings): void {
    this.settings = settings;
    this.everywhere(() => [this.settingsPart.reconfigure(this.settingsNow()), this.vimPart.reconfigure(this.vimNow())]);
  }

  serverChanged(): void {
    this.everywhere((name) => [this.serverPart.reconfigure(this.host.serverExtension(name))]);
  }

  private everywhere(effects: (name: string) => TransactionSpec["effects"]): void {
    for (const name of this.names) this.update(name, { effects: effects(name) ?? [] });
  }

  private stow(): void {
    const open = this.open.get(this.front);
    if (!open) return;
    open.top = this.firstLine();
    open.state = this.view.state;
  }

  private firstLine(): number {
    const { view } = this;
    const block = view.lineBlockAtHeight(view.scrollDOM.scrollTop);
    return view.state.doc.lineAt(block.from).number;
  }

  private wasEdited(name: string): void {
    const open = this.open.get(name);
    if (!open) return;
    open.revision++;
    this.host.edited(name);
  }

  private settingsNow(): Extension {
    const { tabSize, lineNumbers: numbers } = this.settings;
    return [EditorState.tabSize.of(Math.min(16, Math.max(1, tabSize))), numbers === false ? [] : [lineNumbers(), highlightActiveLineGutter()], phrases()];
  }

  private vimNow(): Extension {
    return this.settings.vim ? Prec.highest(vim({ status: true })) : [];
  }

  private create(file: EditorFile, caret: Caret | undefined): EditorState {
    const { name } = file;
    const within = (offset: number) => Math.min(Math.max(0, offset), file.content.length);
    return EditorState.create({
      doc: file.content,
      selection: caret ? { anchor: within(caret.anchor), head: within(caret.head) } : { anchor: 0 },
      extensions: [
        this.vimPart.of(this.vimNow()),
        codeBase(),
        keys([{ key: "Shift-Alt-f", run: () => (this.host.format(), true) }], searchKeymap, foldKeymap, lintKeymap, [indentWithTab]),
        faultMarks(),
        this.settingsPart.of(this.settingsNow()),
        codeFolding(),
        foldGutter(),
        autocompletion({ icons: false, defaultKeymap: false }),
        completionKeys,
        search({ top: true }),
        highlightSelectionMatches(),
        rectangularSelection(),
        file.readonly ? EditorState.readOnly.of(true) : highlightActiveLine(),
        this.serverPart.of(this.host.serverExtension(name)),
        EditorView.contentAttributes.of({
          "aria-label": t("editor.label", { file: name }),
          "aria-describedby": this.host.heard,
          tabindex: "0",
          ...(file.readonly ? { "aria-readonly": "true" } : {}),
        }),
        EditorView.updateListener.of((update) => {
          if (name !== this.front) return;
          if (update.docChanged && !update.transactions.some((one) => one.annotation(fromOutside))) this.wasEdited(name);
          if (update.selectionSet || update.docChanged) this.host.moved(name);
        }),
      ],
    });
  }
}
