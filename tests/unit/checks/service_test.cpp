// The whole kind: a real server in the real sandbox.
#include <catch2/catch_test_macros.hpp>

#include "support/real_judge.h"

using namespace assay;
using namespace assay::checks;
using support::realJudge;
using support::TinyCourse;

namespace {

const char* const kHead =
    "[files]\neditable = [\"main.go\"]\n[[check]]\nid = \"service\"\nkind = \"service\"\npoints = 10\nargs = [\"127.0.0.1:{port}\", \"{data}\"]\ndata = true\n"
    "ready = { path = \"/readyz\" }\n";
const char* const kUpstreamEnv = "env = { UP = \"http://127.0.0.1:{upstream}\" }\n";

// A server that can do right and wrong, by its paths.
const char* const kServer = R"(package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"time"
)

func main() {
	log := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	var hits atomic.Int64
	file := filepath.Join(os.Args[2], "note")
	mux := http.NewServeMux()
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {})
	mux.HandleFunc("GET /hello", func(w http.ResponseWriter, r *http.Request) {
		hits.Add(1)
		log.Info("hello", "request_id", r.Header.Get("X-Request-Id"), "path", r.URL.Path)
		http.SetCookie(w, &http.Cookie{Name: "seen", Value: "yes"})
		fmt.Fprintf(w, "hello %s\n", r.FormValue("name"))
	})
	mux.HandleFunc("GET /cookie", func(w http.ResponseWriter, r *http.Request) {
		c, err := r.Cookie("seen")
		if err != nil {
			w.WriteHeader(401)
			return
		}
		fmt.Fprint(w, c.Value)
	})
	mux.HandleFunc("PUT /note", func(w http.ResponseWriter, r *http.Request) {
		os.WriteFile(file, []byte(r.FormValue("text")), 0o600)
		w.Header().Set("Location", "/note")
	})
	mux.HandleFunc("GET /note", func(w http.ResponseWriter, r *http.Request) {
		text, err := os.ReadFile(file)
		if err != nil {
			w.WriteHeader(404)
		}
		w.Write(text)
	})
	mux.HandleFunc("GET /count", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, hits.Add(1)) })
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "# TYPE hits_total counter\nhits_total{route=\"/hello\"} %d\n", hits.Load())
	})
	mux.HandleFunc("GET /events", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		for i := 0; r.Context().Err() == nil; i++ {
			fmt.Fprintf(w, "data: %d\n\n", i)
			w.(http.Flusher).Flush()
			time.Sleep(5 * time.Millisecond)
		}
	})
	mux.HandleFunc("GET /slow", func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(300 * time.Millisecond)
		fmt.Fprintln(w, "done")
	})
	mux.HandleFunc("GET /hang", func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	mux.HandleFunc("GET /die", func(w http.ResponseWriter, r *http.Request) { go panic("dying") })
	mux.HandleFunc("GET /exit", func(w http.ResponseWriter, r *http.Request) { os.Exit(7) })
	server := &http.Server{Addr: os.Args[1], Handler: mux, ReadHeaderTimeout: 300 * time.Millisecond}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	drained := make(chan error)
	go func() {
		<-ctx.Done()
		drained <- server.Shutdown(context.Background())
	}()
	server.ListenAndServe()
	<-drained
}
)";

CheckResult play(const std::string& steps, const std::string& server = kServer) {
    const TinyCourse course(kHead + steps, {{"starter/main.go", "package main\n\nfunc main() {}\n"}, {"solution/main.go", "package main\n\nfunc main() {}\n"}});
    CheckResult result = realJudge().grade(course, {{"main.go", server}}).checks.front();
    UNSCOPED_INFO(result.message);
    for (const TestResult& test : result.tests) UNSCOPED_INFO(test.name << ": " << name(test.verdict) << " " << test.message << "\n" << test.details << test.output);
    return result;
}

std::string step(const std::string& title, const std::string& rest) { return "[[check.step]]\nname = \"" + title + "\"\n" + rest + "\n"; }

}  // namespace

