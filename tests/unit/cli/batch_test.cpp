// assay batch and assay merge, as programs: a cohort of real submissions, graded by the real judge.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/process.h"
#include "cli/batch/journal.h"
#include "support/program.h"

using namespace assay;
using base::fs::path;
using Json = nlohmann::json;

namespace {

constexpr const char* kTest = "package double\n\nimport \"testing\"\n\nfunc TestTwice(t *testing.T) {\n\tif Twice(4) != 8 {\n\t\tt.Fatal(Twice(4))\n\t}\n}\n";

std::string twice(const std::string& body) { return "package double\n\nfunc Twice(n int) int { " + body + " }\n"; }

struct Place {
    base::TempFolder folder = *base::TempFolder::create("batch-test");
    support::Home home;
    path course = folder.path() / "course", cohort = folder.path() / "cohort", out = folder.path() / "out";

    Place() {
        support::put(course / "lessons/course.toml", "id = \"c\"\ntitle = \"C\"\nversion = \"1\"\nlanguage = \"go\"\n\n[[phase]]\nid = \"p\"\ntitle = \"P\"\n"
                                                     "summary = \"\"\nlessons = []\nexercises = [\"double\"]\n");
        support::put(course / "exercises/go.mod", "module course\n\ngo 1.26\n");
        const path exercise = course / "exercises/p/double";
        support::put(exercise / "exercise.toml", "id = \"double\"\ntitle = \"Double\"\nversion = \"1\"\npoints = 10\n\n[files]\neditable = [\"double.go\"]\n\n"
                                                 "[[check]]\nid = \"build\"\nkind = \"build\"\n\n[[check]]\nid = \"tests\"\nkind = \"tests\"\npoints = 10\n");
        support::put(exercise / "task.md", "# Double it\n");
        support::put(exercise / "starter/double.go", twice("return 0"));
        support::put(exercise / "solution/double.go", twice("return 2 * n"));
        support::put(exercise / "tests/double_test.go", kTest);
    }
    void hand_in(const std::string& name, const std::string& body) const { support::put(cohort / name / "double.go", twice(body)); }

    base::CommandOutcome assay(std::vector<std::string> words) const {
        std::vector<std::string> argv{support::assayProgram().string(), "--course", course.string()};
        argv.insert(argv.end(), words.begin(), words.end());
        return home.run({argv.begin() + 1, argv.end()});
    }
    base::CommandOutcome batch(const path& to, std::vector<std::string> more = {}) const {
        std::vector<std::string> words{"batch", "double", cohort.string(), "--out", to.string()};
        words.insert(words.end(), more.begin(), more.end());
        return assay(words);
    }
};

std::vector<Json> lines(const std::string& text) {
    std::vector<Json> all;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) all.push_back(Json::parse(line));
    return all;
}

// What may not differ between two runs of the same cohort (DESIGN.md, Batch).
std::vector<Json> comparable(const path& folder) {
    std::vector<Json> all = lines(support::read(folder / "results.jsonl"));
    for (Json& report : all) {
        for (const char* varies : {"usage", "graded_at", "cached"}) report.erase(varies);
        for (Json& check : report["checks"]) {
            check.erase("duration_ms");
            for (Json& test : check["tests"]) test.erase("duration_ms");
        }
    }
    return all;
}

std::vector<std::string> names(const std::vector<Json>& reports) {
    std::vector<std::string> all;
    for (const Json& report : reports) all.push_back(report["submission"]["name"]);
    return all;
}

}  // namespace

TEST_CASE("a cohort: every folder and archive is one submission, sorted, equal files graded once") {
    Place place;
    place.hand_in("carol", "return n + n");
    place.hand_in("alice", "return 2 * n");
    place.hand_in("bob", "return 2 * n");
    place.hand_in("dave", "return n");
    place.hand_in("erin", "return nothing");
    base::fs::create_directories(place.cohort / "frank");
    support::put(place.cohort / "notes.txt", "mine");
    const auto outcome = place.batch(place.out);
    INFO(outcome.out << outcome.err);
    REQUIRE(outcome.exitCode == 0);
    CHECK(outcome.err.find("notes.txt") != std::string::npos);
    const auto reports = lines(support::read(place.out / "results.jsonl"));
    REQUIRE(names(reports) == std::vector<std::string>{"alice", "bob", "carol", "dave", "erin", "frank"});
    const std::vector<std::string> verdicts{"passed", "passed", "passed", "failed", "compile_error", "invalid"};
    for (std::size_t i = 0; i < verdicts.size(); ++i) CHECK(reports[i]["verdict"] == verdicts[i]);
    CHECK(reports[0].value("cached", false) != reports[1].value("cached", false));
    CHECK_FALSE(reports[2].contains("cached"));
}

