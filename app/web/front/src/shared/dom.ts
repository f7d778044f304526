// Role: making elements without a framework and without ever parsing text as HTML.

type Child = Node | string | null | undefined | false;
type Props = Record<string, string | number | boolean | null | undefined | ((event: Event) => void)>;

/** h("button", {class: "primary", onclick: …}, "Check"). Null, undefined and false leave an attribute out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: (Child | Child[])[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

export function append(parent: Node, children: (Child | Child[])[]): void {
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    parent.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
  }
}

export function fill(parent: Element, ...children: (Child | Child[])[]): void {
  parent.replaceChildren();
  append(parent, children);
}

export function must<T extends Element>(selector: string, within: ParentNode = document): T {
  const found = within.querySelector<T>(selector);
  if (!found) throw new Error(`no ${selector} in the page`);
  return found;
}

/** The last call within `ms` wins; `flush` makes it at once, `drop` never. */
export function debounce<A extends unknown[]>(ms: number, call: (...args: A) => void) {
  let timer = 0;
  let pending: A | null = null;
  const flush = () => {
    clearTimeout(timer);
    timer = 0;
    if (pending) {
      const args = pending;
      pending = null;
      call(...args);
    }
  };
  const later = (...args: A) => {
    pending = args;
    if (!timer) timer = window.setTimeout(flush, ms);
  };
  const drop = () => {
    pending = null;
    flush();
  };
  return Object.assign(later, { flush, drop });
}

let nextId = 0;
/** Ids of our own elements begin with "assay-"; the filter takes that beginning from content. */
export const newId = () => `assay-${++nextId}`;
