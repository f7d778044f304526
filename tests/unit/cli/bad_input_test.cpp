// What the built `assay` says to input that is wrong: a message that names the thing, exit 2, nothing written, and with
// --json a report for every submission that could be named.

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "support/program.h"

using namespace assay::support;
using nlohmann::json;
namespace fs = assay::base::fs;

namespace {

const std::string kRight = "package double\n\n// Double returns twice n.\nfunc Double(n int) int {\n\treturn 2 * n\n}\n";
const std::string kPool = "package pool\n\n// Sum adds.\nfunc Sum(numbers []int, workers int) int {\n\treturn len(numbers)\n}\n";

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

struct Desk {
    Home home;
    fs::path work = home.path() / "work";
    Desk() { fs::create_directories(work); }
    assay::base::CommandOutcome assay(std::vector<std::string> arguments, const std::vector<std::string>& environment = {}) const {
        arguments.insert(arguments.end(), {"--course", sourceCourse("small").string()});
        return home.run(arguments, work, environment);
    }
    std::set<std::string> files() const {
        std::set<std::string> names;
        for (const auto& entry : fs::recursive_directory_iterator(home.path())) names.insert(entry.path().lexically_relative(home.path()).string());
        return names;
    }
};

// The one object on stdout.
json only(const assay::base::CommandOutcome& outcome) {
    INFO(outcome.out << outcome.err);
    REQUIRE(outcome.out.ends_with("}\n"));
    const json report = json::parse(outcome.out, nullptr, false);
    REQUIRE(report.is_object());
    return report;
}

// Exit 2 and verdict invalid, with this in the message; and the same for a person, on lines that are safe to show.
void refused(const Desk& desk, const std::string& exercise, const fs::path& path, const std::string& words) {
    INFO(path << ": " << words);
    const auto machine = desk.assay({"grade", exercise, path.string(), "--json"});
    const json report = only(machine);
    CHECK(machine.exitCode == 2);
    CHECK(report["verdict"] == "invalid");
    INFO(report["message"]);
    CHECK(has(report["message"], words));
    CHECK(report["score"]["points"] == 0);
    for (const json& check : report["checks"]) CHECK(check["verdict"] == (&check == &report["checks"][0] ? "invalid" : "not_run"));
    const auto person = desk.assay({"grade", exercise, path.string()});
    CHECK(person.exitCode == 2);
    CHECK(has(person.out, words.substr(0, 30)));
    CHECK_FALSE(has(person.out, "\x1b"));
}

void makeSocket(const fs::path& path) {
    const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    REQUIRE(path.string().size() < sizeof address.sun_path);
    path.string().copy(address.sun_path, sizeof address.sun_path - 1);
    REQUIRE(::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    ::close(fd);
}

}  // namespace

TEST_CASE("An exercise that is not there: the nearest one is named", "[names]") {
    const Desk desk;
    for (const std::string command : {"grade", "check", "learn", "open"}) {
        const auto outcome = desk.assay({command, "wroker-pool"});
        INFO(command << ": " << outcome.err);
        CHECK(outcome.exitCode == 2);
        CHECK(outcome.out.empty());
        CHECK(has(outcome.err, "no exercise 'wroker-pool'; did you mean 'worker-pool'?"));
    }
    CHECK(has(desk.assay({"grade", "zzz"}).err, "no exercise 'zzz'"));
    CHECK_FALSE(has(desk.assay({"grade", "zzz"}).err, "did you mean"));
    CHECK(has(desk.assay({"grade", "zzz"}).err, "there are "));
    CHECK(has(desk.assay({"grade", "zzz"}).err, "worker-pool"));
    CHECK_FALSE(has(desk.assay({"grade", "a\nb\x1b[2J"}).err, "\x1b"));
}

TEST_CASE("Wrong use says what was meant, and where help is", "[names]") {
    const Desk desk;
    CHECK(has(desk.assay({"grde"}).err, "no command 'grde'; did you mean 'grade'?"));
    for (const auto& arguments : std::vector<std::vector<std::string>>{{"grde"}, {"grade"}, {"grade", "double", "--no-such"}, {"grade", "double", "--format", "pdf"}, {"--isolation", "half", "doctor"}, {"exec"}, {"progress"}, {"progress", "exprt"}, {}}) {
        const auto outcome = desk.assay(arguments);
        INFO((arguments.empty() ? "" : arguments.back()) << ": " << outcome.out << outcome.err);
        CHECK(outcome.exitCode == 2);
    }
}

TEST_CASE("An option that is none: the nearest one is named, whatever else is missing", "[names]") {
    const Desk desk;
    CHECK(has(desk.assay({"grade", "double", "--jsn"}).err, "no option '--jsn'; did you mean '--json'?"));
    CHECK(has(desk.assay({"grade", "--hepl"}).err, "no option '--hepl'; did you mean '--help'?"));
    CHECK(has(desk.assay({"progress", "export", "--fromat=csv"}).err, "no option '--fromat'; did you mean '--format'?"));
    CHECK(has(desk.assay({"grade", "double", "--zzzzzz"}).err, "no option '--zzzzzz'"));
    CHECK(has(desk.assay({"learn", "--json"}).err, "prints no JSON"));
    CHECK(desk.assay({"learn", "--json"}).exitCode == 2);
}

TEST_CASE("A place that cannot be what is asked of it is wrong use, by the name that was given", "[names]") {
    const Desk desk;
    put(desk.work / "file", "x");
    const auto wrong = [&](std::vector<std::string> arguments, const std::string& words) {
        const auto outcome = desk.assay(std::move(arguments));
        INFO(outcome.out << outcome.err);
        CHECK(outcome.exitCode == 2);
        CHECK(has(outcome.err, words));
        CHECK_FALSE(has(outcome.err, ".tmp-"));
    };
    wrong({"progress", "export", "--out", "nowhere/x.csv"}, "--out 'nowhere/x.csv' cannot be written: there is no folder 'nowhere'");
    wrong({"progress", "export", "--out", "."}, "--out '.' is a folder; a file is expected");
    wrong({"batch", "double", ".", "--out", "file"}, "--out 'file' is a file; a folder is expected");
    wrong({"merge", ".", "--out", "file/below"}, "--out 'file/below' lies below");
    wrong({"pack", "--out", "nowhere/x.assay"}, "there is no folder 'nowhere'");
    wrong({"--data", "file", "progress", "show"}, "--data 'file' is a file; a folder is expected");
    wrong({"--data", "file", "grade", "double"}, "--data 'file' is a file; a folder is expected");
}

TEST_CASE("Each command's examples are its own, and of exercises that the course has", "[names]") {
    const Desk desk;
    for (const char* command : {"show", "export", "import"}) {
        const auto outcome = desk.home.run({"progress", command, "--help"}, desk.work);
        INFO(outcome.out);
        CHECK(has(outcome.out, std::string("assay progress ") + command));
        CHECK_FALSE(has(outcome.out, "assay learn"));
    }
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{{}, {"grade"}, {"batch"}, {"check"}, {"learn"}, {"open"}, {"exec"}}) {
        std::vector<std::string> arguments = words;
        arguments.emplace_back("--help");
        const auto outcome = desk.home.run(arguments, desk.work);
        for (const char* gone : {"clamp", " counter", " pool"}) CHECK_FALSE(has(outcome.out, gone));
    }
}

