import assert from "node:assert/strict";
import test from "node:test";
import { ceiling, columns, padded } from "../src/progress/chart.ts";

const week = (from: string, attempts: number, passed: number) => ({ from, attempts, passed, solved: 0, lessons: 0 });

test("the axis ends at a round number that holds the largest week", () => {
  assert.deepEqual([0, 1, 2, 3, 7, 10, 11, 48, 51, 999, 1000].map(ceiling), [1, 1, 2, 5, 10, 10, 20, 50, 100, 1000, 1000]);
});

test("a column is as high as its week, what passed never higher, and a month is named where it begins", () => {
  const made = columns([week("2026-10-19", 10, 10), week("2026-10-26", 5, 0), week("2026-11-02", 0, 0)], 10);
  assert.deepEqual(made.map((one) => one.all), [120, 60, 0]);
  assert.deepEqual(made.map((one) => one.passed), [120, 0, 0]);
  assert.deepEqual(made.map((one) => one.month), [null, null, "Nov"]); // October has no room for its name: two columns
  assert.deepEqual(columns([week("2026-10-05", 1, 1), week("2026-10-12", 1, 1), week("2026-10-19", 1, 1)], 1).map((one) => one.month), ["Oct", null, null]);
});

test("a short history stands at the end of half a year", () => {
  const made = padded([week("2026-11-16", 3, 1)]);
  assert.equal(made.length, 26);
  assert.deepEqual([made[24]?.from, made[24]?.attempts, made[25]?.from, made[25]?.attempts], ["2026-11-09", 0, "2026-11-16", 3]);
  assert.equal(padded(Array.from({ length: 40 }, () => week("2026-01-05", 1, 0))).length, 40);
  assert.deepEqual(padded([]), []);
});
