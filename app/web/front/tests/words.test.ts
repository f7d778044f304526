import assert from "node:assert/strict";
import test from "node:test";
import { isFinished, wordBefore } from "../src/editor/words.ts";

test("a word of Go is finished, whatever longer one is offered", () => {
  for (const word of ["int", "return", "true", "error"]) assert.ok(isFinished(`\tsold ${word}`, "", ["interface"]), word);
});

test("a name that stands elsewhere in the file, or is offered as it is, is finished", () => {
  assert.ok(isFinished("var sold int\n\tsold", "", ["soldOut"]));
  assert.ok(isFinished("\tsold", "\nvar sold int", ["soldOut"]));
  assert.ok(isFinished("strings.Repeat", "", ["Repeat", "RepeatAll"]));
});

test("the beginning of a name is not finished", () => {
  assert.ok(!isFinished("\treturn strings.Rep", "", ["Repeat"]));
  assert.ok(!isFinished("var soldOut int\n\tsold", "", ["soldOut"]));
  assert.ok(!isFinished("x.len", "", ["length"]));
  assert.ok(!isFinished("strings.", "", ["Repeat"]));
});

test("the word before the caret", () => {
  assert.equal(wordBefore("a.größe_2"), "größe_2");
  assert.equal(wordBefore("f(12"), "");
});
