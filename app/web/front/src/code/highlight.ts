// Role: Go in colours, the same classes in reading and in the editor; the colours are CSS variables (code.css).
import { goLanguage } from "@codemirror/lang-go";
import { highlightTree, tagHighlighter, tags } from "@lezer/highlight";

export const highlighter = tagHighlighter([
  { tag: [tags.keyword, tags.controlKeyword, tags.definitionKeyword, tags.moduleKeyword, tags.modifier], class: "tok-keyword" },
  { tag: [tags.string, tags.character], class: "tok-string" },
  { tag: tags.escape, class: "tok-number" },
  { tag: [tags.number, tags.integer, tags.float], class: "tok-number" },
  { tag: [tags.bool, tags.null, tags.atom, tags.standard(tags.variableName)], class: "tok-builtin" },
  { tag: [tags.comment, tags.lineComment, tags.blockComment], class: "tok-comment" },
  { tag: [tags.typeName, tags.standard(tags.typeName)], class: "tok-type" },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], class: "tok-function" },
  { tag: tags.function(tags.definition(tags.variableName)), class: "tok-function tok-definition" },
  { tag: [tags.operator, tags.punctuation, tags.bracket, tags.separator], class: "tok-punctuation" },
  { tag: tags.invalid, class: "tok-invalid" },
]);

/** The code as text and coloured spans. */
export function highlightGo(code: string): DocumentFragment {
  const result = document.createDocumentFragment();
  let position = 0;
  const plain = (to: number) => {
    if (to > position) result.appendChild(document.createTextNode(code.slice(position, to)));
    position = to;
  };
  highlightTree(goLanguage.parser.parse(code), highlighter, (from, to, classes) => {
    plain(from);
    const span = document.createElement("span");
    span.className = classes;
    span.textContent = code.slice(from, to);
    result.appendChild(span);
    position = to;
  });
  plain(code.length);
  return result;
}
