// Role: where the reader is, kept by the nearest heading and, for pages that have none or changed, by ratio.
import { debounce } from "../shared/dom.ts";
import type { Place } from "../shared/protocol.ts";

const line = 96; // px below the top: a heading above it is the one being read

export class PlaceKeeper {
  private restoring: Place | null = null;
  private moved = false;
  private readonly tell = debounce(500, () => this.send(JSON.stringify(this.now())));

  constructor(private readonly root: HTMLElement, private readonly send: (json: string) => void) {
    document.addEventListener("scroll", () => this.scrolled(), { passive: true });
    for (const name of ["wheel", "keydown", "pointerdown", "touchstart"]) {
      window.addEventListener(name, () => this.touched(), { passive: true, capture: true });
    }
    document.addEventListener("visibilitychange", () => this.tell.flush());
    window.addEventListener("pagehide", () => this.tell.flush());
    // Pictures and fonts arrive after the text: hold the place until the reader moves.
    new ResizeObserver(() => this.apply()).observe(root);
  }

  now(): Place {
    const page = document.documentElement;
    const room = this.room();
    // A page that is seen whole is seen to its end; the first heading is what leads back there in a smaller window.
    const place: Place = { ratio: room > 0 ? Math.min(1, Math.max(0, page.scrollTop / room)) : 1 };
    let nearest = room > 0 ? null : (this.headings()[0] ?? null);
    for (const heading of this.headings()) {
      if (heading.getBoundingClientRect().top > line) break;
      nearest = heading;
    }
    if (nearest) {
      place.anchor = nearest.id;
      place.offset = Math.round(-nearest.getBoundingClientRect().top);
    }
    return place;
  }

  restore(place: Place | null): void {
    this.moved = false;
    this.tell.drop(); // it would tell this page's place as that of the one before, or the other way round
    this.restoring = place ?? { ratio: 0 };
    this.apply();
  }

  jump(anchor: string): void {
    const target = [...this.headings()].find((heading) => heading.id === anchor) ?? null;
    if (!(target instanceof HTMLElement)) return;
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
    // Held like a place that is restored: what arrives above it, pictures and fonts, must not push it away.
    this.moved = false;
    this.restoring = { ratio: 0, anchor, offset: -24 };
    this.apply();
    this.tell();
  }

  private headings(): NodeListOf<Element> {
    return this.root.querySelectorAll("h1[id], h2[id], h3[id], h4[id], h5[id], h6[id]");
  }

  private apply(): void {
    if (!this.restoring || this.moved) return;
    const { anchor, offset, ratio } = this.restoring;
    const heading = anchor ? [...this.headings()].find((found) => found.id === anchor) : undefined;
    const page = document.documentElement;
    if (heading) window.scrollTo(0, window.scrollY + heading.getBoundingClientRect().top + (offset ?? 0));
    else window.scrollTo(0, ratio * (page.scrollHeight - page.clientHeight));
  }

  private room(): number {
    return document.documentElement.scrollHeight - document.documentElement.clientHeight;
  }

  private touched(): void {
    this.moved = true;
    if (this.room() <= 0) this.tell(); // nothing will scroll
  }

  private scrolled(): void {
    if (this.moved) this.tell();
  }
}
