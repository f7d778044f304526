import assert from "node:assert/strict";
import test from "node:test";
import { hashOf, keysOf, paragraphOf, quoteOf, sorted } from "../src/lesson/paragraphs.ts";

const lesson = [{ text: "Opening words." }, { heading: "one" }, { text: "First." }, { text: "Second." }, { heading: "two" }, { text: "First." }];

test("a paragraph is known by the heading above it, its number and its text", () => {
  const keys = keysOf(lesson);
  assert.deepEqual(keys.map((key) => key && [key.anchor, key.position, key.quote]),
    [["", 0, "Opening words."], null, ["one", 0, "First."], ["one", 1, "Second."], null, ["two", 0, "First."]]);
  assert.equal(hashOf("a  b\n c"), hashOf(" a b c "));
  assert.notEqual(hashOf("a b c"), hashOf("a b d"));
  assert.match(hashOf(""), /^[0-9a-f]{16}$/);
  assert.equal([...quoteOf("😀".repeat(200))].length, 80);
});

test("a note finds its paragraph, also the one of two with the same words", () => {
  const keys = keysOf(lesson);
  keys.forEach((key, index) => key && assert.equal(paragraphOf(key, keys), index));
});

test("a note follows its paragraph through a lesson that changed", () => {
  const [note] = keysOf([{ heading: "one" }, { text: "Second." }]).slice(1);
  assert.ok(note);
  const before = [{ text: "New." }, ...lesson.slice(0, 3), { text: "Also new." }, ...lesson.slice(3)];
  assert.equal(paragraphOf(note, keysOf(before)), 5); // pushed down
  assert.equal(paragraphOf(note, keysOf([{ heading: "other" }, { text: "x" }, { text: "Second." }])), 2); // moved
});

test("a few changed words keep the note, another paragraph in its place does not", () => {
  const old = "A pool puts a number on that, and the number is yours.";
  const [note] = keysOf([{ text: old }]);
  assert.ok(note);
  assert.equal(paragraphOf(note, keysOf([{ text: old.replace("yours", "measured") }])), 0);
  const keys = keysOf([{ text: "Something else entirely stands here now." }]);
  assert.equal(paragraphOf(note, keys), null);
  const { at, lost } = sorted([{ ...note, id: 1, text: "n", at: 0 }], keys);
  assert.equal(at.size, 0);
  assert.equal(lost.length, 1);
});