TEST_CASE("the result does not depend on the number of jobs, and shards merge to the same") {
    Place place;
    for (int i = 0; i < 9; ++i) place.hand_in("s" + std::to_string(i), i % 3 == 0 ? "return 2 * n" : "return n + " + std::to_string(i));
    const path one = place.folder.path() / "one", many = place.folder.path() / "many", merged = place.folder.path() / "merged";
    REQUIRE(place.batch(one, {"--jobs", "1"}).exitCode == 0);
    REQUIRE(place.batch(many, {"--jobs", "5"}).exitCode == 0);
    CHECK(comparable(one) == comparable(many));
    std::vector<std::string> words{"merge", "--out", merged.string()};
    for (const char* part : {"2/3", "1/3", "3/3"}) {
        const path shard = place.folder.path() / ("shard" + std::string(1, part[0]));
        REQUIRE(place.batch(shard, {"--shard", part}).exitCode == 0);
        CHECK(comparable(shard).size() == 3);
        words.push_back(shard.string());
    }
    REQUIRE(place.assay(words).exitCode == 0);
    CHECK(comparable(merged) == comparable(one));
}

TEST_CASE("--all takes LEARNER/EXERCISE, and says what is no exercise") {
    Place place;
    place.hand_in("zoe/double", "return 2 * n");
    place.hand_in("adam/double", "return 1");
    place.hand_in("adam/duble", "return 1");
    const auto outcome = place.assay({"batch", "--all", place.cohort.string(), "--json"});
    CHECK(outcome.exitCode == 2);
    CHECK(outcome.err.find("'adam/duble': no exercise 'duble'; did you mean 'double'?") != std::string::npos);
    const auto reports = lines(outcome.out);
    REQUIRE(names(reports) == std::vector<std::string>{"adam/double", "zoe/double"});
    CHECK(reports[1]["verdict"] == "passed");
}

TEST_CASE("a folder whose name is no UTF-8 text is a submission like any other, and known again") {
    Place place;
    place.hand_in("zoe", "return 2 * n");
    place.hand_in("b\xe9n", "return n");
    place.hand_in("line\nbreak", "return 1");
    for (int run = 0; run < 2; ++run) {
        const auto outcome = place.batch(place.out);
        INFO(outcome.out << outcome.err);
        REQUIRE(outcome.exitCode == 0);
        const auto reports = lines(support::read(place.out / "results.jsonl"));
        CHECK(names(reports) == std::vector<std::string>{"b\\xe9n", "line\\nbreak", "zoe"});
        CHECK((outcome.out.find("3 were done before") != std::string::npos) == (run == 1));
    }
    place.hand_in("b\\xe9n", "return n");
    const auto twice = place.batch(place.out);
    CHECK(twice.exitCode == 2);
    CHECK(twice.err.find("two submissions would both be called") != std::string::npos);
}