TEST_CASE("service: requests, variables, cookies, load, logs, metrics, events, drain", "[service]") {
    const CheckResult result = play(
        step("hello", "request = { path = \"/hello?name=ada\", headers = { X-Request-Id = \"r1\" } }\nexpect = { status = 200, body = \"hello ada\\n\", headers = { Content-Type = \"text/plain; charset=utf-8\" } }\nsave = { who = \"body:hello (.*)\" }") +
        step("cookie", "request = { path = \"/cookie\" }\nexpect = { body = \"yes\" }") + step("no cookie", "request = { path = \"/cookie\", cookies = false }\nexpect = { status = 401 }") +
        step("variable", "request = { path = \"/hello?name=${who}\" }\nexpect = { body = \"hello ${who}\\n\" }") + step("load", "load = { path = \"/hello?name=l\", requests = 100, concurrency = 20 }\nexpect = { status = 200 }") +
        step("logs", "logs = { each_has = [\"time\", \"level\", \"msg\", \"request_id\"], where = { request_id = \"r1\" }, at_least = 1 }") +
        step("metrics", "metrics = { path = \"/metrics\", has = [{ name = \"hits_total\", type = \"counter\", labels = { route = \"/hello\" }, value = 102 }] }") +
        step("events", "events = { path = \"/events\", at_least = 3 }\nexpect = { status = 200, body_matches = \"data: 2\" }") +
        step("half a request", "raw = { send = \"GET / HTTP/1.1\\r\\n\", meanwhile = { path = \"/hello?name=m\", expect = { status = 200 } } }\nexpect = { closed = true, within_ms = 3000 }") +
        step("drains", "signal = { in_flight = { path = \"/slow\" }, requests = 3, after_ms = 50, refuses_new = true }\nexpect = { status = 200, body = \"done\\n\", exit = 0, exit_within_ms = 3000 }") +
        step("logs still", "logs = { at_least = 100 }"));
    CHECK(result.verdict == Verdict::Passed);
    CHECK(result.points == Points(10));
}

TEST_CASE("service: what was acknowledged is still there after a kill", "[service]") {
    const CheckResult result = play(step("put", "request = { method = \"PUT\", path = \"/note?text=kept\" }\nexpect = { status = 200 }") + step("kill", "restart = { signal = \"KILL\" }") +
                                    step("get", "request = { path = \"/note\" }\nexpect = { body = \"kept\" }") + step("restart", "restart = {}") + step("get again", "request = { path = \"/note\" }\nexpect = { body = \"kept\" }"));
    CHECK(result.verdict == Verdict::Passed);
}

TEST_CASE("service: a failing step shows request, answer and expectation", "[service]") {
    const CheckResult result = play(step("hello", "request = { path = \"/hello?name=eve\" }\nexpect = { body = \"hello ada\\n\" }") + step("same", "request = { path = \"/count\", times = 2 }\nexpect = { same = true }") +
                                    step("late", "request = { path = \"/hang\" }\nexpect = { within_ms = 200 }") + step("fine", "request = { path = \"/hello\" }\nexpect = { status = 200 }"));
    CHECK(result.verdict == Verdict::Failed);
    REQUIRE(result.tests.size() == 4);
    CHECK(result.tests[0].expected == "hello ada\n");
    CHECK(result.tests[0].got == "hello eve\n");
    CHECK(result.tests[0].details.find("GET /hello?name=eve") != std::string::npos);
    CHECK(result.tests[1].message.find("another answer") != std::string::npos);
    CHECK(result.tests[2].message.find("did not answer in time") != std::string::npos);
    CHECK(result.tests[3].verdict == Verdict::Passed);
    CHECK(result.points == Points(5, 2));
}

TEST_CASE("service: a server that dies is told how, and the rest is not run", "[service]") {
    const CheckResult crashed = play(step("die", "request = { path = \"/die\" }\nexpect = { status = 204 }") + step("after", "request = { path = \"/hello\" }\nexpect = { status = 200 }"));
    CHECK(crashed.verdict == Verdict::Crashed);
    REQUIRE(crashed.tests.size() == 2);
    CHECK(crashed.tests[0].message.find("dying") != std::string::npos);
    CHECK(crashed.tests[1].verdict == Verdict::NotRun);
    const CheckResult exited = play(step("exit", "request = { path = \"/exit\" }\nexpect = { status = 200 }"));
    CHECK(exited.verdict == Verdict::Failed);
    CHECK(exited.tests[0].message.find("status 7") != std::string::npos);
}

