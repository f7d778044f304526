// texts.mjs SOURCE LUPDATE: the window's texts. Fails on a text that German lacks or that no code has any more, on forms and
// places (%1, %n) that do not agree, and on words shown to a person that tr() does not see.
// texts.mjs SOURCE LUPDATE --update: brings resources/translations up to date with the code instead; then translate.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const [source, lupdate, update] = process.argv.slice(2);
const catalogues = [["de", "de_DE", []], ["en", "en_GB", ["-pluralonly"]]];  // English needs its plural forms only
const faults = [];
const plain = (xml) => xml.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&apos;/g, "'").replace(/&amp;/g, "&");
const places = (text) => [...text.matchAll(/%(?:L?\d+|n)/g)].map((match) => match[0]).sort().join(" ");

function messagesOf(file) {
  const xml = readFileSync(file, "utf8");
  return [...xml.matchAll(/<context>\s*<name>(.*?)<\/name>(.*?)<\/context>/gs)].flatMap(([, context, body]) =>
    [...body.matchAll(/<message([^>]*)>(.*?)<\/message>/gs)].map(([, attributes, inside]) => {
      const translation = /<translation([^>]*)>(.*?)<\/translation>/s.exec(inside) ?? ["", ' type="unfinished"', ""];
      const forms = [...translation[2].matchAll(/<numerusform[^>]*>(.*?)<\/numerusform>/gs)].map((match) => plain(match[1]));
      return {
        context: plain(context), text: plain(/<source>(.*?)<\/source>/s.exec(inside)?.[1] ?? ""), plural: /numerus="yes"/.test(attributes),
        state: /type="(\w+)"/.exec(translation[1])?.[1], forms: forms.length ? forms : [plain(translation[2])],
      };
    }));
}

function collect(file, locale, more) {
  const options = ["-silent", "-locations", "none", "-source-language", "en", "-target-language", locale, ...more, "-I", source];
  execFileSync(lupdate, [...options, ...sources(path.join(source, "app")), "-ts", file], { stdio: ["ignore", "ignore", "inherit"] });
}

function checkMessage(language, { context, text, plural, state, forms }) {
  const complain = (what) => faults.push(`assay_${language}.ts: ${context}: “${text}”: ${what}`);
  if (state === "vanished" || state === "obsolete") return complain("no code has it any more");
  if (state === "unfinished" || forms.some((form) => form.trim() === "")) return complain("is not translated");
  if (plural && forms.length !== 2) complain(`has ${forms.length} plural forms, not 2`);
  for (const form of forms) {
    const wanted = places(text), has = places(form);
    if (has !== wanted && !(plural && has === wanted.replace("%n", "").trim())) complain(`“${form}” has the places ${has || "none"}, not ${wanted || "none"}`);
    if (form.includes("!")) complain("no exclamation marks");
  }
}

function checkCatalogues() {
  const folder = mkdtempSync(path.join(tmpdir(), "assay-texts-"));
  try {
    for (const [language, locale, more] of catalogues) {
      const file = path.join(folder, `assay_${language}.ts`);
      copyFileSync(path.join(source, "resources/translations", `assay_${language}.ts`), file);
      collect(file, locale, more);
      const messages = messagesOf(file);
      if (messages.length < (language === "de" ? 100 : 2)) faults.push(`assay_${language}.ts: only ${messages.length} texts were found`);
      for (const message of messages) checkMessage(language, message);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

// Calls whose text a person reads or hears; of the helpers after the bar only the first argument.
const shown = /\b(?:set(?:Text|ToolTip|WindowTitle|AccessibleName|AccessibleDescription|PlaceholderText|InformativeText|DetailedText|IconText|Prefix|Title|LabelText|Trouble|Sandbox|Preparing)|announce|announced|add(?:Action|Menu|Button|Tab|Row|Section)|new Q(?:Label|PushButton|ToolButton|CheckBox|RadioButton|Action|GroupBox|MessageBox)|QMessageBox::\w+)\s*\(|\b(?:words|named|paragraph|label)\s*\(/g;
const helper = /^(?:words|named|paragraph|label)/;

/** From just after a parenthesis to the one that closes it; strings are passed over. */
function argumentsAt(code, begin) {
  let depth = 1, at = begin, first = -1;
  for (; at < code.length && depth > 0; at++) {
    const sign = code[at];
    if (sign === '"') for (at++; code[at] !== '"' && at < code.length; at++) at += code[at] === "\\" ? 1 : 0;
    else if ("([{".includes(sign)) depth++;
    else if (")]}".includes(sign)) depth--;
    else if (sign === "," && depth === 1 && first < 0) first = at;
  }
  return { all: code.slice(begin, at - 1), first: code.slice(begin, first < 0 ? at - 1 : first) };
}

function withoutTranslated(code) {
  for (let found = /\b(?:tr|translate|QT_TRANSLATE_NOOP|QT_TR_NOOP|setting|connect|property)\s*\(/.exec(code); found; found = /\b(?:tr|translate|QT_TRANSLATE_NOOP|QT_TR_NOOP|setting|connect|property)\s*\(/.exec(code)) {
    const begin = found.index + found[0].length;
    code = code.slice(0, found.index) + code.slice(begin + argumentsAt(code, begin).all.length + 1);
  }
  return code;
}

function checkCode(file) {
  const code = readFileSync(file, "utf8").replace(/\/\/.*$/gm, "");
  for (const call of code.matchAll(shown)) {
    const { all, first } = argumentsAt(code, call.index + call[0].length);
    const rest = withoutTranslated(helper.test(call[0]) ? first : all);
    for (const literal of rest.matchAll(/"((?:[^"\\]|\\.)*)"/g)) {
      const isName = /^[\/]\w+$/.test(literal[1]) || rest[literal.index - 1] === "[";  // a path, a field of JSON
      if (isName || !/\p{L}{2}/u.test(literal[1].replace(/\\[a-z]/g, ""))) continue;
      const line = code.slice(0, call.index).split("\n").length;
      faults.push(`${path.relative(source, file)}:${line}: “${literal[1]}” is shown without tr()`);
    }
  }
}

const sources = (folder) => readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
  const full = path.join(folder, entry.name);
  if (entry.isDirectory()) return entry.name === "front" ? [] : sources(full);
  return /\.(?:cpp|h)$/.test(entry.name) ? [full] : [];
});

// That the scan sees anything at all: a text of each sort, with and without tr().
function checkScan() {
  const probe = 'a->setText("Hello"); b->setText(tr("Hello")); new QLabel(tr("x %1").arg("›")); words("Oh", "name"); words(tr("Oh"), "name");';
  const hits = [...probe.matchAll(shown)].filter((call) => {
    const { all, first } = argumentsAt(probe, call.index + call[0].length);
    return /"[^"]*\p{L}{2}/u.test(withoutTranslated(helper.test(call[0]) ? first : all));
  });
  if (hits.length !== 2) faults.push(`the scan itself is wrong: ${hits.length} of 2 found`);
}

if (update === "--update") {
  for (const [language, locale, more] of catalogues)
    collect(path.join(source, "resources/translations", `assay_${language}.ts`), locale, ["-no-obsolete", ...more]);
  process.exit(0);
}
checkScan();
for (const file of sources(path.join(source, "app"))) checkCode(file);
checkCatalogues();
if (faults.length) {
  console.error(faults.join("\n"));
  console.error("\n`node tests/app/texts.mjs . LUPDATE --update` puts new texts into resources/translations; LUPDATE is /usr/lib/qt6/bin/lupdate.");
  process.exit(1);
}
