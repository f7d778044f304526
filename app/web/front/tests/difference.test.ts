import assert from "node:assert/strict";
import { test } from "node:test";
import { pairs, rows, type Row } from "../src/results/difference.ts";

const shown = (all: readonly Row[]) => all.map((row) => ({ same: " ", removed: "-", added: "+", gap: "~" })[row.kind] + row.text);

test("a changed line is shown with three lines around it, the rest is a number", () => {
  const before = Array.from({ length: 12 }, (_, n) => `line ${n + 1}`);
  const after = [...before];
  after[5] = "line six";
  assert.deepEqual(shown(rows(`${before.join("\n")}\n`, `${after.join("\n")}\n`)), [
    "~2", " line 3", " line 4", " line 5", "-line 6", "+line six", " line 7", " line 8", " line 9", "~3",
  ]);
});

test("in a changed line the words that differ are marked", () => {
  const [removed, added] = rows("return a + b\n", "return a - b\n");
  assert.deepEqual(removed?.words?.filter((piece) => piece.kind !== "same").map((piece) => piece.items.join("")), ["+"]);
  assert.deepEqual(added?.words?.filter((piece) => piece.kind !== "same").map((piece) => piece.items.join("")), ["-"]);
});

test("lines that only came, only went, and a file that was not there", () => {
  assert.deepEqual(shown(rows("a\nc\n", "a\nb\nc\n")), [" a", "+b", " c"]);
  assert.deepEqual(shown(rows("a\nb\nc\n", "a\nc\n")), [" a", "-b", " c"]);
  assert.deepEqual(shown(rows("", "a\nb\n")), ["+a", "+b"]);
  assert.deepEqual(shown(rows("a\n", "")), ["-a"]);
  assert.deepEqual(shown(rows("a\nb\n", "x\ny\nz\n")), ["-a", "-b", "+x", "+y", "+z"]);
});

test("side by side, what went stands beside what came in its place, and nothing beside the rest", () => {
  const beside = (before: string, after: string) =>
    pairs(rows(before, after)).map(([went, came]) => `${went?.text ?? "."}|${came?.text ?? "."}`);
  assert.deepEqual(beside("a\nb\nc\n", "a\nx\ny\nc\n"), ["a|a", "b|x", ".|y", "c|c"]);
  assert.deepEqual(beside("a\nb\n", "a\n"), ["a|a", "b|."]);
  assert.deepEqual(beside("", "n\n"), [".|n"]);
});
