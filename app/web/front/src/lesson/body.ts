// Role: the quiet parts of a lesson's text: coloured code with a copy button, tables that scroll by themselves, diagrams,
// checkpoint ticks, links.
import { highlightGo } from "../code/highlight.ts";
import { cleanSvg, isLocalLink } from "../shared/clean.ts";
import { h, newId } from "../shared/dom.ts";
import { icon } from "../shared/icons.ts";
import { t } from "../shared/text.ts";
import { reachableWhenWide } from "../shared/wide.ts";

export function copyButton(copy: (text: string) => void, text: () => string): HTMLButtonElement {
  const label = h("span", { class: "only-heard" }, t("copy"));
  const button = h("button", { type: "button", class: "quiet copy", title: t("copy") }, icon("copy"), label);
  button.addEventListener("click", () => {
    copy(text());
    button.replaceChildren(icon("passed"), label);
    label.textContent = t("copied");
    window.setTimeout(() => {
      button.replaceChildren(icon("copy"), label);
      label.textContent = t("copy");
    }, 1500);
  });
  return button;
}

export function staticCode(body: ParentNode, copy: (text: string) => void): void {
  for (const pre of body.querySelectorAll<HTMLPreElement>("pre")) {
    if (pre.closest("section.snippet[data-run=true]")) continue;
    const code = pre.querySelector("code");
    const text = (code ?? pre).textContent ?? "";
    if (code && /\blanguage-go\b/.test(code.className)) code.replaceChildren(highlightGo(text.replace(/\n$/, "")));
    const frame = h("div", { class: "code-block" });
    pre.replaceWith(frame);
    frame.append(pre, copyButton(copy, () => text));
    reachableWhenWide(pre, t("lesson.code"));
  }
}

export function tables(body: ParentNode): void {
  for (const table of body.querySelectorAll("table")) {
    const frame = h("div", { class: "table-frame" });
    table.replaceWith(frame);
    frame.append(table);
    for (const head of table.querySelectorAll("thead th")) {
      if (head.textContent?.trim()) head.setAttribute("scope", "col");
      else head.replaceWith(h("td", {})); // the corner of a table heads nothing
    }
    reachableWhenWide(frame, t("lesson.table"));
  }
}

/** Puts the SVG made ahead into its figure, and tells in words what it shows. */
export function diagrams(body: ParentNode, svgs: Record<string, string>): void {
  for (const figure of body.querySelectorAll<HTMLElement>("figure[data-diagram]")) {
    const text = svgs[figure.dataset.diagram ?? ""];
    const svg = text === undefined ? figure.querySelector("svg") : cleanSvg(text);
    if (!svg) {
      if (!figure.firstElementChild) figure.replaceChildren(h("p", { class: "absent" }, t("lesson.diagram-absent")));
      continue;
    }
    const named = svg.querySelector("title")?.textContent?.trim();
    const labels = [...svg.querySelectorAll("text")].map((label) => (label.textContent ?? "").trim()).filter(Boolean);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", named || t("lesson.diagram", { labels: labels.join(", ") }));
    svg.removeAttribute("aria-roledescription");
    svg.removeAttribute("aria-labelledby");
    svg.removeAttribute("aria-describedby");
    // A wide one gets smaller down to where its words can still be read; below that the figure scrolls.
    const width = Number(svg.getAttribute("width"));
    if (width > 0) svg.style.minWidth = `${Math.round(Math.min(width, Math.max(280, width * 0.7)))}px`;
    figure.replaceChildren(svg);
    reachableWhenWide(figure, t("lesson.diagram-wide"));
  }
}

export function ticks(body: ParentNode, ticked: readonly string[], tell: (id: string, on: boolean) => void): void {
  for (const item of body.querySelectorAll<HTMLLIElement>("li[data-check]")) {
    const id = item.dataset.check ?? "";
    const box = item.querySelector<HTMLInputElement>("input[type=checkbox]") ?? h("input", { type: "checkbox" });
    box.disabled = false;
    box.checked = ticked.includes(id);
    box.id = newId();
    const label = h("label", { for: box.id });
    const nested = [...item.childNodes].filter((node) => /^(UL|OL)$/.test(node.nodeName));
    for (const node of [...item.childNodes]) if (node !== box && !nested.includes(node)) label.append(node);
    for (const paragraph of label.querySelectorAll("p")) paragraph.replaceWith(...paragraph.childNodes);
    for (const again of label.querySelectorAll("input")) again.remove();
    item.replaceChildren(box, label, ...nested);
    item.classList.add("task");
    item.parentElement?.classList.add("tasks");
    box.addEventListener("change", () => tell(id, box.checked));
  }
  for (const box of body.querySelectorAll<HTMLInputElement>("li:not([data-check]) > input[type=checkbox], p > input[type=checkbox]")) {
    box.setAttribute("aria-label", t("lesson.task"));
  }
}

/** Links: to a heading here, or told to C++; nothing navigates by itself. */
export function links(body: HTMLElement, open: (href: string) => void, jump: (anchor: string) => void): void {
  body.addEventListener("click", (event) => {
    const link = (event.target as Element).closest?.("a");
    if (!link) return;
    event.preventDefault();
    const href = link.getAttribute("href") ?? "";
    if (href.startsWith("#")) jump(decodeURIComponent(href.slice(1)));
    else if (href && isLocalLink(href)) open(href);
  });
}
