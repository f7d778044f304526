// Role: what C++ would send, made up: one entry per picture that dev/screens.mjs takes. Also a second reading of CHANNEL.md.

const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

const pool = `package main

import (
	"fmt"
	"sync"
)

// worker sums what it receives and tells the total once.
func worker(jobs <-chan int, sums chan<- int, wg *sync.WaitGroup) {
	defer wg.Done()
	total := 0
	for n := range jobs {
		total += n // nobody else touches total
	}
	sums <- total
}

func main() {
	jobs, sums := make(chan int), make(chan int, 2)
	var wg sync.WaitGroup
	for range 2 {
		wg.Add(1)
		go worker(jobs, sums, &wg)
	}
	for n := range 4 {
		jobs <- n
	}
	close(jobs)
	wg.Wait()
	fmt.Printf("sum: %d\\n", <-sums+<-sums)
}
`;
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 90" width="420" height="90"><defs><marker id="a" markerWidth="8" markerHeight="8" refX="7" refY="4" orient="auto"><path d="M0 0L8 4L0 8z" fill="#565F6A"/></marker></defs><g fill="none" stroke="#565F6A"><rect x="1" y="25" width="100" height="40" rx="6"/><rect x="160" y="25" width="100" height="40" rx="6"/><rect x="318" y="25" width="100" height="40" rx="6"/><path d="M101 45H158" marker-end="url(#a)"/><path d="M260 45H316" marker-end="url(#a)"/></g><g fill="#808890" font-family="Inter" font-size="14" text-anchor="middle"><text x="51" y="50">jobs</text><text x="210" y="50">workers</text><text x="368" y="50">results</text></g></svg>`;

const lessonHtml = `<h1 id="worker-pools" data-line="9">Worker pools</h1>
<p data-line="11">A goroutine costs little, but what it <em>does</em> may cost a lot: an open file, a connection, a slice of memory. A pool puts a number on that. <code>n</code> goroutines take work from one channel, so at most <code>n</code> pieces are in flight, whatever comes in.</p>
<h2 id="the-shape" data-line="13">The shape</h2>
<figure class="diagram" data-diagram="abc"></figure>
<p data-line="15">Three rules keep it simple, and each of them is about who may close what:</p>
<ol data-line="17"><li>The one who <strong>sends</strong> closes the jobs channel, and nobody else.</li><li>The workers end when <code>range jobs</code> ends. See <a href="#when-it-leaks">when it leaks</a>.</li><li>Results are closed after <code>wg.Wait()</code>.</li></ol>
<section class="snippet" data-snippet="s1" data-run="true" data-line="20"><pre><code class="language-go">${escape(pool)}</code></pre></section>
<h2 id="how-many" data-line="50">How many workers</h2>
<table data-line="52"><thead><tr><th>Work that waits for</th><th>Start with</th><th align="right">Measure</th></tr></thead><tbody><tr><td>the processor</td><td><code>runtime.GOMAXPROCS(0)</code></td><td align="right">throughput</td></tr><tr><td>a database</td><td>the size of its connection pool</td><td align="right">waiting time</td></tr></tbody></table>
<blockquote data-line="57"><p>A limit that nobody measured is a guess with a number on it.</p></blockquote>
<p data-line="59">What is only shown has no button:</p>
<section class="snippet" data-snippet="s2" data-line="60"><pre><code class="language-go">for range n {
	wg.Go(func() { work(jobs) }) // Go 1.25: Add, go and Done in one
}
</code></pre></section>
<h2 id="when-it-leaks" data-line="66">When it leaks</h2>
<section class="quiz" data-quiz="q1" data-line="68"><p class="question">Which of these leave a goroutine behind?</p><ul><li data-option="0">The sender returns early and does not close <code>jobs</code>.</li><li data-option="1">A worker reads from a closed channel.</li><li data-option="2">Nobody reads the results, and the channel has no room.</li></ul></section>
<h2 id="checkpoint" data-line="90">Checkpoint</h2>
<ul data-line="92"><li class="task" data-check="c1"><input type="checkbox" disabled> I ran the program with four workers</li><li class="task" data-check="c2"><input type="checkbox" disabled> I can say who closes <code>jobs</code>, and why</li></ul>`;

