// Role: the keys of the window (CHANNEL.md, LOOK.md). No page binds or stops them.

export interface Key {
  key: string; // KeyboardEvent.key, letters in lower case
  ctrl?: boolean;
  alt?: boolean;
  shift?: boolean | "any";
}

export const windowKeys: Key[] = [
  { key: "Enter", ctrl: true },
  { key: "r", ctrl: true },
  { key: "F6", shift: "any" },
  { key: "p", ctrl: true },
  { key: "h", ctrl: true, shift: true },
  { key: "ArrowLeft", alt: true },
  { key: "ArrowRight", alt: true },
  ...["0", "1", "2", "3", "4"].map((key) => ({ key, ctrl: true })),
  { key: "+", ctrl: true, shift: "any" },
  { key: "=", ctrl: true, shift: "any" },
  { key: "-", ctrl: true, shift: "any" },
  { key: "F1" },
  { key: "F10" },
  { key: "s", ctrl: true },
  { key: "q", ctrl: true },
  { key: "b", ctrl: true },
  { key: ",", ctrl: true },
];

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "altKey" | "shiftKey" | "metaKey">;

export function isWindowKey(event: Pressed): boolean {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return windowKeys.some(
    (entry) =>
      entry.key === key &&
      Boolean(entry.ctrl) === event.ctrlKey &&
      Boolean(entry.alt) === event.altKey &&
      !event.metaKey &&
      (entry.shift === "any" || Boolean(entry.shift) === event.shiftKey),
  );
}

/** A CodeMirror key name ("Mod-Shift-h") that means a key of the window. */
export function isWindowBinding(name: string): boolean {
  const parts = name.split(/-(?=.)/);
  const key = parts.pop() ?? "";
  const has = (...names: string[]) => parts.some((part) => names.includes(part.toLowerCase()));
  return isWindowKey({
    key,
    ctrlKey: has("ctrl", "c", "mod"),
    altKey: has("alt", "a"),
    shiftKey: has("shift", "s"),
    metaKey: has("meta", "m", "cmd"),
  });
}

/** Keeps the page's own handlers from seeing these keys, without claiming them: they go on to the window. */
export function passWindowKeys(): void {
  let passing = false;
  window.addEventListener(
    "keydown",
    (event) => {
      passing = isWindowKey(event);
      if (passing) event.stopPropagation();
    },
    true,
  );
  // Ctrl+Return would break the line in an editable text, though nobody asked for that.
  window.addEventListener(
    "beforeinput",
    (event) => {
      if (passing && /^insert(Paragraph|LineBreak|Text)$/.test(event.inputType)) {
        event.preventDefault();
        event.stopPropagation();
      }
    },
    true,
  );
  window.addEventListener("keyup", () => (passing = false), true);
}
