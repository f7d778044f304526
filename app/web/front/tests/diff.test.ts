import assert from "node:assert/strict";
import test from "node:test";
import { diff, lineChanges, wordDiff, words } from "../src/shared/diff.ts";

const apply = (before: string, after: string) => {
  let result = "";
  let at = 0;
  for (const { from, to, insert } of lineChanges(before, after)) {
    result += before.slice(at, from) + insert;
    at = to;
  }
  return result + before.slice(at);
};

test("diff finds what is common", () => {
  assert.deepEqual(diff([1, 2, 3], [1, 3, 4]), [
    { kind: "same", items: [1] }, { kind: "removed", items: [2] }, { kind: "same", items: [3] }, { kind: "added", items: [4] },
  ]);
  assert.deepEqual(diff([], []), []);
  assert.deepEqual(diff([], ["a"]), [{ kind: "added", items: ["a"] }]);
});

test("diff tells removed before added between two equal stretches", () => {
  const kinds = diff([..."abcxyzd"], [..."a123d"]).map((piece) => piece.kind);
  assert.deepEqual(kinds, ["same", "removed", "added", "same"]);
});

test("diff gives both sides back, whatever they are", () => {
  let seed = 7;
  const next = (below: number) => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % below;
  for (let round = 0; round < 300; round++) {
    const a = Array.from({ length: next(30) }, () => next(4));
    const b = Array.from({ length: next(30) }, () => next(4));
    const pieces = diff(a, b, round % 3 === 0 ? 5 : 1000);
    assert.deepEqual(pieces.filter((p) => p.kind !== "added").flatMap((p) => p.items), a);
    assert.deepEqual(pieces.filter((p) => p.kind !== "removed").flatMap((p) => p.items), b);
  }
});

test("diff of two long lists without anything in common ends", () => {
  const a = Array.from({ length: 20_000 }, (_, i) => `a${i}`);
  const b = Array.from({ length: 20_000 }, (_, i) => `b${i}`);
  assert.deepEqual(diff(a, b).map((piece) => piece.kind), ["removed", "added"]);
});

test("words are words, blanks and single marks", () => {
  assert.deepEqual(words("[1 2], größer\n"), ["[", "1", " ", "2", "]", ",", " ", "größer", "\n"]);
});

test("wordDiff marks what differs on each side", () => {
  const { expected, got, equal } = wordDiff("got 3, want 5", "got 4, want 5");
  assert.equal(equal, false);
  assert.deepEqual(expected.filter((p) => p.kind === "removed").map((p) => p.items.join("")), ["3"]);
  assert.deepEqual(got.filter((p) => p.kind === "added").map((p) => p.items.join("")), ["4"]);
  assert.equal(wordDiff("a b", "a b").equal, true);
});

test("lineChanges touches only the lines that differ", () => {
  const before = "a\nb\nc\nd\n";
  assert.deepEqual(lineChanges(before, "a\nB\nc\nd\n"), [{ from: 2, to: 4, insert: "B\n" }]);
  for (const after of ["", "x", before, "b\nc\nd\ne", "a\n\nb\nc\nd\n"]) assert.equal(apply(before, after), after);
});
