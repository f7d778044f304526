// Role: what every page does first: colours and language before the first frame, then the channel, then `ready`.
import { newId } from "./dom.ts";
import { passWindowKeys } from "./keys.ts";
import { channelVersion, type Appearance, type CommonChannel } from "./protocol.ts";
import { setLanguage } from "./text.ts";

interface WebChannel {
  objects: Record<string, unknown>;
}
declare global {
  interface Window {
    QWebChannel?: new (transport: unknown, done: (channel: WebChannel) => void) => unknown;
    qt?: { webChannelTransport: unknown };
  }
}

export interface Page {
  /** The language changed: draw again what is shown. */
  redraw(): void;
  focus(): void;
  appearance?(appearance: Appearance): void;
}

export const appearance: Appearance = { theme: "light", lang: "en", reducedMotion: false, codeSize: 14 };

const bySize = ["--text", "--text-h1", "--text-h2", "--text-h3", "--reading-width"];

/** The reader's own size: all that is read grows with it, and the column keeps its number of letters. */
function sizeText(wanted: number): void {
  const { style } = document.documentElement;
  for (const name of bySize) style.removeProperty(name);
  const tokens = getComputedStyle(document.documentElement);
  const own = parseFloat(tokens.getPropertyValue("--text"));
  if (!(own > 0) || wanted === own) return;
  const sizes = bySize.map((name) => [name, (parseFloat(tokens.getPropertyValue(name)) * wanted) / own] as const);
  for (const [name, size] of sizes) style.setProperty(name, `${Math.round(size)}px`);
}

function apply(change: Partial<Appearance>): boolean {
  Object.assign(appearance, change);
  const root = document.documentElement;
  root.dataset.theme = ["light", "dark", "contrast"].includes(appearance.theme) ? appearance.theme : "light";
  if (appearance.reducedMotion) root.dataset.motion = "none";
  else delete root.dataset.motion;
  if (appearance.codeSize >= 8 && appearance.codeSize <= 40) root.style.setProperty("--code", `${appearance.codeSize}px`);
  const size = appearance.textSize ?? 0;
  if (size >= 8 && size <= 64 && document.body.classList.contains("lesson")) sizeText(size);
  return setLanguage(appearance.lang);
}

/** What the page is: its title, and the name of what a screen reader arrives at when the page gets the keyboard. */
export function entitle(title: string): void {
  document.title = title;
  document.querySelector("main")?.setAttribute("aria-label", title);
}

/** Reads JSON from the other side; a fault of the contract is told to the log, not thrown into an event handler. */
export function reading<T>(channel: CommonChannel, then: (value: T) => void): (json: string) => void {
  return (json) => {
    try {
      then(JSON.parse(json) as T);
    } catch (error) {
      channel.failed(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  };
}

export function start<C extends CommonChannel>(name: string, build: (channel: C) => Page): void {
  const query = new URLSearchParams(location.search);
  apply({ theme: (query.get("theme") ?? "light") as Appearance["theme"], lang: query.get("lang") ?? "en" });
  document.documentElement.lang ||= "en";
  passWindowKeys();
  if (!window.QWebChannel || !window.qt) return;
  new window.QWebChannel(window.qt.webChannelTransport, ({ objects }) => {
    const channel = objects[name] as C | undefined;
    if (!channel) return;
    window.addEventListener("error", (event) => channel.failed(`${event.message} (${event.filename}:${event.lineno})`));
    window.addEventListener("unhandledrejection", (event) => channel.failed(String(event.reason)));
    const page = build(channel);
    channel.appearance.connect(
      reading<Partial<Appearance>>(channel, (change) => {
        const languageChanged = apply(change);
        page.appearance?.(appearance);
        if (languageChanged) page.redraw();
      }),
    );
    channel.focus.connect(() => page.focus());
    channel.ready(channelVersion);
  });
}

/** A polite live region: what happened, for those who do not see it. */
export function announcer(): (text: string) => void {
  const region = document.createElement("div");
  region.id = newId();
  region.className = "only-heard";
  region.setAttribute("role", "status");
  region.setAttribute("aria-live", "polite");
  document.body.appendChild(region);
  return (text) => {
    region.textContent = "";
    window.setTimeout(() => (region.textContent = text), 50);
  };
}
