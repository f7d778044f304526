// Role: renders diagrams in an ordinary Chromium, for looking at them without the app: `node tools/diagrams.mjs LIST.json DIR`,
// LIST being [{hash, source}]. The build uses the app's own web engine with the same page (assay-app --render-diagrams).
import { chromium } from "playwright-core";
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { serve } from "../dev/serve.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const [list, out] = process.argv.slice(2);
if (!list || !out) {
  console.error("Use: node tools/diagrams.mjs LIST.json DIR");
  process.exit(2);
}
const jobs = JSON.parse(await readFile(list, "utf8"));
const built = await mkdtemp(path.join(os.tmpdir(), "diagrams-"));
execFileSync(process.execPath, [path.join(here, "../build.mjs"), "--out", built, "--only", "diagrams"], { stdio: "inherit" });
await mkdir(out, { recursive: true });
const server = await serve(built);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: process.getuid() === 0 ? ["--no-sandbox"] : [] });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.on("pageerror", (error) => console.error(error.stack));
  await page.goto(`${server.url}/diagrams.html`);
  await page.waitForFunction(() => window.mock?.calls.some(([name]) => name === "ready"));
  await page.evaluate((all) => window.mock.emit("render", all), jobs);
  await page.waitForFunction(() => window.mock.calls.some(([name]) => name === "done"), null, { timeout: 120_000 });
  for (const [name, hash, theme, svg] of await page.evaluate(() => window.mock.calls)) {
    if (name === "rendered") await writeFile(path.join(out, `${hash}.${theme}.svg`), svg);
    if (name === "refused") {
      console.error(`${hash}: ${theme}`);
      process.exitCode = 1;
    }
  }
} finally {
  await browser.close();
  server.close();
  await rm(built, { recursive: true });
}
