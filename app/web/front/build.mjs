// Role: builds the pages: `node build.mjs --out DIR [--only lesson,editor] [--dev]`. DIR gets what CHANNEL.md lists under
// assay://app/, and nothing else is touched. Same sources, same bytes.
import { build } from "esbuild";
import { copyFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { fontFaces } from "./tools/fonts.mjs";
import { faults, toCss, toThemeJson } from "./tools/tokens.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const resources = path.resolve(here, "../../../resources");
const pages = ["lesson", "editor", "results", "home", "progress", "diagrams"];

function options(argv) {
  const found = { out: null, only: pages, dev: false };
  for (let at = 0; at < argv.length; at++) {
    if (argv[at] === "--out" && argv[at + 1]) found.out = path.resolve(argv[++at]);
    else if (argv[at] === "--only" && argv[at + 1]) found.only = argv[++at].split(",");
    else if (argv[at] === "--dev") found.dev = true;
    else throw new Error(`what is "${argv[at]}"? Use: node build.mjs --out DIR [--only ${pages.join(",")}] [--dev]`);
  }
  if (!found.out) throw new Error("--out DIR is missing");
  return found;
}

async function styles(out) {
  const tokens = JSON.parse(await readFile(path.join(resources, "theme/tokens.json"), "utf8"));
  const wrong = faults(tokens);
  if (wrong.length) throw new Error(`resources/theme/tokens.json:\n  ${wrong.join("\n  ")}`);
  await writeFile(path.join(out, "tokens.css"), toCss(tokens));
  await writeFile(path.join(out, "theme.json"), toThemeJson(tokens));
  await copyAll(path.join(resources, "web"), out, ".css");
  await mkdir(path.join(out, "icons"), { recursive: true });
  await copyAll(path.join(resources, "icons"), path.join(out, "icons"), ".svg");
  await controls(tokens, path.join(out, "controls"));
}

// Pictures in the window's own controls: Qt's style sheets take a file, and a file has its colour in it.
async function controls(tokens, out) {
  await mkdir(out, { recursive: true });
  const pictures = [["down", "unfold", "ink", ""], ["up", "unfold", "ink", ' transform="rotate(180 12 12)"'],
    ["check", "passed", "accent-ink", ""], ["tick", "passed", "ink", ""]];
  for (const [name, icon, colour, turn] of pictures) {
    const svg = await readFile(path.join(resources, "icons", `${icon}.svg`), "utf8");
    for (const [theme, colours] of Object.entries(tokens.themes))
      await writeFile(path.join(out, `${theme}-${name}.svg`), svg.replace("currentColor", colours[colour]).replace("<path", `<path${turn}`));
  }
}

async function copyAll(from, to, ending) {
  const names = (await readdir(from)).filter((name) => name.endsWith(ending));
  await Promise.all(names.map((name) => copyFile(path.join(from, name), path.join(to, name))));
}

async function fonts(out) {
  const { css, files } = fontFaces(path.join(here, "node_modules"));
  await mkdir(path.join(out, "fonts"), { recursive: true });
  await writeFile(path.join(out, "fonts.css"), css);
  await Promise.all(files.map(({ from, name }) => copyFile(from, path.join(out, "fonts", name))));
}

// The words of one page: of each catalogue what its sources name, whole or by the family that a template begins with.
async function wordsOf(settings) {
  const { metafile } = await build({ ...settings, write: false, minify: false, metafile: true, logLevel: "silent" });
  const files = Object.keys(metafile.inputs).filter((file) => file.startsWith("src/") && file.endsWith(".ts"));
  const code = (await Promise.all(files.map((file) => readFile(path.join(here, file), "utf8")))).join("\n");
  const families = [...code.matchAll(/`([\w.-]+)\$\{/g)].map((match) => match[1]);
  const named = (key) => code.includes(`"${key}"`) || families.some((family) => key.startsWith(family));
  return {
    name: "words-of-one-page",
    setup(building) {
      building.onLoad({ filter: /[\\/]text[\\/]\w+\.json$/ }, async ({ path: file }) => {
        const all = Object.entries(JSON.parse(await readFile(file, "utf8")));
        return { loader: "json", contents: JSON.stringify(Object.fromEntries(all.filter(([key]) => named(key)))) };
      });
    },
  };
}

async function script(out, name, dev) {
  const settings = {
    entryPoints: [{ in: path.join(here, "src", name, "page.ts"), out: name }],
    outdir: out,
    bundle: true,
    format: "iife",
    target: "chrome102",
    charset: "utf8",
    legalComments: "none",
    loader: { ".svg": "text" },
    absWorkingDir: here,
  };
  await build({ ...settings, minify: !dev, sourcemap: dev ? "inline" : false, logLevel: "warning", plugins: [await wordsOf(settings)] });
}

async function scripts(out, only, dev) {
  await Promise.all(only.map((name) => script(out, name, dev)));
  if (only.includes("diagrams")) {
    await copyFile(path.join(here, "node_modules/mermaid/dist/mermaid.min.js"), path.join(out, "mermaid.js"));
  }
  await Promise.all(only.map((name) => copyFile(path.join(here, "html", `${name}.html`), path.join(out, `${name}.html`))));
}

try {
  const { out, only, dev } = options(process.argv.slice(2));
  await mkdir(out, { recursive: true });
  await Promise.all([styles(out), fonts(out), scripts(out, only, dev)]);
} catch (error) {
  console.error(`build.mjs: ${error.message}`);
  process.exit(1);
}
