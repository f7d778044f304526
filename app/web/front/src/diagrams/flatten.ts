// Role: what mermaid drew, as a plain SVG: styles computed and written as attributes, no style sheet, no class, no link, ids
// of its own. It can stand in any page, under any content policy, and carries nothing but shapes and words.
import { cleanSvg } from "../shared/clean.ts";

const space = "http://www.w3.org/2000/svg";
const structure: Record<string, readonly string[]> = {
  svg: ["viewBox"],
  g: ["transform"],
  path: ["d", "transform"],
  rect: ["x", "y", "width", "height", "rx", "ry", "transform"],
  circle: ["cx", "cy", "r", "transform"],
  ellipse: ["cx", "cy", "rx", "ry", "transform"],
  line: ["x1", "y1", "x2", "y2", "transform"],
  polyline: ["points", "transform"],
  polygon: ["points", "transform"],
  text: ["x", "y", "dx", "dy", "transform"],
  tspan: ["x", "y", "dx", "dy"],
  defs: [],
  marker: ["viewBox", "refX", "refY", "markerWidth", "markerHeight", "markerUnits", "orient"],
  title: [],
  desc: [],
};
const shapes = new Set(["path", "rect", "circle", "ellipse", "line", "polyline", "polygon"]);
const words = new Set(["text", "tspan"]);
const markers = ["marker-start", "marker-mid", "marker-end"] as const;

export class Unclean extends Error {}

/** Without HTML labels mermaid 12 puts the names of states at the left edge of where their middle should be. */
function centreStates(drawn: SVGSVGElement): void {
  if (drawn.getAttribute("aria-roledescription") !== "stateDiagram") return;
  for (const label of drawn.querySelectorAll<SVGGElement>("g.node > g.label, g.node g.label")) {
    const place = /^translate\((-[\d.]+),\s*(-?[\d.]+)\)$/.exec(label.getAttribute("transform") ?? "");
    const text = label.querySelector("text");
    if (!place || !text) continue;
    label.setAttribute("transform", `translate(0, ${place[2] ?? "0"})`);
    text.style.textAnchor = "middle";
    for (const background of label.querySelectorAll("rect")) background.remove();
  }
}

/** `drawn` stands in the document, so that its styles can be computed. `name` begins every id. */
export function flatten(drawn: SVGSVGElement, name: string): string {
  for (const tag of ["foreignObject", "image", "script", "iframe"]) {
    if (drawn.querySelector(tag)) throw new Unclean(`it needs <${tag}>, which a drawing may not hold; use plain labels`);
  }
  centreStates(drawn);
  const used = new Set(
    [...drawn.querySelectorAll("*")].flatMap((element) => markers.map((marker) => target(element.getAttribute(marker))).filter(Boolean)),
  );
  const ids = new Map([...used].sort().map((id, index) => [id as string, `${name}-${index}`]));
  const result = convert(drawn, ids) as SVGElement;
  const { width, height } = drawn.viewBox.baseVal;
  result.setAttribute("width", number(width));
  result.setAttribute("height", number(height));
  const clean = cleanSvg(new XMLSerializer().serializeToString(result));
  if (!clean) throw new Unclean("it is no drawing");
  return new XMLSerializer().serializeToString(clean) + "\n";
}

function convert(source: Element, ids: ReadonlyMap<string, string>): Node | null {
  const tag = source.localName;
  if (tag === "a") {
    const group = document.createElementNS(space, "g"); // a link's drawing without the link
    if (source.hasAttribute("transform")) group.setAttribute("transform", source.getAttribute("transform") ?? "");
    return children(source, group, ids);
  }
  const attributes = structure[tag];
  if (!attributes || source.namespaceURI !== space) return null;
  const style = getComputedStyle(source);
  const inDefinition = source.closest("defs, marker") !== null;
  if (!inDefinition && tag !== "svg" && (style.display === "none" || style.visibility === "hidden")) return null;
  if (tag === "marker" && !ids.has(source.id)) return null;
  const element = document.createElementNS(space, tag);
  if (tag === "marker") element.setAttribute("id", ids.get(source.id) ?? "");
  for (const name of attributes) {
    const value = source.getAttribute(name);
    if (value !== null && !value.includes("undefined") && !value.includes("NaN")) element.setAttribute(name, tidy(value));
  }
  if (shapes.has(tag)) paintShape(element, style, source, ids);
  else if (words.has(tag)) paintWords(element, style, source);
  const opacity = Number(style.opacity);
  if (opacity < 1) element.setAttribute("opacity", number(opacity));
  children(source, element, ids);
  if ((tag === "g" || tag === "defs") && !element.firstChild) return null;
  return element;
}