const lesson = {
  kind: "lesson", id: "worker-pools", title: "Worker pools", html: lessonHtml, base: "assay://course/concurrency/worker-pools/",
  phase: { id: "concurrency", title: "Concurrency" }, minutes: 12,
  objectives: ["you can bound the work that is in flight", "you can say who closes which channel", "you can stop a pool without losing work"],
  ticks: ["c1"], marked: false, quizzes: [{ id: "q1", multiple: true }],
  exercises: [
    { id: "pool", title: "A pool of workers", minutes: 25, points: 10, difficulty: 4, state: "begun" },
    { id: "order", title: "Results in order", minutes: 30, points: 10, difficulty: 5, state: "new" },
  ],
  previous: { kind: "lesson", id: "goroutines", title: "Goroutines" }, next: { kind: "exercise", id: "pool", title: "A pool of workers" },
};
const answer = {
  chosen: [0, 1], correct: false,
  options: [
    { correct: true, whyHtml: "<p>The workers wait in <code>range jobs</code> for ever.</p>" },
    { correct: false, whyHtml: "<p>A closed channel gives the zero value at once: <code>range</code> ends.</p>" },
    { correct: true, whyHtml: "<p>Each worker waits to send.</p>" },
  ],
};

const task = {
  ...lesson, kind: "task", id: "pool", title: "A pool of workers", points: 10, minutes: 25, difficulty: 4, version: "1.2.0",
  html: `<h1 id="a-pool-of-workers">A pool of workers</h1><p>Write <code>Run</code>: it calls each job, at most <code>n</code> at a time, and returns the results in the order of the jobs.</p><pre><code class="language-go">func Run(n int, jobs []Job) ([]int, error)\n</code></pre><ul><li>No goroutine is left behind when it returns.</li><li>The first error is returned, and no new job begins after it.</li></ul>`,
  objectives: [], exercises: [], ticks: [], quizzes: [], lessons: [{ id: "worker-pools", title: "Worker pools" }],
  previous: null, next: { kind: "exercise", id: "order", title: "Results in order" },
};

const editorFiles = [
  { name: "pool.go", content: `package pool

import (
	"context"
	"fmt"
	"sync"
)

// Job is one piece of work.
type Job func(ctx context.Context) (int, error)

const limit = 0x10

// Run calls each job, at most n at a time, and returns the results in the order of the jobs.
func Run(ctx context.Context, n int, jobs []Job) ([]int, error) {
	if n <= 0 {
		return nil, fmt.Errorf("pool: n is %d, want at least 1", n)
	}
	results := make([]int, len(jobs))
	var wg sync.WaitGroup
	for i, job := range jobs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			results[i], _ = job(ctx)
		}()
	}
	wg.Wait()
	return reslts, nil
}
`, revision: 4, readonly: false },
  { name: "pool_test.go", content: "package pool\n\nimport \"testing\"\n\nfunc TestOrder(t *testing.T) {\n\tt.Log(\"…\")\n}\n", revision: 0, readonly: true, why: "test" },
];
const editor = {
  exercise: { id: "pool", title: "A pool of workers" }, files: editorFiles, active: "pool.go",
  carets: { "pool.go": { anchor: 420, head: 420 } }, settings: { tabSize: 4, vim: false }, canReset: true,
};
const editorDiagnostics = [
  { file: "pool.go", line: 28, column: 9, severity: "error", code: "build", message: "undefined: reslts" },
  { file: "pool.go", line: 24, column: 4, severity: "warning", code: "vet/unused", message: "the error of job is thrown away" },
];