TEST_CASE("A submission that cannot be read", "[submission]") {
    const Desk desk;
    const fs::path file = desk.work / "double.go";
    SECTION("there is none") { refused(desk, "double", desk.work / "nothing", "There is no '"); }
    SECTION("there is one of nearly that name") {
        put(desk.work / "real.go", kRight);
        const auto outcome = desk.assay({"grade", "double", "rea.go", "--json"});
        CHECK(only(outcome)["message"] == "There is no 'rea.go'; did you mean 'real.go'?");
    }
    SECTION("an empty folder") { refused(desk, "double", desk.work, "It has none of the files that this exercise asks for: 'double.go'."); }
    SECTION("the file is a folder") {
        fs::create_directories(file);
        refused(desk, "double", desk.work, "'double.go' is a folder; a regular file was expected.");
    }
    SECTION("the file is a link") {
        put(desk.home.path() / "other.go", kRight);
        fs::create_symlink(desk.home.path() / "other.go", file);
        refused(desk, "double", desk.work, "'double.go' is a symbolic link; a regular file was expected.");
        refused(desk, "double", file, "is a symbolic link; a folder, an archive or a file was expected.");
    }
    SECTION("the file has a second name") {
        put(desk.home.path() / "other.go", kRight);
        fs::create_hard_link(desk.home.path() / "other.go", file);
        refused(desk, "double", desk.work, "'double.go' is a hard link");
    }
    SECTION("a link in the way") {
        put(desk.home.path() / "real/queue/queue.go", "package queue\n");
        fs::create_directory_symlink(desk.home.path() / "real", desk.work / "internal");
        refused(desk, "worker-pool", desk.work, "It has none of the files");
    }
    SECTION("a named pipe") {
        REQUIRE(::mkfifo(file.c_str(), 0600) == 0);
        refused(desk, "double", desk.work, "'double.go' is a named pipe; a regular file was expected.");
        refused(desk, "double", file, "is a named pipe; a folder, an archive or a file was expected.");
    }
    SECTION("a socket") {
        makeSocket(file);
        refused(desk, "double", desk.work, "'double.go' is a socket; a regular file was expected.");
        refused(desk, "double", file, "is a socket; a folder, an archive or a file was expected.");
    }
    SECTION("a device") { refused(desk, "double", "/dev/zero", "'/dev/zero' is a device; a folder, an archive or a file was expected."); }
    SECTION("too large") {
        put(file, std::string((1 << 20) + 1, '\n'));
        refused(desk, "double", desk.work, "'double.go' is too large: a file may have 1 MiB.");
    }
    SECTION("too many") {
        put(desk.work / "pool.go", kPool);
        for (int i = 0; i < 200; ++i) put(desk.work / "internal/queue" / ("f" + std::to_string(i) + ".go"), "package queue\n");
        refused(desk, "worker-pool", desk.work, "It has 201 files; at most 200 are allowed.");
    }
    SECTION("no UTF-8 inside") {
        put(file, kRight + "// \xff\xfe\n");
        refused(desk, "double", desk.work, "'double.go' is not UTF-8 text.");
    }
    SECTION("a name that is no UTF-8") {
        put(desk.work / "pool.go", kPool);
        put(desk.work / "internal/queue/\xff.go", "package queue\n");
        refused(desk, "worker-pool", desk.work, "is not UTF-8");
    }
    SECTION("a name of two lines") {
        put(desk.work / "pool.go", kPool);
        put(desk.work / "internal/queue/a\nb.go", "package queue\n");
        refused(desk, "worker-pool", desk.work, "The name 'internal/queue/a\\nb.go' holds a control character.");
    }
    SECTION("a single file for an exercise of several") {
        put(desk.work / "other.go", kPool);
        refused(desk, "worker-pool", desk.work / "other.go", "'other.go' is one file, but this exercise has several");
    }
    SECTION("an archive that is none") {
        put(desk.work / "mine.zip", "hello");
        refused(desk, "double", desk.work / "mine.zip", "The archive cannot be read");
    }
}

