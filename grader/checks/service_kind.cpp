// `service`: a server of the learner's, started in the sandbox and spoken to by a scripted client. docs/service.md.
//
// The program runs for as long as the check's steps take. The client is this process; only its sockets are made inside the
// program's network namespace (sandbox::Running), so that the program can neither see nor touch who asks. Nothing that the
// program prints is a result: what counts is what came over the wire, how it ended, and what its log lines hold.

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <algorithm>

#include "base/text.h"
#include "checks/kinds.h"
#include "checks/service/by_hand.h"
#include "checks/service/examine.h"
#include "checks/service/fields.h"
#include "checks/service/script.h"
#include "toolchain/go/linked.h"
#include "toolchain/go/test_run.h"

namespace assay::checks {

using course::Fields;
using course::Value;
using sandbox::Milliseconds;
using sandbox::Stream;
using service::Played;
using service::Server;
using toolchain::Unit;

namespace {

constexpr unsigned kUpstreamPort = 9090;
constexpr unsigned kPort = 8080;  // in a network of its own nobody else has it
constexpr std::size_t kShown = 4096;

// Below Full it shares the machine's ports.
unsigned freePort() {
    const base::UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* where = reinterpret_cast<sockaddr*>(&address);
    if (!fd || ::bind(fd.get(), where, size) != 0 || ::getsockname(fd.get(), where, &size) != 0) return kPort;
    return ntohs(address.sin_port);
}

class Grading {
  public:
    Grading(Context& context, const toolchain::Linked& linked) : m_context(context), m_linked(linked), m_fields(context.check.fields) {}

    Result<CheckResult> run() {
        auto request = makeRequest();
        if (!request) return propagate(request);
        m_server = std::make_unique<Server>(m_context.sandbox, std::move(*request), m_port, m_data ? m_data->path() / "data" : base::fs::path());
        if (m_upstream) m_server->onBegin([this](sandbox::Running& running) { return m_upstream->serve(running, m_upstreamPort); });
        if (auto started = m_server->start(); !started) return propagate(started);
        service::Script script(*m_server, [this] { return waitReady(); }, m_upstream ? &*m_upstream : nullptr);
        const std::string unready = waitReady();
        for (const Value& step : m_fields.array("step")) {
            if (m_context.stop.stop_requested()) return base::fail(base::ErrorCode::Canceled, "cancelled");
            play(script, step, unready.empty());
            if (auto failure = m_server->failure()) return base::Failure(*failure);
        }
        m_server->stop();
        addUsage(m_context, m_server->usage());
        return finish(unready);
    }