TEST_CASE("a killed batch goes on, with the result of one that was left alone") {
    Place place;
    for (int i = 0; i < 12; ++i) place.hand_in("s" + std::to_string(10 + i), "return n + " + std::to_string(i));
    const path quiet = place.folder.path() / "quiet";
    REQUIRE(place.batch(quiet).exitCode == 0);
    for (int round = 1; round <= 3; ++round) {
        const pid_t child = ::fork();
        if (child == 0) {
            const auto environment = place.home.environment();
            for (const std::string& each : environment) ::putenv(const_cast<char*>(each.c_str()));
            ::execl(support::assayProgram().c_str(), "assay", "--course", place.course.c_str(), "--quiet", "batch", "double", place.cohort.c_str(), "--out",
                    place.out.c_str(), nullptr);
            ::_exit(127);
        }
        ::usleep(static_cast<useconds_t>(120'000 * round));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        CHECK_FALSE(base::fs::exists(place.out / ".results.jsonl.part"));
    }
    const auto outcome = place.batch(place.out);
    INFO(outcome.out << outcome.err);
    REQUIRE(outcome.exitCode == 0);
    CHECK(comparable(place.out) == comparable(quiet));
    // Once more: nothing is graded again.
    const auto again = place.batch(place.out);
    CHECK(again.out.find("12 were done before") != std::string::npos);
    // Changed files are.
    place.hand_in("s10", "return 2 * n");
    const auto changed = place.batch(place.out);
    CHECK(changed.out.find("11 were done before") != std::string::npos);
    CHECK(comparable(place.out).front()["verdict"] == "passed");
}

TEST_CASE("a journal's torn line is dropped, foreign ones are passed over, and only one may write") {
    const auto folder = base::TempFolder::create("journal-test");
    const std::string print(64, 'a'), other(64, 'b');
    {
        auto journal = cli::Journal::open(folder->path(), false);
        REQUIRE(journal);
        REQUIRE(journal->add("a \"b\"\n", print, "{\"n\":1}"));
        REQUIRE(journal->add("c", other, "{\"n\":2}"));
        CHECK_FALSE(cli::Journal::open(folder->path(), false));
    }
    const path file = folder->path() / "journal.jsonl";
    const std::string whole = support::read(file);
    for (std::size_t cut = 0; cut < whole.size(); ++cut) {
        support::put(file, "nonsense\n" + whole.substr(0, cut));
        auto journal = cli::Journal::open(folder->path(), false);
        REQUIRE(journal);
        const std::size_t second = whole.find('\n') + 1;
        CHECK(journal->find("a \"b\"\n", print).has_value() == (cut >= second));
        CHECK_FALSE(journal->find("c", other));
        REQUIRE(journal->add("c", other, "{\"n\":2}"));
        CHECK(journal->find("c", other) == std::optional<std::string>("{\"n\":2}"));
        CHECK_FALSE(journal->find("c", print));
    }
}

TEST_CASE("merge: contradicting results and what is no result are errors that say where") {
    Place place;
    place.hand_in("alice", "return 2 * n");
    const path first = place.folder.path() / "first", second = place.folder.path() / "second";
    REQUIRE(place.batch(first).exitCode == 0);
    CHECK(place.assay({"merge", first.string(), first.string()}).exitCode == 0);
    place.hand_in("alice", "return n");
    REQUIRE(place.batch(second).exitCode == 0);
    const auto both = place.assay({"merge", first.string(), second.string()});
    CHECK(both.exitCode == 2);
    CHECK(both.err.find("second/results.jsonl:1: 'alice' was graded failed here and passed in") != std::string::npos);
    support::put(second / "results.jsonl", "{}\n");
    CHECK(place.assay({"merge", second.string()}).exitCode == 2);
    CHECK(place.assay({"merge", (place.folder.path() / "none").string()}).exitCode == 2);
}

TEST_CASE("wrong use of batch is said, and ends with 2") {
    Place place;
    place.hand_in("alice", "return 2 * n");
    CHECK(place.assay({"batch"}).exitCode == 2);
    CHECK(place.assay({"batch", "duble", place.cohort.string()}).err.find("did you mean 'double'?") != std::string::npos);
    CHECK(place.batch(place.out, {"--shard", "3/2"}).exitCode == 2);
    CHECK(place.batch(place.out, {"--shard", "x"}).exitCode == 2);
    CHECK(place.assay({"batch", "double", (place.cohort / "alice/double.go").string()}).exitCode == 2);
    CHECK(place.assay({"batch", "double", (place.cohort / "alice").string()}).exitCode == 2);
    CHECK_FALSE(base::fs::exists(place.out));
}

TEST_CASE("results of another exercise are not written over") {
    Place place;
    place.hand_in("alice", "return 2 * n");
    support::put(place.cohort / "alice/double/double.go", twice("return 2 * n"));
    REQUIRE(place.assay({"batch", "--all", place.cohort.string(), "--out", place.out.string()}).exitCode == 0);
    const std::string before = support::read(place.out / "results.jsonl");
    REQUIRE(lines(before).size() == 1);
    const auto refused = place.batch(place.out);
    CHECK(refused.exitCode == 2);
    CHECK(refused.err.find("holds the results of a batch with --all") != std::string::npos);
    CHECK(support::read(place.out / "results.jsonl") == before);
    CHECK(place.batch(place.out, {"--fresh"}).exitCode == 0);
    CHECK(place.assay({"batch", "--all", place.cohort.string(), "--out", place.out.string()}).err.find("holds the results of exercise 'double'") != std::string::npos);
}
