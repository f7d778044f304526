import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { fromBytes } from "../src/editor/faults.ts";
import { imageAddress, isLocalLink } from "../src/shared/clean.ts";
import { isWindowBinding, isWindowKey } from "../src/shared/keys.ts";
import { visible } from "../src/shared/visible.ts";

declare const ROOT: string;
const read = (name: string) => readFileSync(path.join(ROOT, name), "utf8");

test("the keys of the window are known by event and by CodeMirror's names", () => {
  const press = (key: string, more: Partial<KeyboardEvent> = {}) =>
    isWindowKey({ key, ctrlKey: false, altKey: false, shiftKey: false, metaKey: false, ...more });
  assert.ok(press("Enter", { ctrlKey: true }) && press("F6", { shiftKey: true }) && press("H", { ctrlKey: true, shiftKey: true }));
  assert.ok(!press("Enter") && !press("h", { ctrlKey: true }) && !press("r"));
  for (const name of ["Mod-Enter", "Ctrl-p", "Alt-ArrowLeft", "Mod-s", "F1", "Ctrl--"]) assert.ok(isWindowBinding(name), name);
  for (const name of ["Mod-f", "Enter", "Mod-Shift-p", "Shift-ArrowLeft", "Mod-/"]) assert.ok(!isWindowBinding(name), name);
});

test("links stay in the course", () => {
  for (const href of ["#here", "../errors/retry/", "lesson.md#x", "lesson:errors/retry", "exercise:pool"]) assert.ok(isLocalLink(href), href);
  for (const href of ["https://example.com", "javascript:alert(1)", "//host/x", "/etc", "\\\\host", "file:///x", "data:text/html,x", "lesson:a b", " javascript:x\u0000"]) {
    assert.ok(!isLocalLink(href), href);
  }
});

test("images are the course's own", () => {
  const base = "assay://course/concurrency/pools/";
  assert.equal(imageAddress("a.png", base), "assay://course/concurrency/pools/a.png");
  assert.equal(imageAddress("../b/./c.svg", base), "assay://course/concurrency/b/c.svg");
  assert.equal(imageAddress("assay://course/x.png", null), "assay://course/x.png");
  for (const src of ["../../../x.png", "https://h/x.png", "assay://app/x.svg", "data:image/png;base64,x", "//h/x", "exercise:x"]) {
    assert.equal(imageAddress(src, base), null, src);
  }
  assert.equal(imageAddress("a.png", "https://h/"), null);
});

test("control characters are made visible", () => {
  assert.equal(visible("a\u001b[31mb\u0000\tc\n"), "a␛[31mb␀\tc\n");
  assert.equal(visible("x\u202ey\r\n"), "x⟨U+202E⟩y␍\n");
});

test("columns that Go counts in bytes become offsets of the editor", () => {
  assert.deepEqual([0, 1, 3, 4, 7, 8, 99].map((bytes) => fromBytes("aä€😀", bytes)), [0, 1, 2, 2, 3, 3, 5]);
});

test("CHANNEL.md and protocol.ts name the same signals and slots", () => {
  const contract = read("../CHANNEL.md");
  const types = read("src/shared/protocol.ts");
  const told = [...contract.matchAll(/^\| (?:signal |slot )?((?:`\w+\([^`]*`(?:, )?)+)/gm)].flatMap((row) =>
    [...(row[1] ?? "").matchAll(/`(\w+)\(/g)].map((match) => match[1] as string));
  const typed = [...types.matchAll(/^ {2}(\w+): (?:Signal|Call)</gm)].map((match) => match[1] as string);
  assert.ok(told.length > 30);
  assert.deepEqual(told.filter((name) => !typed.includes(name)), []);
  assert.deepEqual(typed.filter((name) => !told.includes(name)), []);
});

test("no page and no style sheet names an address outside", () => {
  const sheets = path.join(ROOT, "../../../resources/web");
  const texts = [
    ...readdirSync(path.join(ROOT, "html")).map((name) => read(`html/${name}`)),
    ...readdirSync(sheets).map((name) => readFileSync(path.join(sheets, name), "utf8")),
  ];
  for (const text of texts) assert.doesNotMatch(text, /https?:|\/\/[a-z]|@import/);
  for (const name of readdirSync(path.join(ROOT, "html"))) {
    const html = read(`html/${name}`);
    assert.match(html, /default-src 'none'; script-src 'self'/);
    assert.doesNotMatch(html, /<script(?![^>]* src=)/);
  }
});

test("style sheets take every colour from the tokens and use nothing that Chromium 102 lacks", () => {
  const sheets = path.join(ROOT, "../../../resources/web");
  for (const name of readdirSync(sheets)) {
    const text = readFileSync(path.join(sheets, name), "utf8");
    assert.doesNotMatch(text.replace(/box-shadow: 0 4px 16px rgba\([^)]*\)/g, ""), /#[0-9a-f]{3,8}\b(?=[;\s)])|rgba?\(/i, name);
    assert.doesNotMatch(text, /:has\(|@container|color-mix|popover|^\s+&/m, name);
  }
});

test("the lock file names no place to load from", () => {
  assert.doesNotMatch(read("package-lock.json"), /"resolved"/);
  for (const version of Object.values(JSON.parse(read("package.json")).dependencies)) assert.match(version as string, /^\d/);
});
