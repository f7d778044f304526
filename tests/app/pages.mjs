// The real app over its debugging port: roles and names as a screen reader finds them, typing, Check, the verdict; that
// nothing is fetched from elsewhere. node pages.mjs PORT SCREENSHOTS
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const [port, shots] = process.argv.slice(2);
const failures = [];
let ran = 0;

async function connect() {
  for (let tries = 0; ; tries++) {
    try {
      return await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { noDefaults: true });
    } catch (error) {
      if (tries > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

async function pageNamed(browser, name) {
  for (let tries = 0; tries < 150; tries++) {
    const found = browser.contexts().flatMap((context) => context.pages()).find((page) => page.url().includes(`/${name}.html`));
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no page ${name}`);
}

async function test(name, body) {
  ran++;
  try {
    await body();
    console.log(`ok    ${name}`);
  } catch (error) {
    failures.push(name);
    console.log(`FAIL  ${name}\n${error.stack}`);
  }
}

const browser = await connect();
const home = await pageNamed(browser, "home");
const outside = [];
for (const context of browser.contexts()) context.on("request", (request) => request.url().startsWith("assay:") || outside.push(request.url()));

await test("home has one primary action, by role and name", async () => {
  const start = home.getByRole("button", { name: /Start|Continue/ }).or(home.getByRole("link", { name: /Start|Continue/ }));
  await start.first().waitFor();
  await start.first().click();
});

const lesson = await pageNamed(browser, "lesson");
const editor = await pageNamed(browser, "editor");
const results = await pageNamed(browser, "results");

await test("the lesson has a heading and its programs can be run by name", async () => {
  await lesson.getByRole("heading", { level: 1 }).waitFor();
  assert.equal(await lesson.getByRole("heading", { level: 1 }).count(), 1);
  assert.ok((await lesson.getByRole("button", { name: /Run/ }).count()) > 0);
});

// Over the whole file, as by pasting.
async function write(text) {
  await editor.getByRole("textbox").first().click();
  await editor.keyboard.press("Control+a");
  await editor.keyboard.insertText(text);
}

await test("the editor is a text box, and typing reaches it", async () => {
  await editor.getByRole("textbox").first().click();
  await editor.keyboard.press("Control+End");
  await editor.keyboard.type("// typed by a test");
  await editor.getByText("// typed by a test").waitFor();
});

await test("check is the primary action, and becomes cancel while it runs", async () => {
  await write("package hello\n\nfunc Greet(name string) string {\n\tfor {\n\t}\n}\n"); // runs until it is stopped
  const check = results.getByRole("button", { name: /^Check/ });
  await check.click();
  await results.getByRole("button", { name: /Cancel/ }).click();
  await check.waitFor();
});

await test("a solution passes, and the next thing is the primary action", async () => {
  await write('// Package hello greets people.\npackage hello\n\n// Greet returns a greeting.\nfunc Greet(name string) string {\n\treturn "Hello, " + name + "!"\n}\n');
  await results.getByRole("button", { name: /^Check/ }).click();
  await results.getByRole("heading", { name: /Passed/ }).waitFor();
  await results.getByRole("button", { name: /^Next/ }).waitFor();
});

await test("every control of every page has a name", async () => {
  for (const page of [lesson, editor, results]) {
    const nameless = await page.evaluate(() =>
      [...document.querySelectorAll("button, a[href], input, [role=button], [role=tab]")]
        .filter((e) => e.offsetParent !== null)
        .filter((e) => !(e.innerText?.trim() || e.getAttribute("aria-label") || e.getAttribute("aria-labelledby") || e.title || e.labels?.length || e.closest("label")))
        .map((e) => e.outerHTML.slice(0, 120)),
    );
    assert.deepEqual(nameless, [], page.url());
  }
});

await test("pages carry a content policy and no inline script", async () => {
  for (const page of [lesson, editor, results]) {
    const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content");
    assert.match(policy, /default-src 'none'/);
    assert.doesNotMatch(policy, /script-src[^;]*'unsafe/);
    assert.equal(await page.evaluate(() => [...document.scripts].filter((script) => !script.src).length), 0);
  }
});

await test("nothing was asked for outside the app", async () => assert.deepEqual(outside, []));

if (shots && !failures.length) await lesson.screenshot({ path: `${shots}/playwright-lesson.png` });
console.log(`${ran - failures.length} passed, ${failures.length} failed`);
process.exit(failures.length ? 1 : 0);
