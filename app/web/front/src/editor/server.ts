// Role: the seam to the language server: a transport over the channel and a workspace over our tabs. Everything else of the
// editor works without it; when it goes, it is taken out, and put back when it returns.
import {
  findReferencesKeymap, hoverTooltips, jumpToDefinitionKeymap, LSPClient, LSPPlugin, renameKeymap, serverCompletion,
  signatureHelp, Workspace, type WorkspaceFile,
} from "@codemirror/lsp-client";
import type { ChangeSet, Extension, Text, TransactionSpec } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { keys } from "../code/base.ts";
import { cleanHtml } from "../shared/clean.ts";
import type { LspState } from "../shared/protocol.ts";
import type { Fault } from "./faults.ts";

export interface ServerHost {
  send(message: string): void;
  /** Brings a file in front; null where there is none of that name. */
  display(name: string): EditorView | null;
  update(name: string, change: TransactionSpec): void;
  faults(name: string, faults: Fault[]): void;
}

interface Range {
  start: { line: number; character: number };
  end: { line: number; character: number };
}
interface TextEdit {
  range: Range;
  newText: string;
}

class OpenFile implements WorkspaceFile {
  view: EditorView | null = null;
  constructor(readonly uri: string, readonly languageId: string, public version: number, public doc: Text) {}
  getView = () => this.view;
}

class Tabs extends Workspace {
  files: OpenFile[] = [];
  constructor(client: LSPClient, private readonly server: Server) {
    super(client);
  }

  syncFiles() {
    const updates: { file: OpenFile; prevDoc: Text; changes: ChangeSet }[] = [];
    for (const file of this.files) {
      const plugin = file.view && LSPPlugin.get(file.view);
      if (!file.view || !plugin || plugin.uri !== file.uri || plugin.unsyncedChanges.empty) continue;
      updates.push({ file, prevDoc: file.doc, changes: plugin.unsyncedChanges });
      file.doc = file.view.state.doc;
      file.version++;
      plugin.clear();
    }
    return updates;
  }

  // A file stays open for the server when another tab is chosen: it must know what is typed in every one.
  openFile(uri: string, languageId: string, view: EditorView): void {
    const known = this.files.find((file) => file.uri === uri);
    const file = known ?? new OpenFile(uri, languageId, 0, view.state.doc);
    file.view = view;
    if (!known) {
      this.files.push(file);
      this.client.didOpen(file);
    } else if (!known.doc.eq(view.state.doc)) {
      this.client.didClose(uri);
      known.doc = view.state.doc;
      known.version++;
      this.client.didOpen(known);
    }
  }

  closeFile(uri: string): void {
    const file = this.files.find((one) => one.uri === uri);
    if (file) file.view = null;
  }

  override updateFile(uri: string, update: TransactionSpec): void {
    this.server.host.update(this.server.nameOf(uri), update);
  }

  override async displayFile(uri: string): Promise<EditorView | null> {
    return this.server.host.display(this.server.nameOf(uri));
  }
}

export class Server {
  private client: LSPClient | null = null;
  private root = "";
  private receivers: ((message: string) => void)[] = [];
  private timer = 0;

  constructor(readonly host: ServerHost) {}

  get connected(): boolean {
    return this.client !== null;
  }

