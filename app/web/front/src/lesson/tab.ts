// Role: Tab goes on from what is being read. The browser goes on from what had the keyboard last, and that is pages away once
// somebody has read on with Page Down or the wheel.

const takesKeys = "a[href], button:not(:disabled), input:not(:disabled), textarea, summary, [tabindex='0'], [contenteditable=true]";

interface Edges { top: number; bottom: number }

/** Which of `all` (in the order of the page) comes next, where nothing in sight has the keyboard; -1: the browser's own choice. */
export function nextInSight(all: readonly Edges[], height: number, backwards: boolean): number {
  if (!backwards) return all.findIndex(({ top }) => top >= 0);
  for (let i = all.length - 1; i >= 0; i--) if ((all[i] as Edges).bottom <= height) return i;
  return -1;
}

export function tabFromSight(root: HTMLElement): void {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Tab" || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    const active = document.activeElement;
    if (active && active !== document.body && active !== root && isInSight(active)) return;
    const all = [...root.querySelectorAll<HTMLElement>(takesKeys)].filter((one) => one.getClientRects().length > 0);
    const target = all[nextInSight(all.map((one) => one.getBoundingClientRect()), window.innerHeight, event.shiftKey)];
    if (!target) return;
    event.preventDefault();
    target.focus();
  });
}

function isInSight(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}
