// Role: boxes that scroll sideways.

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
  new ResizeObserver(measure).observe(box);
  measure();
}
