// Role: the way to act behind keys that are still coming. C++ puts a key of its own (F24, which no keyboard here has) at the
// end of the keys that it passed on, then sends a signal with its number; signals may overtake keys. CHANNEL.md, "The marker".
export const markerKey = "F24";
const patience = 2000; // a key that was swallowed on its way must not hold up the answer for ever

export class Markers {
  private seen = 0;
  private waiting: { number: number; then: () => void; timer: ReturnType<typeof setTimeout> }[] = [];

  constructor(private readonly within = patience) {}

  /** A key arrived; true where it is the marker, which nobody else is to see. */
  key(key: string): boolean {
    if (key !== markerKey) return false;
    this.seen++;
    const due = this.waiting.filter((one) => one.number <= this.seen);
    this.waiting = this.waiting.filter((one) => one.number > this.seen);
    for (const one of due) {
      clearTimeout(one.timer);
      one.then();
    }
    return true;
  }

  /** Calls once that marker has come; at once for 0, which means that none was sent. */
  behind(number: number | undefined, then: () => void): void {
    if (!number || number <= this.seen) return then();
    const one = {
      number,
      then,
      timer: setTimeout(() => {
        this.waiting = this.waiting.filter((each) => each !== one);
        this.seen = Math.max(this.seen, number); // it will not come any more
        then();
      }, this.within),
    };
    this.waiting.push(one);
  }
}

/** Of a page: its keys are watched from the window, before any part of the page sees them. */
export function pageMarkers(): Markers {
  const markers = new Markers();
  const watch = (event: KeyboardEvent) => {
    if (event.key !== markerKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    // A task later: what the key before it changed is in the editor's own state by then.
    if (event.type === "keydown") window.setTimeout(() => markers.key(event.key), 0);
  };
  window.addEventListener("keydown", watch, true);
  window.addEventListener("keyup", watch, true);
  return markers;
}
