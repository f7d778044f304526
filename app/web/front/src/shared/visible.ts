// Role: what a program printed, made safe and plain to see: control characters as their pictures (U+2400 …), marks that
// turn the direction of text as names. Text only; nothing here makes HTML.

export function visible(text: string): string {
  return text
    .replace(/\r\n/g, "␍\n")
    .replace(/[\u0000-\u0008\u000b-\u001f]/g, (char) => String.fromCharCode(0x2400 + char.charCodeAt(0)))
    .replace(/\u007f/g, "␡")
    .replace(/[\u0080-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, (char) =>
      `⟨U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);
}