TEST_CASE("Files that are not asked for are not opened, whatever they are", "[submission]") {
    const Desk desk;
    put(desk.work / "double.go", kRight);
    REQUIRE(::mkfifo((desk.work / "pipe.go").c_str(), 0600) == 0);
    fs::create_symlink("/dev/zero", desk.work / "link.go");
    put(desk.work / "a\nb\x1b[31m", "x");
    put(desk.work / "\xff", "x");
    const auto outcome = desk.assay({"grade", "double", "--json"});
    const json report = only(outcome);
    CHECK(outcome.exitCode == 0);
    CHECK(report["verdict"] == "passed");
    CHECK(report["submission"]["ignored"] == 4);
}

TEST_CASE("A name of a submission that would break a line or a terminal is shown safely", "[submission]") {
    const Desk desk;
    const fs::path odd = desk.work / "one\ntwo\x1b[31m\xff";
    put(odd / "double.go", kRight);
    const auto outcome = desk.assay({"grade", "double", odd.string(), "--json"});
    CHECK(outcome.exitCode == 0);
    CHECK(only(outcome)["verdict"] == "passed");
    const auto gone = desk.assay({"grade", "double", (odd / "no").string()});
    CHECK(gone.exitCode == 2);
    CHECK_FALSE(has(gone.out, "\x1b"));
    CHECK_FALSE(has(gone.out, "one\ntwo"));
}