const passedTest = (name, ms = 1) => ({ name, verdict: "passed", hidden: false, duration_ms: ms });
const check = (id, kind, title, verdict, points, max, more = {}) => ({ id, kind, title, verdict, points, max, duration_ms: 12, tests: [], diagnostics: [], ...more });
const frame = (report) => ({
  schema: "assay.report/1", exercise: { id: "pool", version: "1.2.0" }, submission: { hash: "x", files: ["pool.go"] },
  usage: { wall_ms: 640, cpu_ms: 500, peak_memory_bytes: 21_000_000 }, isolation: { level: "full" },
  toolchain: { language: "go", version: "go1.26.8", platform: "linux/amd64" }, ...report,
});
const failedReport = frame({
  verdict: "failed", score: { points: 6, max: 10 },
  checks: [
    check("build", "build", "It compiles", "passed", 0, 0),
    check("tests", "tests", "Behaviour", "failed", 4, 8, {
      tests: [
        passedTest("TestEmpty"),
        { name: "TestOrder", verdict: "failed", hidden: false, duration_ms: 3, file: "pool_test.go", line: 31,
          message: "the results are not in the order of the jobs", expected: "[1 2 3 4] <nil>", got: "[2 1 3 4] <nil>",
          output: "worker 1 took job 0\nworker 2 took job 1\u001b[31m red \u0000\n" },
        { name: "TestOrder/one", verdict: "passed", hidden: false, subtest: true, duration_ms: 1 },
        passedTest("TestStops"),
        { name: "hidden 1", verdict: "failed", hidden: true, message: "With a cancelled context no job may begin." },
        { name: "hidden 2", verdict: "passed", hidden: true },
      ],
    }),
    check("vet", "vet", "Nothing for vet to find", "passed", 2, 2, {
      diagnostics: [{ file: "pool.go", line: 24, column: 4, severity: "warning", code: "vet/unused", message: "the error of job is thrown away" }],
    }),
  ],
});
const results = {
  exercise: { id: "pool", title: "A pool of workers", version: "1.2.0", points: 10 }, state: "report", report: failedReport,
  headline: "2 of 5 tests fail. First: TestOrder.", changes: { newlyPassed: ["TestStops"], newlyFailed: [] },
  history: [
    { at: Date.now() - 60_000, verdict: "failed", points: 6, max: 10 }, { at: Date.now() - 400_000, verdict: "failed", points: 4, max: 10 },
    { at: Date.now() - 90_000_000, verdict: "compile_error", points: 0, max: 10 },
  ],
  hints: { total: 3, opened: ["<p>Where does the order get lost: when a job begins, or when its result is put down?</p>"] },
  solution: "locked", can: { check: true, run: true }, prepared: true,
};
const raceText = `==================
WARNING: DATA RACE
Write at 0x00c00001c0d8 by goroutine 8:
  assay/pool.(*Counter).Inc()
      /build/pool/pool.go:24 +0x44
  assay/pool.TestCount.func1()
      /build/pool/pool_test.go:18 +0x2f

Previous read at 0x00c00001c0d8 by goroutine 7:
  assay/pool.(*Counter).Value()
      /build/pool/pool.go:31 +0x3a
  assay/pool.TestCount()
      /build/pool/pool_test.go:22 +0x1e
  testing.tRunner()
      /usr/lib/go/src/testing/testing.go:1792 +0x225

Goroutine 8 (running) created at:
  assay/pool.TestCount()
      /build/pool/pool_test.go:17 +0x88
==================
`;
const leakText = `goroutine 21 [chan receive]:
assay/pool.worker(0xc000026180)
	/build/pool/pool.go:28 +0x45
created by assay/pool.Run in goroutine 19
	/build/pool/pool.go:22 +0x85
`;
const one = (verdict, headline, test) => ({
  ...results, headline, changes: null, history: [],
  report: frame({ verdict, score: { points: 2, max: 10 }, checks: [
    check("build", "build", "It compiles", "passed", 0, 0),
    check("tests", "tests", "Behaviour", verdict, 2, 8, { tests: [{ name: "TestCount", verdict, hidden: false, duration_ms: 40, ...test }, passedTest("TestZero")] }),
  ] }),
});

