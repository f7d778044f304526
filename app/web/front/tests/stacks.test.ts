import assert from "node:assert/strict";
import test from "node:test";
import { beginning, functionName, ownFile, ownFirst, parseGoroutines, parseRaces } from "../src/shared/stacks.ts";

const race = `==================
WARNING: DATA RACE
Write at 0x00c00001c0d8 by goroutine 8:
  assay/pool.(*Counter).Inc()
      /build/pool/pool.go:24 +0x44
  assay/pool.TestCount.func1()
      /build/pool/pool_test.go:18 +0x2f

Previous read at 0x00c00001c0d8 by main goroutine:
  assay/pool.(*Counter).Value()
      /build/pool/pool.go:31 +0x3a
  testing.tRunner()
      /usr/lib/go/src/testing/testing.go:1792 +0x225

Goroutine 8 (running) created at:
  assay/pool.TestCount()
      /build/pool/pool_test.go:17 +0x88
==================
`;

test("parseRaces reads both accesses and where goroutines began", () => {
  const [found, more] = parseRaces(race);
  assert.equal(more, undefined);
  assert.deepEqual(found?.accesses.map(({ operation, previous, who }) => ({ operation, previous, who })), [
    { operation: "write", previous: false, who: "goroutine 8" },
    { operation: "read", previous: true, who: "main goroutine" },
  ]);
  assert.deepEqual(found?.accesses[0]?.frames[0], { function: "pool.(*Counter).Inc", file: "/build/pool/pool.go", line: 24 });
  assert.equal(found?.accesses[1]?.frames.length, 2);
  assert.deepEqual(found?.created.map((one) => [one.who, one.frames[0]?.line]), [["goroutine 8", 17]]);
});

test("parseRaces reads a report that is cut off at its lines of signs, and several", () => {
  const cut = race.slice(race.indexOf("WARNING"), race.lastIndexOf("===="));
  assert.equal(parseRaces(cut.replace(/=+\s*$/, ""))[0]?.accesses.length, 2);
  assert.equal(parseRaces(race + race).length, 2);
});

test("parseRaces makes nothing of what is no race report", () => {
  for (const text of ["", "WARNING: DATA RACE", "Write at 0x1 by goroutine 1:\n", race.slice(0, 60), "=".repeat(5000)]) {
    assert.deepEqual(parseRaces(text), []);
  }
});

test("parseGoroutines reads where it waits and where it began", () => {
  const [found] = parseGoroutines(`goroutine 21 [chan receive, 2 minutes]:
assay/pool.worker(0xc000026180, {0x1, 0x2})
	/build/pool/pool.go:28 +0x45
created by assay/pool.Run in goroutine 19
	/build/pool/pool.go:22 +0x85

goroutine 22 gp=0xc0 m=nil [select]:
main.main()
	/build/main.go:3 +0x1
`);
  assert.equal(found?.state, "chan receive");
  assert.deepEqual(found?.frames, [{ function: "pool.worker", file: "/build/pool/pool.go", line: 28 }]);
  assert.equal(found?.created?.line, 22);
  assert.deepEqual(parseGoroutines("no goroutine here"), []);
});

test("beginning is the learner's own line where a library made the goroutine", () => {
  const [byLibrary, byLearner, foreign] = parseGoroutines(`goroutine 21 [chan receive]:
runtime.gopark()
	/go/src/runtime/proc.go:9
assay/pool.wait(0xc000026180)
	/build/pool/pool.go:28 +0x45
assay/pool.Run.func1()
	/build/pool/pool.go:17 +0x45
sync.(*WaitGroup).Go.func1()
	/go/src/sync/waitgroup.go:239 +0x4a
created by sync.(*WaitGroup).Go in goroutine 19
	/go/src/sync/waitgroup.go:237 +0x85

goroutine 22 [select]:
assay/pool.worker()
	/build/pool/pool.go:30 +0x45
created by assay/pool.Run in goroutine 19
	/build/pool/pool.go:22 +0x85

goroutine 23 [select]:
time.wait()
	/go/src/time/x.go:1
created by time.start in goroutine 1
	/go/src/time/x.go:2
`);
  assert.equal(byLibrary && beginning(byLibrary, ["pool.go"])?.line, 17);
  assert.equal(byLearner && beginning(byLearner, ["pool.go"])?.line, 22);
  assert.equal(foreign && beginning(foreign, ["pool.go"])?.line, 2);
});

test("functionName leaves out folders and arguments, never the receiver", () => {
  assert.equal(functionName("  assay/x/pool.(*Pool).Run.func1(0x1, 0x2)"), "pool.(*Pool).Run.func1");
  assert.equal(functionName("main.main()"), "main.main");
  assert.equal(functionName("pool.Map[...](...)"), "pool.Map[...]");
});

test("ownFirst puts the learner's frames in front and keeps their order", () => {
  const frames = ["/go/src/sync/mutex.go", "/b/pool.go", "/b/other.go", "/b/sub/pool.go"].map((file, line) => ({ function: "f", file, line }));
  assert.deepEqual(ownFirst(frames, ["pool.go"]).map((frame) => frame.line), [1, 3, 0, 2]);
  assert.equal(ownFile("/b/mypool.go", ["pool.go"]), null);
});
