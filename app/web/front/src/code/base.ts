// Role: what every CodeMirror of the app has in common. Its style sheet is resources/web/code.css; keys of the window are
// taken out of every key map here, so that no page can bind one.
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { go } from "@codemirror/lang-go";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState, type Extension } from "@codemirror/state";
import { drawSelection, dropCursor, EditorView, highlightSpecialChars, keymap, type KeyBinding } from "@codemirror/view";
import { isWindowBinding } from "../shared/keys.ts";
import { t } from "../shared/text.ts";
import { highlighter } from "./highlight.ts";

export const styleNonce = "assay-code"; // stands in the pages' content policy; style elements of content never get this far

export function ownKeys(bindings: readonly KeyBinding[]): KeyBinding[] {
  return bindings.filter((binding) => {
    const names = [binding.key, binding.linux ?? binding.key].filter((name): name is string => Boolean(name));
    return !names.some(isWindowBinding);
  });
}

export const keys = (...bindings: (readonly KeyBinding[])[]): Extension => keymap.of(ownKeys(bindings.flat()));

export function codeBase(): Extension {
  return [
    EditorView.cspNonce.of(styleNonce),
    highlightSpecialChars(),
    history(),
    drawSelection(),
    dropCursor(),
    EditorState.allowMultipleSelections.of(true),
    indentOnInput(),
    indentUnit.of("\t"),
    bracketMatching(),
    closeBrackets(),
    go(),
    syntaxHighlighting(highlighter),
    keys(closeBracketsKeymap, defaultKeymap, historyKeymap),
  ];
}

/** CodeMirror's own words in the reader's language. */
export function phrases(): Extension {
  const names = [
    "Find", "Replace", "next", "previous", "all", "match case", "regexp", "by word", "replace", "replace all", "close",
    "current match", "on line", "replaced match on line $", "replaced $ matches", "Go to line", "go", "Folded lines",
    "Unfolded lines", "to", "folded code", "unfold", "Fold line", "Unfold line", "Diagnostics", "No diagnostics",
    "Control character", "Selection deleted", "Completions",
  ];
  return EditorState.phrases.of(Object.fromEntries(names.map((name) => [name, t(`cm.${name}`)])));
}