TEST_CASE("service: hidden steps tell nothing but their sentence", "[service]") {
    const CheckResult result = play(step("seen", "request = { path = \"/hello?name=a\" }\nexpect = { status = 200 }") +
                                    step("a secret", "hidden = true\nreveal = \"Greet everybody.\"\nrequest = { path = \"/hello?name=topsecret\", headers = { X-Request-Id = \"topsecret\" } }\nexpect = { status = 201 }") +
                                    step("logs", "logs = { each_has = [\"nothing\"] }"));
    REQUIRE(result.tests.size() == 3);
    CHECK(result.tests[1].name == "hidden 1");
    CHECK(result.tests[1].message == "Greet everybody.");
    for (const TestResult& test : result.tests) CHECK((test.message + test.details + test.output + test.got + test.expected + test.name).find("secret") == std::string::npos);
}

TEST_CASE("service: what the program asks an upstream server", "[service]") {
    const char* const proxy = R"(package main

import (
	"net/http"
	"os"
)

func main() {
	http.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {})
	http.HandleFunc("GET /stock", func(w http.ResponseWriter, r *http.Request) {
		for range 3 {
			call, _ := http.NewRequest("GET", os.Getenv("UP")+"/items/1", nil)
			call.Header.Set("traceparent", r.Header.Get("traceparent"))
			answer, err := http.DefaultClient.Do(call)
			if err == nil && answer.StatusCode == 200 {
				w.WriteHeader(204)
				return
			}
		}
		w.WriteHeader(502)
	})
	http.ListenAndServe(os.Args[1], nil)
}
)";
    const std::string head = std::string(kUpstreamEnv) + "[[check.upstream]]\npath = \"/items\"\nfirst = [503, 500]\nbody = \"{}\"\n";
    const std::string trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    const std::string steps = step("asks", "request = { path = \"/stock\", headers = { traceparent = \"" + trace + "\" } }\nexpect = { status = 204 }") +
                              step("three times", "calls = { path = \"/items/1\", at_least = 3, at_most = 3, header_matches = { traceparent = \"^00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01$\" } }") +
                              step("a span of its own", "calls = { header_lacks = { traceparent = \"00f067aa0ba902b7\" } }");
    const CheckResult result = play(head + steps, proxy);
    REQUIRE(result.tests.size() == 3);
    CHECK(result.tests[0].verdict == Verdict::Passed);
    CHECK(result.tests[1].verdict == Verdict::Passed);
    CHECK(result.tests[2].verdict == Verdict::Failed);
}

TEST_CASE("service: a server that never gets ready", "[service]") {
    const std::string steps = step("hello", "request = { path = \"/hello\" }\nexpect = { status = 200 }");
    const CheckResult ended = play(steps, "package main\n\nimport \"os\"\n\nfunc main() { os.Exit(3) }\n");
    CHECK(ended.verdict == Verdict::Failed);
    CHECK(ended.message.find("ended before it was ready") != std::string::npos);
    CHECK(ended.tests[0].verdict == Verdict::NotRun);
    const CheckResult crashed = play(steps, "package main\n\nfunc main() { panic(\"no port\") }\n");
    CHECK(crashed.verdict == Verdict::Crashed);
    const CheckResult library = play(steps, "package other\n");
    CHECK(library.verdict == Verdict::CompileError);
}

namespace {

// Gives back, wherever it can, what it was asked before: in answers, statuses, headers, metrics, logs, calls, traces.
const char* const kTeller = R"(package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
)