TEST_CASE("Several submissions: a report each, on a line each, and the worst exit code", "[submission]") {
    const Desk desk;
    put(desk.work / "good/double.go", kRight);
    const auto outcome = desk.assay({"--json", "grade", "double", "good", "missing"});
    CHECK(outcome.exitCode == 2);
    const auto newline = outcome.out.find('\n');
    REQUIRE(newline != std::string::npos);
    CHECK(json::parse(outcome.out.substr(0, newline))["verdict"] == "passed");
    CHECK(json::parse(outcome.out.substr(newline + 1))["verdict"] == "invalid");
}

TEST_CASE("Of several submissions each report says whose it is, in words too", "[submission]") {
    const Desk desk;
    put(desk.work / "good/double.go", kRight);
    put(desk.work / "bad/double.go", "package double\n\nfunc Double(n int) int { return n }\n");
    const auto quiet = desk.assay({"--quiet", "grade", "double", "good", "bad"});
    CHECK(quiet.out.starts_with("good: "));
    CHECK(has(quiet.out, "\nbad: "));
    const auto text = desk.assay({"grade", "double", "good", "bad"});
    INFO(text.out);
    CHECK(text.out.starts_with("good\n"));
    CHECK(has(text.out, "\nbad\n"));
    CHECK_FALSE(desk.assay({"grade", "double", "good"}).out.starts_with("good"));
}

TEST_CASE("A course that is wrong: file, line, what was found", "[course]") {
    const Desk desk;
    const auto grade = [&](const fs::path& course) { return desk.home.run({"grade", "ex", "--json", "--course", course.string()}, desk.work); };
    SECTION("no course") {
        const auto outcome = grade(desk.work / "nothing");
        CHECK(outcome.exitCode == 2);
        CHECK(outcome.out.empty());
        CHECK(has(outcome.err, "no course at '"));
    }
    const fs::path course = desk.home.path() / "course";
    put(course / "lessons/course.toml", "id = \"c\"\ntitle = \"C\"\nversion = \"1\"\nlanguage = \"go\"\n[[phase]]\nid = \"p\"\ntitle = \"P\"\nsummary = \"s\"\nlessons = []\nexercises = [\"ex\"]\n");
    SECTION("broken TOML") {
        put(course / "lessons/course.toml", "id = \"c\"\ntitle = \n");
        const auto outcome = grade(course);
        CHECK(outcome.exitCode == 2);
        CHECK(outcome.out.empty());
        CHECK(has(outcome.err, "lessons/course.toml:2"));
    }
    SECTION("an unknown field") {
        put(course / "exercises/p/ex/exercise.toml", "id = \"ex\"\ntitle = \"Ex\"\nversion = \"1\"\npionts = 10\n[files]\neditable = [\"a.go\"]\n[[check]]\nid = \"build\"\nkind = \"build\"\n");
        const auto outcome = grade(course);
        CHECK(outcome.exitCode == 2);
        CHECK(outcome.out.empty());
        CHECK(has(outcome.err, "exercise.toml:4"));
        CHECK(has(outcome.err, "pionts"));
        CHECK(has(outcome.err, "points"));
    }
    SECTION("an exercise that is named and not there") {
        const auto outcome = grade(course);
        CHECK(outcome.exitCode == 2);
        CHECK(has(outcome.err, "exercise.toml"));
    }
}