  /** True where the editors' extensions have to be put in anew. */
  state(state: LspState): boolean {
    const root = state.available ? (state.root ?? "").replace(/\/$/, "") : "";
    if (root === this.root && (root === "") === !this.client) return false;
    this.client?.disconnect();
    this.client = null;
    this.receivers = [];
    this.root = root;
    if (!root) return true;
    this.client = new LSPClient({
      rootUri: root,
      timeout: 10_000,
      workspace: (client) => new Tabs(client, this),
      sanitizeHTML: (html) => {
        const holder = document.createElement("div");
        holder.append(cleanHtml(html));
        return holder.innerHTML;
      },
      extensions: [
        serverCompletion(),
        hoverTooltips(),
        signatureHelp(),
        keys(renameKeymap, jumpToDefinitionKeymap, findReferencesKeymap),
        {
          notificationHandlers: {
            "textDocument/publishDiagnostics": (_client, params) => this.published(params),
            "window/showMessage": () => true, // "Finished loading packages." is nothing to tell a learner in a box
          },
        },
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          clearTimeout(this.timer);
          this.timer = window.setTimeout(() => this.client?.sync(), 400);
        }),
      ],
    });
    this.client.connect({
      send: (message) => this.host.send(message),
      subscribe: (handler) => void this.receivers.push(handler),
      unsubscribe: (handler) => void (this.receivers = this.receivers.filter((one) => one !== handler)),
    });
    return true;
  }

  receive(message: string): void {
    for (const receiver of [...this.receivers]) receiver(message);
  }

  extension(name: string): Extension {
    return this.client ? this.client.plugin(this.uriOf(name), "go") : [];
  }

  /** Before another tab is chosen: what is typed has to reach the server while its editor is there. */
  sync(): void {
    clearTimeout(this.timer);
    this.client?.sync();
  }

  /** "done", or why not in the server's words; empty where there is no server to ask. */
  async format(view: EditorView): Promise<string> {
    const plugin = LSPPlugin.get(view);
    if (!this.client || !plugin) return "";
    try {
      await this.organiseImports(this.client, plugin, view);
    } catch {
      // No imports to organise is no reason not to format.
    }
    try {
      await this.layOut(this.client, plugin, view);
      return "done";
    } catch (error) {
      return error instanceof Error ? error.message : String((error as { message?: unknown } | null)?.message ?? error);
    }
  }

  private async layOut(client: LSPClient, plugin: LSPPlugin, view: EditorView): Promise<void> {
    client.sync();
    const doc = view.state.doc;
    const edits = await client.request<unknown, TextEdit[] | null>("textDocument/formatting", {
      textDocument: { uri: plugin.uri },
      options: { tabSize: view.state.tabSize, insertSpaces: false },
    });
    if (edits?.length && view.state.doc === doc) this.apply(edits, plugin, view);
  }

  private apply(edits: readonly TextEdit[], plugin: LSPPlugin, view: EditorView): void {
    view.dispatch({
      changes: edits.map(({ range, newText }) => ({ from: plugin.fromPosition(range.start), to: plugin.fromPosition(range.end), insert: newText })),
      userEvent: "format",
    });
  }

  private async organiseImports(client: LSPClient, plugin: LSPPlugin, view: EditorView): Promise<void> {
    client.sync();
    const doc = view.state.doc;
    const end = { line: doc.lines - 1, character: doc.line(doc.lines).length };
    type Action = { edit?: { documentChanges?: { textDocument: { uri: string }; edits: TextEdit[] }[]; changes?: Record<string, TextEdit[]> } };
    const actions = await client.request<unknown, Action[] | null>("textDocument/codeAction", {
      textDocument: { uri: plugin.uri },
      range: { start: { line: 0, character: 0 }, end },
      context: { diagnostics: [], only: ["source.organizeImports"] },
    });
    if (view.state.doc !== doc) return; // typed on meanwhile
    const edit = actions?.[0]?.edit;
    const edits = edit?.documentChanges?.find((one) => one.textDocument.uri === plugin.uri)?.edits ?? edit?.changes?.[plugin.uri] ?? [];
    if (edits.length) this.apply(edits, plugin, view);
  }

  private published(params: { uri: string; version?: number | null; diagnostics: { range: Range; severity?: number; message: string; source?: string }[] }): boolean {
    const file = this.client?.workspace.getFile(params.uri) as OpenFile | null | undefined;
    if (!file) return true;
    if (params.version !== undefined && params.version !== null && params.version !== file.version) return true;
    const doc = file.doc;
    const plugin = file.view && LSPPlugin.get(file.view);
    const offset = ({ line, character }: Range["start"]) => {
      const at = doc.line(Math.min(line + 1, doc.lines));
      const position = Math.min(at.from + character, at.to);
      return plugin && plugin.uri === file.uri ? plugin.unsyncedChanges.mapPos(position) : position;
    };
    this.host.faults(this.nameOf(params.uri), params.diagnostics.map((one) => ({
      from: offset(one.range.start),
      to: Math.max(offset(one.range.start), offset(one.range.end)),
      severity: one.severity === 1 || !one.severity ? "error" : one.severity === 2 ? "warning" : "info",
      message: one.message,
      origin: "server",
      ...(one.source ? { source: one.source } : {}),
    })));
    return true;
  }

  nameOf(uri: string): string {
    return uri.startsWith(`${this.root}/`) ? decodeURIComponent(uri.slice(this.root.length + 1)) : uri;
  }

  private uriOf(name: string): string {
    return `${this.root}/${name.split("/").map(encodeURIComponent).join("/")}`;
  }
}