function children(source: Element, element: Element, ids: ReadonlyMap<string, string>): Element {
  for (const child of [...source.childNodes]) {
    if (child.nodeType === Node.TEXT_NODE) {
      const text = child.nodeValue ?? "";
      if (words.has(source.localName) || source.localName === "title" || source.localName === "desc") element.append(text);
    } else if (child instanceof Element) {
      const copy = convert(child, ids);
      if (copy) element.appendChild(copy);
    }
  }
  return element;
}

function paintShape(element: Element, style: CSSStyleDeclaration, source: Element, ids: ReadonlyMap<string, string>): void {
  element.setAttribute("fill", colour(style.fill));
  if (Number(style.fillOpacity) < 1) element.setAttribute("fill-opacity", number(Number(style.fillOpacity)));
  if (style.stroke !== "none") {
    element.setAttribute("stroke", colour(style.stroke));
    element.setAttribute("stroke-width", number(parseFloat(style.strokeWidth)));
    if (style.strokeDasharray !== "none" && parseFloat(style.strokeDasharray) > 0) {
      element.setAttribute("stroke-dasharray", style.strokeDasharray.replace(/px/g, "").replace(/,\s*/g, " "));
    }
    if (style.strokeLinecap !== "butt") element.setAttribute("stroke-linecap", style.strokeLinecap);
  }
  for (const marker of markers) {
    const id = target(source.getAttribute(marker));
    const own = id ? ids.get(id) : undefined;
    if (own) element.setAttribute(marker, `url(#${own})`);
  }
}

function paintWords(element: Element, style: CSSStyleDeclaration, source: Element): void {
  const parent = source.parentElement && words.has(source.parentElement.localName) ? getComputedStyle(source.parentElement) : null;
  const put = (name: string, value: string, inherited: string | undefined, usual: string) => {
    if (inherited === undefined ? value !== usual : value !== inherited) element.setAttribute(name, value);
  };
  put("fill", colour(style.fill), parent ? colour(parent.fill) : undefined, "");
  put("font-size", number(parseFloat(style.fontSize)), parent ? number(parseFloat(parent.fontSize)) : undefined, "");
  put("font-family", style.fontFamily.replace(/"/g, ""), parent?.fontFamily.replace(/"/g, ""), "");
  put("font-weight", style.fontWeight, parent?.fontWeight, "400");
  put("font-style", style.fontStyle, parent?.fontStyle, "normal");
  put("text-anchor", style.textAnchor, parent?.textAnchor, "start");
  put("dominant-baseline", style.dominantBaseline, parent ? "auto" : undefined, "auto");
}

const target = (value: string | null) => /^url\(["']?#([^"')]+)["']?\)$/.exec(value ?? "")?.[1] ?? null;
const number = (value: number) => String(Math.round(value * 100) / 100);
const tidy = (value: string) => value.replace(/-?\d+\.\d{3,}/g, (digits) => number(Number(digits)));

function colour(value: string): string {
  const parts = /^rgba?\(([^)]+)\)$/.exec(value)?.[1]?.split(/[\s,/]+/).map(Number);
  if (!parts || parts.length < 3) return value;
  if (parts[3] === 0) return "none";
  return "#" + parts.slice(0, 3).map((part) => Math.round(part).toString(16).padStart(2, "0")).join("").toUpperCase();
}