TEST_CASE("A check that could not be finished does not say that the course is clean", "[course]") {
    const Desk desk;
    // A machine without bubblewrap: everything is there but the sandbox.
    const fs::path programs = desk.home.path() / "bin";
    fs::create_directories(programs);
    fs::create_symlink(assay::base::findProgram("go"), programs / "go");
    const auto unfinished = desk.home.run({"check", "--course", sourceCourse("track").string(), "equal-weights"}, desk.work, {"PATH=" + programs.string()});
    INFO(unfinished.out << unfinished.err);
    CHECK(unfinished.exitCode == 3);
    CHECK_FALSE(has(unfinished.out, "Clean"));
    CHECK(has(unfinished.err, "bubblewrap"));
}

TEST_CASE("What is no snippet is refused by exec", "[exec]") {
    const Desk desk;
    const auto exec = [&](const std::string& file) { return desk.home.run({"exec", file}, desk.work); };
    CHECK(exec("none.go").exitCode == 2);
    CHECK(has(exec("none.go").err, "none.go"));
    fs::create_directories(desk.work / "folder.go");
    CHECK(exec("folder.go").exitCode == 2);
    put(desk.work / "bytes.go", "package main\n\nfunc main() {}\n// \xff\n");
    CHECK(exec("bytes.go").exitCode == 2);
    REQUIRE(::mkfifo((desk.work / "pipe.go").c_str(), 0600) == 0);
    CHECK(exec("pipe.go").exitCode == 2);  // and does not wait for a writer
    CHECK(exec("/dev/zero").exitCode == 2);
}

