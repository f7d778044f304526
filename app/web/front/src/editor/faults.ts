// Role: what the last check, the failing tests and the language server said about a file, as marks that move with the text.
// A mark of a check goes when the learner changes its line: it may no longer hold there.
import { linter, lintGutter, type Diagnostic as Mark } from "@codemirror/lint";
import { RangeSet, StateEffect, StateField, type EditorState, type Extension, type Text } from "@codemirror/state";
import { Decoration, EditorView, type DecorationSet } from "@codemirror/view";
import type { Diagnostic, Failing } from "../shared/protocol.ts";
import { visible } from "../shared/visible.ts";

export type Origin = "check" | "failing" | "server";
export interface Fault {
  from: number;
  to: number;
  severity: "error" | "warning" | "info";
  message: string;
  origin: Origin;
  source?: string;
}

export const setFaults = StateEffect.define<{ origin: Origin; faults: Fault[] }>();

const field = StateField.define<Fault[]>({
  create: () => [],
  update(faults, transaction) {
    if (transaction.docChanged) {
      const before = transaction.startState.doc;
      faults = faults
        .filter((fault) => fault.origin === "server" || !touchesLine(transaction, before, fault.from))
        .map((fault) => ({
          ...fault,
          from: transaction.changes.mapPos(fault.from, 1),
          to: Math.max(transaction.changes.mapPos(fault.from, 1), transaction.changes.mapPos(fault.to, -1)),
        }));
    }
    for (const effect of transaction.effects) {
      if (!effect.is(setFaults)) continue;
      const { origin, faults: fresh } = effect.value;
      faults = [...faults.filter((fault) => fault.origin !== origin), ...fresh];
    }
    return faults;
  },
});

function touchesLine(transaction: { changes: { touchesRange(from: number, to: number): boolean | "cover" } }, doc: Text, at: number) {
  const line = doc.lineAt(at);
  return Boolean(transaction.changes.touchesRange(line.from, line.to));
}

const failingLines = EditorView.decorations.compute([field], (state): DecorationSet => {
  const starts = new Set(state.field(field).filter((fault) => fault.origin === "failing").map((fault) => state.doc.lineAt(fault.from).from));
  const line = Decoration.line({ class: "cm-failing" });
  return RangeSet.of([...starts].sort((a, b) => a - b).map((from) => line.range(from)));
});

export function faultMarks(): Extension {
  return [
    field,
    failingLines,
    linter((view) => view.state.field(field).map(toMark), {
      delay: 60,
      needsRefresh: (update) => update.startState.field(field) !== update.state.field(field),
    }),
    lintGutter(),
  ];
}

function toMark(fault: Fault): Mark {
  const mark: Mark = { from: fault.from, to: fault.to, severity: fault.severity, message: fault.message };
  if (fault.source) mark.source = fault.source;
  return mark;
}

/** The offset of a place that Go counts: lines and columns from 1, columns in bytes of UTF-8. */
export function offsetOf(doc: Text, line: number, column: number): number {
  const at = doc.line(Math.min(Math.max(1, line), doc.lines));
  return at.from + fromBytes(at.text, Math.max(0, column - 1));
}

export function fromBytes(text: string, bytes: number): number {
  let units = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    bytes -= code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (bytes < 0) break;
    units += char.length;
  }
  return units;
}

export function checkFaults(doc: Text, diagnostics: readonly Diagnostic[]): Fault[] {
  return diagnostics.filter((one) => one.line >= 1 && one.line <= doc.lines).map((one) => {
    const from = offsetOf(doc, one.line, one.column ?? 1);
    const to = one.endLine ? offsetOf(doc, one.endLine, one.endColumn ?? 1) : endOfWord(doc, from);
    const severity = one.severity === "warning" || one.severity === "info" ? one.severity : "error";
    return { from, to: Math.max(from, to), severity, message: visible(one.message), origin: "check", ...(one.code ? { source: one.code } : {}) };
  });
}

export function failingFaults(doc: Text, failing: readonly Failing[]): Fault[] {
  return failing.filter((one) => one.line >= 1 && one.line <= doc.lines).map((one) => {
    const line = doc.line(one.line);
    const from = line.from + (/^\s*/.exec(line.text)?.[0].length ?? 0);
    return { from, to: from, severity: "error", message: visible(one.message), origin: "failing" };
  });
}

function endOfWord(doc: Text, from: number): number {
  const line = doc.lineAt(from);
  const rest = line.text.slice(from - line.from);
  return from + (/^[\p{L}\p{N}_]+/u.exec(rest)?.[0].length ?? Math.min(1, rest.length));
}

export function withFaults(state: EditorState, origin: Origin, faults: Fault[]): EditorState {
  return state.update({ effects: setFaults.of({ origin, faults }) }).state;
}