func main() {
	file := filepath.Join(os.Args[2], "asked")
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		asked, _ := os.ReadFile(file)
		switch r.URL.Path {
		case "/readyz":
			return
		case "/metrics":
			fmt.Fprintf(w, "# TYPE x %s\n", asked)
			return
		case "/die":
			panic(http.ErrAbortHandler)
		case "/crash":
			fmt.Fprintf(os.Stderr, "panic: %s\n\ngoroutine 1 [running]:\nmain.main()\n\t/x/main.go:%d +0x1\n", asked, len(asked))
			os.Exit(2)
		case "/stream":
			w.Header().Set("Content-Type", string(asked))
		case "/up":
			http.Post(os.Getenv("UP")+"/told?"+string(bytes.ReplaceAll(asked, []byte(" "), nil)), "text/plain", bytes.NewReader(asked))
		default:
			os.WriteFile(file, append(asked, r.URL.RawQuery+" "...), 0o600)
		}
		fmt.Fprintln(os.Stderr, string(asked))
		w.Header().Set("X-Asked", string(asked))
		w.Header().Set("Set-Cookie", "c="+string(asked))
		w.WriteHeader(400 + len(asked))
		w.Write(asked)
	})
	http.ListenAndServe(os.Args[1], nil)
}
)";

const char* const kAfterHidden =
    "[[check.upstream]]\npath = \"/\"\n"
    "[[check.step]]\nname = \"a\"\nhidden = true\nreveal = \"R.\"\nrequest = { path = \"/ask?lanternkestrel\" }\nexpect = { status = 401 }\n"
    "[[check.step]]\nname = \"status\"\nrequest = { path = \"/b\" }\nexpect = { status = 200, json = { a = 1 } }\n"
    "[[check.step]]\nname = \"save\"\nrequest = { path = \"/b\" }\nexpect = { header_matches = { X-Asked = \".\" } }\nsave = { v = \"header:X-Asked\" }\n"
    "[[check.step]]\nname = \"variable\"\nrequest = { path = \"/b\", headers = { X = \"${v}\" } }\nexpect = { body = \"no ${v}\" }\n"
    "[[check.step]]\nname = \"header\"\nrequest = { path = \"/b\" }\nexpect = { headers = { X-Asked = \"no\" } }\n"
    "[[check.step]]\nname = \"load\"\nload = { path = \"/b\", requests = 2 }\nexpect = { body_lacks = [\"kestrel\"] }\n"
    "[[check.step]]\nname = \"metrics\"\nmetrics = { path = \"/metrics\" }\n"
    "[[check.step]]\nname = \"events\"\nevents = { path = \"/stream\" }\n"
    "[[check.step]]\nname = \"up\"\nrequest = { path = \"/up\" }\nexpect = { status = 200 }\n"
    "[[check.step]]\nname = \"calls\"\ncalls = { path = \"/told\", body_matches = \"^no$\" }\n"
    "[[check.step]]\nname = \"logs\"\nlogs = { each_has = [\"time\"] }\n"
    "[[check.step]]\nname = \"raw\"\nraw = { send = \"GET /b HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n\" }\nexpect = { status = 200 }\n"
    "[[check.step]]\nname = \"kill\"\nrestart = { signal = \"KILL\" }\n"
    "[[check.step]]\nname = \"after the kill\"\nrequest = { path = \"/b\" }\nexpect = { body = \"\" }\n"
    "[[check.step]]\nname = \"crash\"\nrequest = { path = \"/crash\" }\nexpect = { status = 200 }\n";

std::string allOf(const CheckResult& result) {
    std::string all = result.message + result.byHand;
    for (const TestResult& test : result.tests) all += "\n" + test.name + "|" + test.message + "|" + test.expected + "|" + test.got + "|" + test.details + "|" + test.output + "|" + test.file + std::to_string(test.line);
    return all;
}

}  // namespace

TEST_CASE("service: after a hidden step nothing that the server says is told", "[service]") {
    const TinyCourse course(std::string(kHead) + kUpstreamEnv + kAfterHidden, {{"starter/main.go", "package main\n\nfunc main() {}\n"}, {"solution/main.go", "package main\n\nfunc main() {}\n"}});
    const CheckResult result = realJudge().grade(course, {{"main.go", kTeller}}).checks.front();
    const std::string told = allOf(result);
    INFO(told);
    CHECK(told.find("lantern") == std::string::npos);
    CHECK(told.find("41") == std::string::npos);  // of a status that is 400 and the length of what was asked
    REQUIRE(result.tests.size() == 15);
    CHECK(result.tests[1].message.starts_with("The status of the answer is not what was expected."));
    CHECK(result.tests[1].details.ends_with("Expected\njson = {\"a\":1}\nstatus = 200"));
    CHECK(result.tests[1].details.starts_with("Request\nGET /b"));
    CHECK(result.tests[3].details.ends_with("Expected\nbody = \"no ${v}\""));
    CHECK(result.tests[3].details.find("X: ${v}") != std::string::npos);
    for (const std::size_t step : {1u, 3u, 4u, 5u, 6u, 7u, 8u, 9u, 10u, 11u, 13u}) CHECK(result.tests[step].verdict == Verdict::Failed);
    CHECK(result.tests[14].verdict == Verdict::Crashed);
    CHECK(result.tests[14].line == 0);
    const CheckResult whole = realJudge().grade(course, {{"main.go", kTeller}}, true).checks.front();
    CHECK(allOf(whole).find("lantern") != std::string::npos);
    CHECK(whole.tests[1].message.find("expected was 200") != std::string::npos);
}

