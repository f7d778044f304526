import assert from "node:assert/strict";
import test from "node:test";
import { split } from "../src/progress/split.ts";
import { when } from "../src/shared/time.ts";

test("what the course does not cover is kept apart, in its order", () => {
  const skill = (title: string, state: "proved" | "taught" | "absent") => ({ id: title, title, state, places: [] });
  const { covered, absent } = split([skill("a", "absent"), skill("b", "taught"), skill("c", "absent"), skill("d", "proved")]);
  assert.deepEqual([covered, absent].map((list) => list.map((one) => one.title).join("")), ["bd", "ac"]);
});

test("two attempts within a minute have two names, also those of another day", () => {
  const now = new Date(2026, 10, 21, 21, 0).getTime();
  for (const first of [new Date(2026, 10, 21, 20, 35, 4), new Date(2026, 9, 3, 20, 35, 4)]) {
    const names = [0, 20_000].map((later) => when(first.getTime() + later, now, true));
    assert.notEqual(names[0], names[1]);
    assert.match(names[0] as string, /35:04/);
  }
  assert.doesNotMatch(when(new Date(2026, 10, 21, 20, 35, 4).getTime(), now), /35:04/);
});
