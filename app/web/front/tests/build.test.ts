import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { contrast, faults, toCss, weakPairs } from "../tools/tokens.mjs";

declare const ROOT: string;
const tokens = JSON.parse(readFileSync(path.join(ROOT, "../../../resources/theme/tokens.json"), "utf8"));

test("contrast is WCAG's", () => {
  assert.equal(contrast("#000000", "#FFFFFF"), 21);
  assert.equal(contrast("#777777", "#777777"), 1);
  assert.ok(Math.abs(contrast("#767676", "#FFFFFF") - 4.54) < 0.01);
});

test("every theme has every token, and all pairs can be read", () => {
  assert.deepEqual(faults(tokens), []);
  assert.deepEqual(weakPairs(tokens), []);
});

test("faults names what is missing or no colour, all at once", () => {
  const found = faults({ themes: { light: { bg: "#FFFFFF", ink: "red" }, dark: { bg: "#000000" } } });
  assert.deepEqual(found, ["light.ink: red is not #RRGGBB", "dark has no ink"]);
});

test("tokens become variables for each theme", () => {
  const css = toCss(tokens);
  assert.match(css, /\[data-theme="contrast"\] \{[^}]*--bg: #000000;/);
  assert.match(css, /--motion-calm: 150ms;[\s\S]*\[data-motion="none"\] \{[^}]*--motion-calm: 0ms;/);
});

test("style sheets use no variable that nobody defines", () => {
  const sheets = path.join(ROOT, "../../../resources/web");
  const css = toCss(tokens);
  for (const name of readdirSync(sheets)) {
    for (const [, variable] of readFileSync(path.join(sheets, name), "utf8").matchAll(/var\((--[\w-]+)/g)) {
      assert.ok(css.includes(`${variable}:`), `${name} uses ${variable}`);
    }
  }
});

test("two builds are the same bytes, and no page is too large", () => {
  const folders = [0, 1].map(() => mkdtempSync(path.join(os.tmpdir(), "pages-")));
  try {
    for (const folder of folders) execFileSync(process.execPath, [path.join(ROOT, "build.mjs"), "--out", folder]);
    const [first, second] = folders as [string, string];
    const names = readdirSync(first).filter((name) => statSync(path.join(first, name)).isFile());
    assert.deepEqual(names, readdirSync(second).filter((name) => statSync(path.join(second, name)).isFile()));
    for (const name of names) assert.ok(readFileSync(path.join(first, name)).equals(readFileSync(path.join(second, name))), name);
    const most: Record<string, number> = { "editor.js": 700_000, "lesson.js": 500_000, "results.js": 80_000, "home.js": 60_000 };
    for (const [name, bytes] of Object.entries(most)) assert.ok(statSync(path.join(first, name)).size <= bytes, `${name} is larger than ${bytes}`);
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true });
  }
});
