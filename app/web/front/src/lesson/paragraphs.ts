// Role: which paragraph is which, so that a note finds its own again: pure, no page needed.
import type { Note, ParagraphKey } from "../shared/protocol.ts";

const quoteLength = 80;

/** Text without what layout makes of it. */
const plain = (text: string) => text.replace(/\s+/g, " ").trim();

/** FNV-1a, twice with different beginnings: 64 bits as hex. Not for secrets. */
export function hashOf(text: string): string {
  const run = (seed: number) => {
    let hash = seed;
    for (const unit of plain(text)) {
      hash ^= unit.codePointAt(0) ?? 0;
      hash = Math.imul(hash, 0x01000193) >>> 0;
    }
    return hash.toString(16).padStart(8, "0");
  };
  return run(0x811c9dc5) + run(0x9e3779b9);
}

export const quoteOf = (text: string) => [...plain(text)].slice(0, quoteLength).join("");

/** `parts` in reading order: a heading's id starts the count anew. */
export function keysOf(parts: readonly ({ heading: string } | { text: string })[]): (ParagraphKey | null)[] {
  let anchor = "";
  let position = 0;
  return parts.map((part) => {
    if ("heading" in part) {
      anchor = part.heading;
      position = 0;
      return null;
    }
    return { anchor, position: position++, hash: hashOf(part.text), quote: quoteOf(part.text) };
  });
}

/**
 * The paragraph of a note: the same text below the same heading, nearest to where it was; else the same text anywhere; else
 * what stands in its place and begins as it began. Null: its paragraph changed.
 */
export function paragraphOf(note: ParagraphKey, keys: readonly (ParagraphKey | null)[]): number | null {
  let best: number | null = null;
  let distance = Infinity;
  keys.forEach((key, index) => {
    if (key?.hash !== note.hash) return;
    const away = Math.abs(key.position - note.position) + (key.anchor === note.anchor ? 0 : 1_000_000);
    if (away < distance) [best, distance] = [index, away];
  });
  if (best !== null) return best;
  const there = keys.findIndex((key) => key?.anchor === note.anchor && key.position === note.position);
  const begins = (text: string) => text.slice(0, 24);
  return there >= 0 && note.quote !== "" && begins(keys[there]?.quote ?? "") === begins(note.quote) ? there : null;
}

export function sorted(notes: readonly Note[], keys: readonly (ParagraphKey | null)[]) {
  const at = new Map<number, Note[]>();
  const lost: Note[] = [];
  for (const note of notes) {
    const index = paragraphOf(note, keys);
    if (index === null) lost.push(note);
    else at.set(index, [...(at.get(index) ?? []), note]);
  }
  return { at, lost };
}
