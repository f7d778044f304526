import assert from "node:assert/strict";
import test from "node:test";
import { nextInSight } from "../src/lesson/tab.ts";

test("Tab goes to the first thing in sight, Shift+Tab to the last, never back to the top of the page", () => {
  const all = [{ top: -900, bottom: -880 }, { top: -10, bottom: 15 }, { top: 300, bottom: 320 }, { top: 700, bottom: 720 }, { top: 1400, bottom: 1420 }];
  assert.equal(nextInSight(all, 800, false), 2);
  assert.equal(nextInSight(all, 800, true), 3);
  assert.equal(nextInSight(all.slice(4), 800, false), 0); // nothing in sight: what comes next
  assert.equal(nextInSight(all.slice(0, 1), 800, true), 0);
  assert.equal(nextInSight(all.slice(0, 2), 800, false), -1); // the page's end: on to the next pane
  assert.equal(nextInSight([], 800, true), -1);
});
