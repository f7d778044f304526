// Role: pictures of every page in every theme, and axe-core on each: `node dev/screens.mjs --out DIR [--only NAME,…]
// [--theme light] [--lang de]`. Needs a Chromium (CHROMIUM, or /usr/bin/chromium). Ends with 1 where axe finds something.
import { chromium } from "playwright-core";
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { pictures } from "./samples.mjs";
import { serve } from "./serve.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const argument = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : null);
const out = path.resolve(argument("--out") ?? "screens");
const themes = (argument("--theme") ?? "light,dark,contrast").split(",");
const wanted = argument("--only")?.split(",") ?? Object.keys(pictures);
const lang = argument("--lang") ?? "en";
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const built = await mkdtemp(path.join(os.tmpdir(), "pages-"));
execFileSync(process.execPath, [path.join(here, "../build.mjs"), "--out", built], { stdio: "inherit" });
await mkdir(out, { recursive: true });
const server = await serve(built);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: process.getuid() === 0 ? ["--no-sandbox"] : [] });
let findings = 0;
for (const name of wanted) {
  const picture = pictures[name];
  if (!picture) throw new Error(`no picture "${name}"; there are: ${Object.keys(pictures).join(", ")}`);
  for (const theme of themes) {
    const page = await browser.newPage({ viewport: picture.size ?? { width: 1280, height: 800 } });
    page.on("console", (message) => message.type() === "error" && console.log(`${name} ${theme}: ${message.text()}`));
    page.on("pageerror", (error) => console.log(`${name} ${theme}: ${error.stack}`));
    await page.goto(`${server.url}/${picture.page}.html?theme=${theme}&lang=${lang}`);
    await page.waitForFunction(() => window.mock);
    await page.waitForTimeout(30);
    await page.evaluate((emits) => emits.forEach((one) => window.mock.emit(...one)), picture.emit);
    await page.evaluate(() => document.fonts.ready);
    await page.waitForTimeout(150);
    if (picture.then) await picture.then(page);
    await page.waitForTimeout(250);
    await page.screenshot({ path: path.join(out, `${name}.${theme}.png`) });
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (sideways > 0) console.log(`${name} ${theme}: scrolls sideways by ${sideways} px`);
    await page.evaluate(axe).catch(() => page.addScriptTag({ content: axe }));
    const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    for (const violation of result.violations) {
      findings++;
      console.log(`${name} ${theme}: ${violation.id}: ${violation.help}`);
      for (const node of violation.nodes.slice(0, 3)) console.log(`    ${node.html.slice(0, 160)}\n    ${node.failureSummary?.replace(/\n\s*/g, " ").slice(0, 300)}`);
    }
    await page.close();
  }
}
await browser.close();
server.close();
await rm(built, { recursive: true });
console.log(`${wanted.length * themes.length} pictures, ${findings} findings`);
process.exitCode = findings ? 1 : 0;
