// The real app over its debugging port: roles and names as a screen reader finds them, axe-core on every page in every
// theme, typing, Check, the verdict; that nothing is fetched from elsewhere. node pages.mjs PORT SCREENSHOTS
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
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

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// What axe-core finds on a page as it stands, in each theme. The page must be in front: one that is hidden has no layout.
async function audit(page, where) {
  await page.evaluate(axe);
  const own = await page.evaluate(() => document.documentElement.dataset.theme);
  const found = [];
  for (const theme of ["light", "dark", "contrast"]) {
    const { violations, passes } = await page.evaluate(async (name) => {
      document.documentElement.dataset.theme = name;
      await new Promise((resolve) => setTimeout(resolve, 200)); // transitions of 100 ms: colours half-way are no colours
      return window.axe.run(document, { resultTypes: ["violations", "passes"] });
    }, theme);
    assert.ok(passes.length > 10, `${where}: axe-core looked at nothing`);
    for (const one of violations)
      for (const node of one.nodes.slice(0, 3)) found.push(`${where}, ${theme}: ${one.id}: ${node.html.slice(0, 140)} (${node.failureSummary?.replace(/\s+/g, " ").slice(0, 200)})`);
  }
  await page.evaluate((theme) => (document.documentElement.dataset.theme = theme), own);
  assert.deepEqual(found, []);
}

const browser = await connect();
const home = await pageNamed(browser, "home");
const outside = [];
for (const context of browser.contexts()) context.on("request", (request) => request.url().startsWith("assay:") || outside.push(request.url()));

await test("home has one primary action, by role and name", async () => {
  const start = home.getByRole("button", { name: /Start|Continue/ }).or(home.getByRole("link", { name: /Start|Continue/ }));
  await start.first().waitFor();
  assert.equal(await start.count(), 1);
});

await test("axe-core finds nothing on home, as at the first start", () => audit(home, "home"));