TEST_CASE("exec passes on what is piped to it, and calls the file by its name", "[exec]") {
    const Desk desk;
    put(desk.work / "echo.go", "package main\n\nimport (\n\t\"io\"\n\t\"os\"\n)\n\nfunc main() { io.Copy(os.Stdout, os.Stdin) }\n");
    put(desk.work / "panics.go", "package main\n\nfunc main() { panic(1) }\n");
    put(desk.work / "wrong.go", "package main\n\nfunc main() { x }\n");
    put(desk.work / "races.go", "package main\n\nfunc main() {\n\tn, done := 0, make(chan bool)\n\tgo func() { n++; done <- true }()\n\tn++\n\t<-done\n}\n");
    const auto exec = [&](std::vector<std::string> arguments, const std::string& input = {}) {
        arguments.insert(arguments.begin(), {assayProgram().string(), "exec"});
        auto outcome = assay::base::runCommand(arguments, {.workdir = desk.work, .environment = desk.home.environment(), .input = input, .timeoutMs = 120'000});
        REQUIRE(outcome);
        return *outcome;
    };
    CHECK(exec({"echo.go"}, "two\nwords").out == "two\nwords");
    CHECK(exec({"echo.go"}).out.empty());
    CHECK(has(exec({"panics.go"}).err, "panics.go:3"));
    CHECK_FALSE(has(exec({"panics.go"}).err, "main.go"));
    CHECK(has(exec({"wrong.go"}).err, "wrong.go:3:15: "));
    const auto races = exec({"races.go", "--race"});
    CHECK(has(races.err, "DATA RACE"));
    CHECK(has(races.err, "races.go:"));
    CHECK_FALSE(has(races.err, "reading executable name"));
    const json report = only(exec({"echo.go", "--json"}, "in"));
    CHECK(report["schema"] == "assay.exec/1");
    CHECK(report["stdout"] == "in");
}

TEST_CASE("Grading writes nothing but what it is asked for", "[places]") {
    const Desk desk;
    put(desk.work / "double.go", kRight);
    // Warm from here on: what prepares the cache for another source tree starts the go command, which writes files of its own.
    CHECK(Desk().assay({"grade", "double", (desk.work / "double.go").string()}).exitCode == 0);
    const auto before = desk.files();
    CHECK(desk.assay({"grade", "double"}).exitCode == 0);
    auto after = desk.files();
    for (const char* log : {"data", "data/assay", "data/assay/log", "data/assay/log/assay.log"}) after.erase(log);
    CHECK(after == before);
    CHECK(desk.assay({"grade", "double", "--record"}).exitCode == 0);
    CHECK(fs::exists(desk.home.data() / "progress.sqlite"));
}

TEST_CASE("A warm cache is enough: both places may be read-only", "[places]") {
    const Desk desk;
    put(desk.work / "double.go", kRight);
    CHECK(desk.assay({"grade", "double"}).exitCode == 0);  // warm from here on
    const fs::path data = desk.home.path() / "data";
    fs::create_directories(data / "assay");
    std::string cache;
    for (const std::string& variable : desk.home.environment())
        if (variable.starts_with("XDG_CACHE_HOME=")) cache = variable.substr(15);
    const std::vector<std::string> argv{"bwrap", "--dev-bind", "/", "/", "--ro-bind", data.string(), data.string(), "--ro-bind", cache, cache, "--ro-bind", desk.work.string(), desk.work.string(),
                                        "--chdir", desk.work.string(), "--", assayProgram().string(), "grade", "double", "--json", "--course", sourceCourse("small").string()};
    auto outcome = assay::base::runCommand(argv, {.environment = desk.home.environment(), .timeoutMs = 60'000});
    REQUIRE(outcome);
    CHECK(outcome->exitCode == 0);
    CHECK(only(*outcome)["verdict"] == "passed");
}

TEST_CASE("Global options stand before or after the command", "[options]") {
    const Desk desk;
    put(desk.work / "double.go", kRight);
    const std::string course = sourceCourse("small").string();
    for (const auto& arguments : std::vector<std::vector<std::string>>{{"--json", "--course", course, "grade", "double"}, {"grade", "--json", "double", "--course", course}, {"grade", "double", ".", "--course", course, "--json"}}) {
        const auto outcome = desk.home.run(arguments, desk.work);
        CHECK(outcome.exitCode == 0);
        CHECK(only(outcome)["verdict"] == "passed");
    }
    const auto exported = desk.home.run({"progress", "export", "--course", course}, desk.work);
    CHECK(exported.exitCode == 0);
    CHECK(only(exported)["schema"] == "assay.progress/1");
}

TEST_CASE("--color and --quiet", "[options]") {
    const Desk desk;
    put(desk.work / "double.go", "package double\n\n// Double returns twice n.\nfunc Double(n int) int {\n\treturn n\n}\n");
    const auto plain = desk.assay({"grade", "double"});
    CHECK(plain.exitCode == 1);
    CHECK_FALSE(has(plain.out, "\x1b["));
    CHECK(plain.err.empty());
    CHECK(has(desk.assay({"grade", "double", "--color", "always"}).out, "\x1b[31m"));
    CHECK_FALSE(has(desk.assay({"grade", "double", "--color", "never"}).out, "\x1b["));
    const auto quiet = desk.assay({"--quiet", "grade", "double"});
    CHECK(quiet.exitCode == 1);
    CHECK(quiet.out == plain.out.substr(0, plain.out.find('\n') + 1));
}

TEST_CASE("A damaged progress file is set aside, told, and the command goes on", "[places]") {
    const Desk desk;
    put(desk.home.data() / "progress.sqlite", std::string(8192, 'x'));
    const auto outcome = desk.assay({"progress", "show"});
    INFO(outcome.err);
    CHECK(outcome.exitCode == 0);
    CHECK(has(outcome.err, "damaged"));
}