const home = {
  course: { title: "Production Go" }, first: false,
  continue: { kind: "exercise", id: "pool", title: "A pool of workers", phase: "Concurrency", minutes: 25 },
  phases: [
    { id: "warm-up", title: "Warm-up", summary: "The parts of Go that everything else stands on.", state: "done", lessons: { done: 2, total: 2 }, exercises: { done: 3, total: 3 } },
    { id: "concurrency", title: "Concurrency", summary: "Goroutines, channels, and how to know that they end.", state: "begun", lessons: { done: 1, total: 2 }, exercises: { done: 1, total: 4 }, next: { kind: "exercise", id: "pool", title: "A pool of workers" } },
    { id: "errors", title: "Errors", summary: "Wrapping, telling apart, trying again.", state: "new", lessons: { done: 0, total: 2 }, exercises: { done: 0, total: 3 }, next: { kind: "lesson", id: "wrapping", title: "Wrapping errors" } },
    { id: "testing", title: "Testing", summary: "Tables, fakes, and servers under test.", state: "new", lessons: { done: 0, total: 2 }, exercises: { done: 0, total: 2 } },
    { id: "deployment", title: "Deployment", summary: "Small images, clean shutdown, builds for other machines.", state: "new", lessons: { done: 0, total: 2 }, exercises: { done: 0, total: 2 } },
  ],
  recent: [
    { kind: "exercise", id: "pool", title: "A pool of workers", at: Date.now() - 60_000, verdict: "failed", points: 6, max: 10 },
    { kind: "exercise", id: "race", title: "A race", at: Date.now() - 86_400_000, verdict: "passed", points: 10, max: 10 },
    { kind: "lesson", id: "goroutines", title: "Goroutines", at: Date.now() - 3 * 86_400_000 },
  ],
  marks: [{ kind: "lesson", id: "wrapping", title: "Wrapping errors" }],
};