  private:
    Result<sandbox::Request> makeRequest() {
        sandbox::Request request;
        m_port = m_context.level == sandbox::Level::Full ? kPort : freePort();
        m_upstreamPort = m_context.level == sandbox::Level::Full ? kUpstreamPort : freePort();
        if (m_fields.find("upstream") != nullptr) m_upstream.emplace(m_fields.array("upstream"));
        request.limits = runLimits(m_context.exercise, m_linked.race, false);
        if (!m_context.exercise.limits.wallMs) {
            // The steps wait too: what it may compute is bounded by processor time.
            request.limits.wall = Milliseconds(m_fields.integer("timeout_ms", 60'000));
            request.limits.wallAtMost = request.limits.wall * 5 / 2;
        }
        request.level = m_context.level;
        toolchain::enterProgram(request, m_linked);
        request.initialFiles = m_context.build.workFiles(true);
        if (m_fields.boolean("data")) {
            auto folder = base::TempFolder::create("service");
            if (!folder) return propagate(folder);
            m_data.emplace(std::move(*folder));
            const base::fs::path data = m_data->path() / "data";
            if (auto made = base::ensureFolder(data); !made) return propagate(made);
            ::chmod(data.c_str(), 0777);
            request.mounts.push_back({data, "/data", true});
        }
        const auto filled = [&](std::string text) {
            text = service::replaced(std::move(text), "{port}", std::to_string(m_port));
            text = service::replaced(std::move(text), "{upstream}", std::to_string(m_upstreamPort));
            return m_data ? service::replaced(std::move(text), "{data}", sandbox::seenAs(request, "/data")) : text;
        };
        for (const std::string& argument : m_fields.strings("args")) request.argv.push_back(filled(argument));
        if (const Value* environment = m_fields.find("env"))
            if (const auto* table = environment->as<Fields>())
                for (const auto& [name, value] : *table)
                    if (const auto* text = value.as<std::string>()) request.environment.push_back(name + "=" + filled(*text));
        return request;
    }

    // Why it is not ready, or nothing.
    std::string waitReady() {
        const Value* ready = m_fields.find("ready");
        const Value none;
        const Value& table = ready != nullptr ? *ready : none;
        const std::int64_t within = table.integer("within_ms", 5000), status = table.integer("status", 200);
        const service::FairClock::Deadline deadline = m_server->clock().deadline(Milliseconds(within));
        service::HttpRequest request;
        request.path = table.string("path", "/");
        std::string last = "it does not listen on its port";
        while (!deadline.passed()) {
            if (!m_server->running()) return "The program ended before it was ready.";
            const service::Exchange exchange = m_server->client().exchange(request, Milliseconds(1000));
            if (exchange.answered() && (exchange.response.status == status || (ready == nullptr && exchange.response.status > 0))) return {};
            last = exchange.answered() ? "it answered " + std::to_string(exchange.response.status) : exchange.problem;
            std::this_thread::sleep_for(Milliseconds(5));
        }
        return "The server was not ready within " + std::to_string(within) + " ms: GET " + request.path + ": " + last + ". Does it listen on the address that its arguments say?";
    }

    void play(service::Script& script, const Value& step, bool ready) {
        TestResult test;
        test.name = step.string("name");
        test.hidden = step.boolean("hidden");
        test.weight = Points::fromNumber(step.number("weight", 1));
        if (test.hidden) ++m_hidden;
        const bool veiled = test.hidden && !m_context.instructor;
        // From the first hidden request on, its output may tell of it.
        if (test.hidden && !m_veiledOutput) m_veiledOutput = {m_server->output(Stream::Output).size(), m_server->output(Stream::Error).size()};
        const bool canPlay = ready && (m_server->running() || m_endedAsMeant || step.find("restart") != nullptr);
        if (!canPlay || (m_endedAsMeant && needsServer(step))) {
            test.verdict = Verdict::NotRun;
        } else {
            if (m_context.onTest) m_context.onTest(veiled ? "a hidden step" : test.name);
            const auto begun = std::chrono::steady_clock::now();
            Played played = script.play(step);
            test.durationMs = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
            m_endedAsMeant = played.ended || (m_endedAsMeant && step.find("restart") == nullptr);
            describe(std::move(played), step, test);
        }
        if (veiled) {
            test.name = "hidden " + std::to_string(m_hidden);
            test.message = test.verdict == Verdict::Passed || test.verdict == Verdict::NotRun ? "" : step.string("reveal").empty() ? "A hidden step fails." : step.string("reveal");
            test.expected.clear(), test.got.clear(), test.details.clear(), test.output.clear(), test.file.clear(), test.line = 0;
        }
        m_result.tests.push_back(std::move(test));
    }

    static bool needsServer(const Value& step) { return step.find("logs") == nullptr && step.find("restart") == nullptr; }

    // Once a hidden step was sent, whatever the server says may repeat it: it may have kept it in memory, in its data folder, in
    // what an upstream server was asked. So from then on a learner is told what exercise.toml says and which of it is not so.
    bool veiled() const { return m_veiledOutput && !m_context.instructor; }

    void describe(Played played, const Value& step, TestResult& test) {
        if (veiled()) played = service::withoutAnswers(played, step);
        test.verdict = played.verdict;
        test.message = std::move(played.message);
        test.expected = std::move(played.expected);
        test.got = std::move(played.got);
        test.details = std::move(played.details);
        if (test.verdict == Verdict::Passed) return;
        if (!played.ended)
            if (const auto outcome = m_server->ended(Milliseconds(200))) blame(*outcome, test);
        test.output = shownOutput();
    }

    // It ended while a step was on its way, and was not meant to.
    void blame(const sandbox::Outcome& outcome, TestResult& test) {
        const auto traceback = toolchain::readTraceback(outcome.err.kept, m_context.exercise.importPath(), m_context.ownNames);
        const bool outOfMemory = traceback && traceback->outOfMemory && outcome.exitCode == 2;
        switch (outcome.end) {
            case sandbox::End::MemoryLimit: return say(test, Verdict::MemoryLimit, "The server used more memory than it may and was ended.");
            case sandbox::End::CpuLimit:
            case sandbox::End::WallLimit: return say(test, Verdict::TimeLimit, "The server used all the time it may and was ended.");
            case sandbox::End::OutputLimit: return say(test, Verdict::OutputLimit, "The server wrote more than it may and was ended.");
            default: break;
        }
        if (outOfMemory) return say(test, Verdict::MemoryLimit, "The server used more memory than it may and was ended.");
        if (outcome.end == sandbox::End::Signaled || traceback) {
            // The trace comes from the program, and a signal's or a line's number can be chosen by it.
            if (veiled()) return say(test, Verdict::Crashed, "The server crashed" + (traceback ? ": " + traceback->kind : std::string()) + ".");
            say(test, Verdict::Crashed, "The server crashed: " + (traceback ? traceback->text : "signal " + std::to_string(outcome.signal)));
            if (traceback && isOwnPlace(m_context, traceback->file, traceback->line)) test.file = traceback->file, test.line = traceback->line;
            return;
        }
        test.message += veiled() ? " The program had ended by itself." : " The program had ended by itself, with status " + std::to_string(outcome.exitCode) + ".";
    }
    static void say(TestResult& test, Verdict verdict, std::string message) {
        test.verdict = verdict;
        test.message = std::move(message);
    }

    std::string shownOutput() const {
        std::string out = m_server->output(Stream::Output), err = m_server->output(Stream::Error);
        if (veiled()) {
            out.resize(std::min(out.size(), m_veiledOutput->first));
            err.resize(std::min(err.size(), m_veiledOutput->second));
        }
        const auto tail = [](const std::string& text) { return text.size() <= kShown ? text : "…" + text.substr(text.size() - kShown); };
        return base::safeText(tail(out), {.keepNewlines = true}) + base::safeText(tail(err), {.keepNewlines = true});
    }

    CheckResult finish(const std::string& unready) {
        sumUp(m_result, Points::fromNumber(m_context.check.points));
        if (!unready.empty()) {
            TestResult start;
            start.verdict = Verdict::Failed;
            if (const auto outcome = m_server->ended(Milliseconds(0)); outcome && outcome->end != sandbox::End::Canceled) blame(*outcome, start);
            m_result.verdict = start.verdict;
            m_result.message = unready + (start.message.empty() ? "" : " " + start.message);
            if (const std::string printed = base::trim(shownOutput()); !printed.empty()) m_result.message += " It printed: " + base::cut(printed, 1000);
            m_result.points = Points();
            return std::move(m_result);
        }
        m_result.message = headline(m_result.tests, {{"step", "steps"}, {"is right", "are right"}, {"is not right", "are not right"}});
        return std::move(m_result);
    }

    Context& m_context;
    const toolchain::Linked& m_linked;
    const Value& m_fields;
    unsigned m_port = kPort, m_upstreamPort = kUpstreamPort;
    std::optional<service::Upstream> m_upstream;  // before the server: the program may call it to its end
    std::optional<base::TempFolder> m_data;
    std::unique_ptr<Server> m_server;
    CheckResult m_result;
    std::size_t m_hidden = 0;
    bool m_endedAsMeant = false;
    std::optional<std::pair<std::size_t, std::size_t>> m_veiledOutput;
};

class ServiceKind final : public Kind, public Inspected {
  public:
    std::string_view name() const override { return "service"; }
    std::string_view title() const override { return "Service"; }
    std::vector<course::FieldSpec> fields() const override { return service::checkFields(); }
    void request(const course::Check&, toolchain::BuildRequest& build) const override {
        if (!build.program) build.program = toolchain::ProgramRequest{};
    }

    std::string byHand(const course::Exercise& exercise, const course::Check& check, const CheckResult& result) const override { return service::byHand(exercise.id, check.fields, result.tests); }

    void inspect(const course::Exercise&, const course::Check& check, CourseFaults& faults) const override {
        service::examine(check, faults);
        inspectWeights(check, "step", faults);
    }

    Result<CheckResult> run(Context& context) const override {
        auto compiled = context.build.compiled(Unit::Program);
        if (!compiled) return propagate(compiled);
        auto linked = compiled->ok ? context.build.linked(Unit::Program) : Result<toolchain::Linked>(toolchain::Linked{});
        if (!linked) return propagate(linked);
        if (compiled->ok && linked->ok) return Grading(context, *linked).run();
        CheckResult result;
        result.verdict = Verdict::CompileError;
        result.message = compiled->ok ? "It could not be linked: " + linked->message : "It does not compile to a program: it needs `package main` with a function main.";
        result.diagnostics = toDiagnostics(compiled->findings, "compile");
        return result;
    }
};

}  // namespace

const Kind& serviceKind() {
    static const ServiceKind kind;
    return kind;
}

}  // namespace assay::checks
