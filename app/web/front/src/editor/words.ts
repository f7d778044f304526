// Role: which words are finished as they stand, so that Enter after them makes a new line whatever is offered.

const goWords = new Set((
  "break case chan const continue default defer else fallthrough for func go goto if import interface map package range return " +
  "select struct switch type var any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 " +
  "rune string uint uint8 uint16 uint32 uint64 uintptr true false iota nil append cap clear close complex copy delete imag len " +
  "make max min new panic print println real recover"
).split(" "));

const last = /[\p{L}_][\p{L}\p{N}_]*$/u;

/** The word that ends where the caret stands; empty where none does. */
export function wordBefore(text: string): string {
  return last.exec(text)?.[0] ?? "";
}

/** A word of Go, one of the names that are offered, or one that the file has elsewhere too. Behind a dot only a name that is
 *  offered: a method may be called like a word of Go, and begin like another. */
export function isFinished(before: string, after: string, offered: readonly string[]): boolean {
  const word = wordBefore(before);
  if (!word) return /[\p{N})\]}"'`;,]$/u.test(before);
  if (offered.includes(word)) return true;
  if (before.endsWith(`.${word}`)) return false;
  if (goWords.has(word)) return true;
  const whole = new RegExp(`(?<![\\p{L}\\p{N}_])${word}(?![\\p{L}\\p{N}_])`, "u");
  return whole.test(before.slice(0, -word.length)) || whole.test(after);
}
