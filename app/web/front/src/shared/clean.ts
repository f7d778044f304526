// Role: the second fence around untrusted text. C++ escapes HTML in Markdown; here everything that came as HTML or SVG is
// rebuilt from an allow-list of elements and attributes, so that a fault on the other side does not reach the page.

const htmlTags = new Set(
  ("p h1 h2 h3 h4 h5 h6 ul ol li pre code em strong del s a img blockquote table thead tbody tr th td hr br section " +
    "figure figcaption div span input sup sub kbd").split(" "),
);
const svgTags = new Set(
  "svg g path rect circle ellipse line polyline polygon text tspan defs marker title desc".split(" "),
);
const htmlAttributes = new Set(
  ("id class title alt align start colspan rowspan data-line data-snippet data-run data-race data-quiz data-option " +
    "data-diagram data-check").split(" "),
);
const svgAttributes = new Set(
  ("id viewBox width height x y x1 y1 x2 y2 cx cy r rx ry d points transform fill fill-opacity stroke stroke-width " +
    "stroke-dasharray stroke-linecap stroke-linejoin stroke-opacity opacity font-family font-size font-weight font-style " +
    "text-anchor dominant-baseline alignment-baseline dx dy markerWidth markerHeight markerUnits orient refX refY " +
    "preserveAspectRatio role").split(" "),
);
const markers = new Set(["marker-start", "marker-mid", "marker-end"]);
const knownClass = /^(snippet|quiz|question|diagram|task|table|language-[\w-]{1,20})$/;
const ownId = /^assay-/;
const svgSpace = "http://www.w3.org/2000/svg";

export interface CleanOptions {
  base?: string | null; // what relative image addresses are relative to
}

/** What `html` holds that the page may show. Elements not allowed are dropped with all that is in them. */
export function cleanHtml(html: string, options: CleanOptions = {}): DocumentFragment {
  const source = new DOMParser().parseFromString(html, "text/html");
  const result = document.createDocumentFragment();
  for (const child of [...source.body.childNodes]) copy(child, result, options);
  return result;
}

/** One SVG, or null where the text is none. */
export function cleanSvg(text: string): SVGElement | null {
  const source = new DOMParser().parseFromString(text, "image/svg+xml");
  const root = source.documentElement;
  if (root.localName !== "svg" || root.namespaceURI !== svgSpace) return null;
  const holder = document.createDocumentFragment();
  copySvg(root, holder);
  return holder.firstElementChild as SVGElement | null;
}

function copy(node: Node, parent: Node, options: CleanOptions): void {
  if (node.nodeType === Node.TEXT_NODE) {
    parent.appendChild(document.createTextNode(node.nodeValue ?? ""));
    return;
  }
  if (!(node instanceof Element)) return;
  if (node.namespaceURI === svgSpace) {
    copySvg(node, parent);
    return;
  }
  const tag = node.localName;
  if (!htmlTags.has(tag)) return;
  const element = document.createElement(tag);
  for (const { name, value } of [...node.attributes]) copyAttribute(element, name, value, options);
  if (element instanceof HTMLInputElement) {
    if (node.getAttribute("type") !== "checkbox") return;
    element.type = "checkbox";
    element.disabled = true;
    element.checked = node.hasAttribute("checked");
  }
  parent.appendChild(element);
  for (const child of [...node.childNodes]) copy(child, element, options);
}

function copyAttribute(element: Element, name: string, value: string, options: CleanOptions): void {
  if (name === "href" && element.localName === "a") {
    if (isLocalLink(value)) element.setAttribute("href", value);
  } else if (name === "src" && element.localName === "img") {
    const address = imageAddress(value, options.base ?? null);
    if (address) element.setAttribute("src", address);
  } else if (name === "class") {
    const classes = value.split(/\s+/).filter((word) => knownClass.test(word));
    if (classes.length) element.setAttribute("class", classes.join(" "));
  } else if (name === "id") {
    if (!ownId.test(value)) element.setAttribute("id", value);
  } else if (htmlAttributes.has(name)) {
    element.setAttribute(name, value);
  }
}

function copySvg(node: Node, parent: Node): void {
  if (node.nodeType === Node.TEXT_NODE) {
    parent.appendChild(document.createTextNode(node.nodeValue ?? ""));
    return;
  }
  if (!(node instanceof Element) || node.namespaceURI !== svgSpace || !svgTags.has(node.localName)) return;
  const element = document.createElementNS(svgSpace, node.localName);
  for (const { name, value } of [...node.attributes]) {
    const harmless = svgAttributes.has(name) && !/url\s*\(|javascript:|expression/i.test(value);
    const toMarker = markers.has(name) && /^url\(["']?#[\w-]+["']?\)$/.test(value);
    if (harmless || toMarker || name.startsWith("aria-")) element.setAttribute(name, value);
  }
  parent.appendChild(element);
  for (const child of [...node.childNodes]) copySvg(child, element);
}

/** A link inside the course: a heading of this page, a relative address, or lesson:ID and exercise:ID. No host. */
export function isLocalLink(href: string): boolean {
  if (/^(lesson|exercise):[\w./#-]+$/.test(href)) return true;
  return /^#/.test(href) || (!/^[a-z][a-z0-9+.-]*:/i.test(href) && !/^[/\\]/.test(href) && !/[\u0000-\u001f]/.test(href));
}

/** An image of the course, as an absolute address; null for any other. */
export function imageAddress(src: string, base: string | null): string | null {
  const own = "assay://course/";
  if (src.startsWith(own)) return src;
  if (!base || !base.startsWith(own) || !isLocalLink(src) || /[:#]/.test(src)) return null;
  const parts = base.slice(own.length).split("/").slice(0, -1);
  for (const part of src.split("/")) {
    if (part === "..") {
      if (!parts.length) return null;
      parts.pop();
    } else if (part !== "." && part !== "") parts.push(part);
  }
  return own + parts.join("/");
}
