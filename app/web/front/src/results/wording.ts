// Role: the grader speaks to a terminal; beside an editor some of its sentences name a key instead.
import { t } from "../shared/text.ts";

const commands: [said: string, key: string][] = [
  ["`gofmt -w .` mends that.", "results.format-mends"],
  ["Run `gofmt -w .` and grade again.", "results.format-next"],
];

export function forEditor(text: string): string {
  return commands.reduce((whole, [said, key]) => whole.replace(said, () => t(key)), text);
}

/** Text and what stood between backticks, in turn: every second piece is code. */
export const quoted = (text: string): string[] => text.split(/`([^`\n]+)`/);
