import assert from "node:assert/strict";
import test from "node:test";
import { markerKey, Markers } from "../src/shared/marker.ts";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test("what is asked behind the keys waits for the marker, whichever of the two comes first", () => {
  const markers = new Markers();
  const done: string[] = [];
  markers.behind(1, () => done.push("first"));
  assert.deepEqual(done, []);
  assert.equal(markers.key("a"), false);
  assert.deepEqual(done, []);
  assert.equal(markers.key(markerKey), true);
  assert.deepEqual(done, ["first"]);
  markers.key(markerKey); // the key overtook the signal
  markers.behind(2, () => done.push("second"));
  assert.deepEqual(done, ["first", "second"]);
  markers.behind(0, () => done.push("no marker"));
  assert.deepEqual(done, ["first", "second", "no marker"]);
});

test("a marker that never comes holds up nothing for ever, and is not waited for again", async () => {
  const markers = new Markers(20);
  let calls = 0;
  markers.behind(1, () => calls++);
  markers.behind(3, () => calls++);
  markers.key(markerKey);
  assert.equal(calls, 1);
  await pause(60);
  assert.equal(calls, 2);
  markers.behind(3, () => calls++);
  assert.equal(calls, 3);
});