TEST_CASE("service: counters may not fall within a process, and begin anew with it", "[service]") {
    // b_total falls once, for one scrape only; after a restart all begin anew.
    const char* const server = R"(package main

import (
	"fmt"
	"net/http"
	"os"
)

func main() {
	asked := 0
	http.HandleFunc("/readyz", func(w http.ResponseWriter, r *http.Request) {})
	http.HandleFunc("/metrics", func(w http.ResponseWriter, r *http.Request) {
		asked++
		b := asked * 10
		if asked == 2 && r.FormValue("fall") != "" {
			b = 1
		}
		fmt.Fprintf(w, "# TYPE a_total counter\na_total %d\n# TYPE b_total counter\nb_total{x=\"y\"} %d\n", asked, b)
	})
	http.ListenAndServe(os.Args[1], nil)
}
)";
    const std::string look = "metrics = { path = \"/metrics\", has = [{ name = \"a_total\", type = \"counter\" }] }";
    const CheckResult kept = play(step("one", look) + step("two", look) + step("kill", "restart = { signal = \"KILL\" }") + step("three", look), server);
    CHECK(kept.verdict == Verdict::Passed);
    const CheckResult fell = play(step("one", look) + step("two", "metrics = { path = \"/metrics?fall=1\" }"), server);
    REQUIRE(fell.tests.size() == 2);
    CHECK(fell.tests[1].verdict == Verdict::Failed);
    CHECK(fell.tests[1].message.find("b_total{x=\"y\"} has become less") != std::string::npos);
}

TEST_CASE("service: a connection that an answer leaves open is not closed", "[service]") {
    const CheckResult result = play(step("kept", "raw = { send = \"GET /readyz HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n\" }\nexpect = { closed = true, within_ms = 500 }") +
                                    step("closed", "raw = { send = \"GET /readyz HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n\" }\nexpect = { closed = true, status = 200 }") +
                                    step("closed with another status", "raw = { send = \"GET /readyz HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n\" }\nexpect = { closed = true, status = 408 }") +
                                    step("some and the rest", "load = { path = \"/count\", requests = 5 }\nexpect = { status = 418, at_least = { 200 = 1 } }"));
    REQUIRE(result.tests.size() == 4);
    CHECK(result.tests[0].verdict == Verdict::Failed);
    CHECK(result.tests[1].verdict == Verdict::Passed);
    CHECK(result.tests[2].verdict == Verdict::Failed);
    CHECK(result.tests[3].verdict == Verdict::Failed);
}

TEST_CASE("service: a command shows by hand what failed", "[service]") {
    const CheckResult result = play(step("fine", "request = { path = \"/hello\" }\nexpect = { status = 200 }") +
                                    step("secret", "hidden = true\nreveal = \"R.\"\nrequest = { path = \"/secret\" }\nexpect = { status = 204 }") +
                                    step("put", "request = { method = \"PUT\", path = \"/note?text=it's\", json = { a = 1 } }\nexpect = { status = 204 }"));
    CHECK(result.byHand ==
          "go build -o /tmp/ex . && mkdir -p /tmp/ex-data && { /tmp/ex 127.0.0.1:8080 /tmp/ex-data & curl -i --retry 9 --retry-connrefused -X PUT "
          "-H 'Content-Type: application/json' --data-binary '{\"a\":1}' 'http://127.0.0.1:8080/note?text=it'\\''s'; kill -TERM $!; wait $!; echo exit $?; }");
}
