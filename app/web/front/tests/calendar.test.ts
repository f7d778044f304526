import assert from "node:assert/strict";
import { test } from "node:test";
import { calendarWeeks, weeksShown } from "../src/home/calendar.ts";

test("weeks begin on Monday, end with today's, and hold each day once", () => {
  for (const today of [new Date(2026, 10, 21, 23, 59), new Date(2026, 10, 23, 0, 1), new Date(2026, 2, 29, 2, 30), new Date(2027, 0, 1)]) {
    const weeks = calendarWeeks({}, today);
    assert.equal(weeks.length, weeksShown);
    const keys = weeks.flat().map((day) => day.key);
    assert.equal(new Set(keys).size, 7 * weeksShown);
    assert.deepEqual(keys, [...keys].sort());
    for (const week of weeks) assert.equal(new Date(`${week[0]?.key}T12:00:00`).getDay(), 1);
    const now = weeks.flat().filter((day) => !day.ahead).pop();
    assert.equal(now?.key, `${today.getFullYear()}-${String(today.getMonth() + 1).padStart(2, "0")}-${String(today.getDate()).padStart(2, "0")}`);
  }
});

test("attempts stand at their day", () => {
  const day = calendarWeeks({ "2026-11-18": 3 }, new Date(2026, 10, 21)).flat().find((one) => one.attempts);
  assert.equal(day?.key, "2026-11-18");
});