/** name → {page, emit: [[signal, …args]], then?: what a reader does} */
export const pictures = {
  lesson: { page: "lesson", emit: [["show", lesson], ["diagrams", { theme: "light", svg: { abc: svg } }]] },
  "lesson-live": {
    page: "lesson", emit: [["show", { ...lesson, quizzes: [{ id: "q1", multiple: true, answer }] }], ["diagrams", { theme: "light", svg: { abc: svg } }]],
    then: async (page) => {
      await page.locator(".snippet .run").click();
      await page.locator(".output pre").waitFor();
      await page.evaluate(() => document.querySelector(".snippet-bar").scrollIntoView());
    },
  },
  "lesson-quiz": {
    page: "lesson", emit: [["show", { ...lesson, marked: true, quizzes: [{ id: "q1", multiple: true, answer }] }], ["diagrams", { theme: "light", svg: { abc: svg } }]],
    then: (page) => page.evaluate(() => document.querySelector("#how-many").scrollIntoView()),
  },
  "lesson-end": {
    page: "lesson", emit: [["show", lesson]],
    then: (page) => page.evaluate(() => window.scrollTo(0, 1e6)),
  },
  "lesson-narrow": { page: "lesson", size: { width: 480, height: 800 }, emit: [["show", lesson], ["diagrams", { theme: "light", svg: { abc: svg } }]] },
  task: { page: "lesson", emit: [["show", task]] },
  editor: { page: "editor", size: { width: 640, height: 560 }, emit: [["show", editor], ["diagnostics", editorDiagnostics], ["failing", [{ file: "pool.go", line: 26, message: "TestOrder: it was still waiting here" }]]] },
  "editor-readonly": { page: "editor", size: { width: 640, height: 400 }, emit: [["show", { ...editor, active: "pool_test.go" }]] },
  "editor-search": {
    page: "editor", size: { width: 640, height: 560 }, emit: [["show", editor]],
    then: async (page) => {
      await page.locator(".cm-content").click();
      await page.keyboard.press("Control+f");
      await page.keyboard.type("job");
    },
  },
  "editor-empty": { page: "editor", size: { width: 640, height: 400 }, emit: [["show", { exercise: null, files: [], settings: { tabSize: 4, vim: false }, canReset: false }]] },
  results: { page: "results", size: { width: 560, height: 720 }, emit: [["show", results]] },
  "results-passed": { page: "results", size: { width: 560, height: 520 }, emit: [["show", {
    ...results, headline: "Passed. 10 of 10 points.", next: { kind: "exercise", id: "order", title: "Results in order" }, solution: "open",
    report: { ...failedReport, verdict: "passed", score: { points: 10, max: 10 }, checks: failedReport.checks.map((c) => ({ ...c, verdict: "passed", points: c.max, tests: c.tests.map((x) => passedTest(x.name)) })) },
  }]] },
  "results-race": { page: "results", size: { width: 640, height: 640 }, emit: [["show", one("raced", "Data race in TestCount.", { message: "Counter.Inc and Counter.Value use n without a lock", details: raceText })]] },
  "results-leak": { page: "results", size: { width: 560, height: 560 }, emit: [["show", one("leaked", "TestCount leaves a goroutine behind.", { message: "1 goroutine was still there 1 s after the test", details: leakText })]] },
  "results-compile": { page: "results", size: { width: 560, height: 480 }, emit: [["show", { ...results, headline: "It does not compile: 1 error in pool.go, line 28.", changes: null,
    report: frame({ verdict: "compile_error", score: { points: 0, max: 10 }, checks: [check("build", "build", "It compiles", "compile_error", 0, 0, { diagnostics: [{ file: "pool.go", line: 28, column: 9, severity: "error", message: "undefined: reslts" }] }), check("tests", "tests", "Behaviour", "not_run", 0, 8)] }) }]] },
  "results-grading": { page: "results", size: { width: 560, height: 400 }, emit: [["show", results], ["progress", { what: "check", step: "running", check: "Behaviour", test: "TestOrder", done: 2, total: 5, elapsed: 3200 }]] },
  "results-ran": { page: "results", size: { width: 560, height: 400 }, emit: [["show", { ...results, state: "ran", ran: { verdict: "crashed", message: "panic: runtime error: index out of range [3] with length 3", output: "reading 3 jobs\n", errors: "panic: runtime error: index out of range [3] with length 3\n\ngoroutine 1 [running]:\nmain.main()\n\t/build/main.go:12 +0x1d\n", exitCode: 2, ms: 130, diagnostics: [], kind: "program" } }]] },
  "results-empty": { page: "results", size: { width: 560, height: 400 }, emit: [["show", { ...results, state: "empty", report: null, hints: { total: 3, opened: [] }, history: [], changes: null, prepared: false }], ["preparation", { done: 40, total: 100 }]] },
  "results-none": { page: "results", size: { width: 560, height: 400 }, emit: [["show", { ...results, exercise: null, state: "empty", report: null, hints: { total: 0, opened: [] }, history: [], can: { check: false, run: false } }]] },
  "results-error": { page: "results", size: { width: 560, height: 480 }, emit: [["show", { ...results, state: "error", error: { what: "The grader could not start its sandbox: user namespaces are off on this system.", safe: "Your work is saved.", todo: "Turn them on with:", command: "sudo sysctl -w kernel.unprivileged_userns_clone=1", more: "bwrap: No permissions to create new namespace" } }]] },
  home: { page: "home", emit: [["show", home]] },
  "home-first": { page: "home", emit: [["show", { ...home, first: true, continue: { kind: "lesson", id: "how", title: "How this works", phase: "Warm-up", minutes: 6 }, recent: [], marks: [], phases: home.phases.map((p) => ({ ...p, state: "new", lessons: { ...p.lessons, done: 0 }, exercises: { ...p.exercises, done: 0 } })), preparing: { done: 30, total: 100 } }]] },
};
