// Role: boxes that scroll sideways.

// One observer for all of them: an observer of its own would keep its box, and with it the page that the box was on, for good.
let observer: ResizeObserver | null = null;
const measures = new WeakMap<Element, () => void>();

function watch(box: HTMLElement, measure: () => void): void {
  observer ??= new ResizeObserver((entries, self) => {
    for (const { target } of entries) {
      if (target.isConnected) measures.get(target)?.();
      else self.unobserve(target); // taken off the page
    }
  });
  measures.set(box, measure);
  observer.observe(box);
}

/** A box that scrolls sideways must be reachable by keyboard, and only then. */
export function reachableWhenWide(box: HTMLElement, label: string): void {
  const measure = () => {
    if (box.scrollWidth > box.clientWidth + 1) {
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", label);
    } else {
      for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
    }
  };
  watch(box, measure);
  measure();
}