await test("progress is one click from home; its skills lead into the course and the way back is there", async () => {
  await home.getByRole("button", { name: "Your progress" }).click();
  const progress = await pageNamed(browser, "progress");
  await progress.getByRole("heading", { level: 1, name: "Progress" }).waitFor();
  assert.equal(await progress.locator(".area").count(), 13);
  for (const word of ["proved", "practised", "taught", "not covered"]) assert.ok((await progress.locator(".legend").textContent()).includes(`${word}:`), word);
  const fills = await progress.locator(".legend .square").evaluateAll((squares) => squares.map((one) => {
    const { backgroundColor, backgroundImage, borderStyle } = getComputedStyle(one);
    return [backgroundColor, backgroundImage, borderStyle].join();
  }));
  assert.equal(new Set(fills).size, 4, "four fills");
  const area = progress.locator(".area").filter({ hasText: "more that this course does not cover" }).first();
  await area.locator("summary").first().click();
  const skills = () => area.locator(".skills > li").evaluateAll((all) => all.filter((one) => !one.closest("details:not([open])")).map((one) => one.textContent));
  const covered = await skills();
  assert.ok(covered.length > 0 && covered.every((one) => !one.includes("not covered")));
  await area.getByText("more that this course does not cover").click();
  assert.ok((await skills()).slice(covered.length).every((one) => one.includes("not covered")));
  assert.ok((await skills()).length > covered.length);
  await audit(progress, "progress");
  await progress.getByRole("row", { name: /Warm-up/ }).getByRole("button").click();
  await pageNamed(browser, "lesson");
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

await test("axe-core finds nothing on the lesson, the editor, and the results that are empty", async () => {
  await audit(lesson, "lesson");
  await audit(editor, "editor");
  await audit(results, "results, empty");
});

await test("check is the primary action, and becomes cancel while it runs", async () => {
  await write("package hello\n\nfunc Greet(name string) string {\n\tfor {\n\t}\n}\n"); // runs until it is stopped
  const check = results.getByRole("button", { name: /^Check/ });
  await check.click();
  await results.getByRole("button", { name: /Cancel/ }).waitFor();
  await results.waitForTimeout(600); // the first half second of it still belongs to a double click
  await results.getByRole("button", { name: /Cancel/ }).click();
  await check.waitFor();
});

await test("a solution passes, and the next thing is the primary action", async () => {
  await write('// Package hello greets people.\npackage hello\n\n// Greet returns a greeting.\nfunc Greet(name string) string {\n\treturn "Hello, " + name + "!"\n}\n');
  await results.getByRole("button", { name: /^Check/ }).click();
  await results.getByRole("heading", { name: /Passed/ }).waitFor();
  await results.getByRole("button", { name: /^Next/ }).waitFor();
});

await test("axe-core finds nothing on a pass with its history and a comparison, nor on a failure and a task", async () => {
  await results.locator("details.history > summary").click();
  await audit(results, "results, passed");
  await results.getByRole("button", { name: /^Compare with now/ }).first().click();
  await results.locator(".difference").waitFor();
  await audit(results, "results, compared");
  await results.getByRole("button", { name: "Close" }).click();
  await write("package hello\n\nfunc Greet(name string) string { return name }\n");
  await results.getByRole("button", { name: /^Check/ }).click();
  await results.getByText("TestGreetGopher").first().waitFor();
  assert.match(await results.locator(".onward").first().innerText(), /By hand: go /);
  await write("package hello\n\n// Greet greets.\nfunc Greet(name string) string { return  name }\n");
  await results.getByText("For an earlier version of your files. Check again.").waitFor();
  await audit(results, "results, of an earlier version");
  await results.getByRole("button", { name: /^Check/ }).click();
  const format = results.locator("details.check", { hasText: "Alt+Shift+F in the editor" });
  await format.waitFor();
  if (!(await format.evaluate((one) => one.open))) await format.locator("summary").click();
  assert.match(await format.innerText(), /Alt\+Shift\+F in the editor/);
  assert.doesNotMatch(await results.locator("body").innerText(), /`/);
  await audit(results, "results, failed");
  await audit(editor, "editor, after a failure");
  await lesson.getByRole("button", { name: /Your first Check/ }).first().click();
  await lesson.getByText("What this is practice for").waitFor();
  await audit(lesson, "task");
});

await test("two states are compared in one flow: choose the other, Escape leads back to the row", async () => {
  await lesson.getByRole("button", { name: /How this course works/ }).first().click();
  const history = results.locator("details.history");
  if (!(await history.getAttribute("open").then((open) => open !== null))) await history.locator("> summary").click();
  const rows = history.locator("[data-past]");
  await rows.nth(1).waitFor();
  assert.ok((await rows.count()) >= 2);
  await rows.nth(0).getByRole("button", { name: /^Compare with…/ }).click();
  await history.getByText("Choose the other state").waitFor();
  const focused = () => results.evaluate(() => [document.activeElement?.closest("[data-past]")?.dataset.past, document.activeElement?.textContent]);
  const id = (n) => rows.nth(n).getAttribute("data-past");
  assert.deepEqual(await focused(), [await id(1), "With this one"]);
  await results.keyboard.press("Escape");
  assert.deepEqual(await focused(), [await id(0), "Compare with…"]);
  await results.keyboard.press("Enter");
  await results.keyboard.press("Enter");
  await results.locator(".difference").waitFor();
  const title = await results.locator(".difference h2").textContent();
  assert.match(title, /:\d\d:\d\d/, "attempts are told apart by their seconds");
  await results.keyboard.press("Escape");
  await results.locator(".difference").waitFor({ state: "detached" });
  assert.equal((await focused())[0], await id(1));
  const seen = await results.evaluate(() => document.activeElement.getBoundingClientRect().top);
  assert.ok(seen >= 0 && seen < (await results.evaluate(() => innerHeight)));
});

await test("the lesson says what makes it done, and its exercises follow a Check on the same screen", async () => {
  await lesson.getByText("This lesson is done when you have read to its end").waitFor();
  await lesson.locator(".exercises .state.done").first().waitFor();
});

await test("Tab goes on from what is being read", async () => {
  await lesson.evaluate(() => {
    document.activeElement?.blur();
    document.querySelector("main").focus({ preventScroll: true });
    window.scrollTo(0, document.querySelector("section.quiz").offsetTop - 40);
  });
  const before = await lesson.evaluate(() => scrollY);
  assert.ok(before > 200);
  await lesson.keyboard.press("Tab");
  const { top, name } = await lesson.evaluate(() => ({ top: document.activeElement.getBoundingClientRect().top, name: document.activeElement.outerHTML.slice(0, 80) }));
  assert.ok(top >= 0, name);
  assert.ok(Math.abs((await lesson.evaluate(() => scrollY)) - before) < 400, "the place that was read is still there");
});

await test("every control of every page has a name", async () => {
  for (const page of [lesson, editor, results]) {
    const nameless = await page.evaluate(() =>
      [...document.querySelectorAll("button, a[href], input, [role=button], [role=tab]")]
        .filter((e) => e.offsetParent !== null)
        // textContent: the inner text of what is folded is empty.
        .filter((e) => !(e.textContent?.trim() || e.getAttribute("aria-label") || e.getAttribute("aria-labelledby") || e.title || e.labels?.length || e.closest("label")))
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
