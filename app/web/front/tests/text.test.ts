import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { Texts, type Catalogue } from "../src/shared/text.ts";
import de from "../src/text/de.json";
import en from "../src/text/en.json";

declare const ROOT: string;
const both: [string, Catalogue][] = [["en", en], ["de", de]];
const forms = (entry: string | Record<string, string> | undefined) => (typeof entry === "string" ? [entry] : Object.values(entry ?? {}));
const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    return entry.isDirectory() ? sources(full) : full.endsWith(".ts") ? [readFileSync(full, "utf8")] : [];
  });
}

test("plural forms follow the language", () => {
  const texts = new Texts("en", { tests: { one: "{n} test", other: "{n} tests" } });
  assert.equal(texts.text("tests", { n: 1 }), "1 test");
  assert.equal(texts.text("tests", { n: 0 }), "0 tests");
  const polish = new Texts("pl", { tests: { one: "{n} test", few: "{n} testy", many: "{n} testów", other: "{n} testu" } });
  assert.deepEqual([1, 3, 5, 1.5].map((n) => polish.text("tests", { n })), ["1 test", "3 testy", "5 testów", "1,5 testu"]);
});

test("numbers are written as the language writes them, a missing value shows its name", () => {
  assert.equal(new Texts("de", { points: "{points} Punkte" }).text("points", { points: 6.666 }), "6,67 Punkte");
  assert.equal(new Texts("en", { a: "{b}" }).text("a"), "{b}");
  assert.equal(new Texts("en", {}).text("not.there"), "not.there");
});

test("both catalogues hold the same keys, forms for their plurals, and the same holes", () => {
  assert.deepEqual(Object.keys(de).sort(), Object.keys(en).sort());
  for (const [lang, catalogue] of both) {
    const rules = new Intl.PluralRules(lang).resolvedOptions().pluralCategories;
    for (const [key, entry] of Object.entries(catalogue)) {
      if (typeof entry !== "string") assert.deepEqual(Object.keys(entry).sort(), [...rules].sort(), `${lang} ${key}`);
      for (const form of forms(entry)) {
        assert.notEqual(form.trim(), "", `${lang} ${key}`);
        assert.ok(!form.includes("!"), `${lang} ${key}: no exclamation marks`);
        assert.deepEqual(holes(form), holes(forms((en as Catalogue)[key])[0] ?? ""), `${lang} ${key}`);
      }
    }
  }
});

test("every text that the sources name is in the catalogue, and every text is named", () => {
  const code = sources(path.join(ROOT, "src")).join("\n");
  const named = [...code.matchAll(/\bt\(\s*(?:[^"`()]*\?\s*)?"([\w.-]+)"(?:\s*:\s*"([\w.-]+)")?/g)].flatMap((match) => [match[1], match[2]]).filter(Boolean);
  for (const key of named) assert.ok((key as string) in en, `${key} is not in the catalogue`);
  const families = [...code.matchAll(/\bt\([^"`()]*`([\w.]+)\$\{/g)].map((match) => match[1] as string);
  for (const key of Object.keys(en)) {
    const known = code.includes(`"${key}"`) || families.some((family) => key.startsWith(family));
    assert.ok(known, `${key} is never used`);
  }
});
