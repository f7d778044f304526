import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { forEditor, quoted } from "../src/results/wording.ts";

declare const ROOT: string;

test("a finding of gofmt names the editor's key, not a command", () => {
  const source = readFileSync(path.join(ROOT, "../../../grader/checks/format_kind.cpp"), "utf8");
  const said = [...source.matchAll(/"([^"]*`gofmt -w \.`[^"]*)"/g)].map((match) => match[1] as string);
  assert.equal(said.length, 2, "the grader's sentences were not found");
  for (const sentence of said) {
    assert.match(forEditor(sentence), /Alt\+Shift\+F/);
    assert.doesNotMatch(forEditor(sentence), /`/);
  }
});

test("what stands between backticks is code", () => {
  assert.deepEqual(quoted("Use `errors.Is`, not `==`."), ["Use ", "errors.Is", ", not ", "==", "."]);
  assert.deepEqual(quoted("a lone ` is a lone one"), ["a lone ` is a lone one"]);
});
