#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_exception.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "support/real_judge.h"

using namespace assay;
using checks::CheckResult;
using checks::Points;
using checks::Verdict;
using Catch::Matchers::ContainsSubstring;
using support::realJudge;
using support::TinyCourse;

namespace {

const std::string kHead = "[files]\neditable = [\"key.go\"]\n[[check]]\nid = \"build\"\nkind = \"build\"\n[[check]]\nid = \"fuzz\"\nkind = \"fuzz\"\ntarget = \"FuzzKey\"\nexecutions = 3000\npoints = 10\nreveal = \"Some input breaks it.\"\n";
const std::string kRight = "package ex\n\nimport \"strings\"\n\nfunc Key(s string) string {\n\tkey, _, _ := strings.Cut(s, \"=\")\n\treturn key\n}\n";
const std::string kTarget =
    "package ex\n\nimport (\n\t\"strings\"\n\t\"testing\"\n)\n\nfunc FuzzKey(f *testing.F) {\n\tf.Add(\"a=b\")\n\tf.Fuzz(func(t *testing.T, s string) {\n\t\tif got := Key(s); strings.Contains(got, \"=\") {\n"
    "\t\t\tt.Errorf(\"Key(%q) = %q\", s, got)\n\t\t}\n\t})\n}\n";

std::string code(const std::string& body, const std::string& imports = "\"strings\"") {
    return "package ex\n\nimport " + imports + "\n\nfunc Key(s string) string {\n" + body + "}\n";
}

judge::Report grade(const std::string& text, const std::string& folder = "tests", const std::string& more = {}) {
    const TinyCourse course(kHead + more, {{"starter/key.go", "package ex\n"}, {"solution/key.go", kRight}, {folder + "/key_test.go", kTarget}});
    return realJudge().grade(course, {{"key.go", text}});
}

}  // namespace

TEST_CASE("A target that holds for all inputs passes, and says for how many", "[fuzz]") {
    const judge::Report report = grade(kRight);
    CHECK(report.verdict == Verdict::Passed);
    CHECK(report.checks[1].message == "It held for 3000 inputs.");
    CHECK(report.checks[1].byHand == "go test -run '^$' -fuzz '^FuzzKey$' -fuzztime 3000x .");
}

TEST_CASE("A failing input is made smaller and shown, the same each time", "[fuzz]") {
    const std::string last = code("\tif i := strings.LastIndex(s, \"=\"); i >= 0 {\n\t\treturn s[:i]\n\t}\n\treturn s\n");
    const judge::Report report = grade(last);
    CHECK(report.verdict == Verdict::Failed);
    CHECK_THAT(report.checks[1].message, ContainsSubstring("It fails for the input string(\"==\"). Key(\"==\") = \"=\""));
    CHECK(report.checks[1].tests[0].details == "go test fuzz v1\nstring(\"==\")\n");
    CHECK(report.checks[1].byHand == "mkdir -p testdata/fuzz/FuzzKey && printf 'go test fuzz v1\\nstring(\"==\")\\n' > testdata/fuzz/FuzzKey/found && go test -timeout 20s -run '^FuzzKey$' .");
    CHECK(grade(last).checks[1].message == report.checks[1].message);
    CHECK(report.checks[1].next == "Give your code that input, mend what goes wrong, and grade again.");
}

TEST_CASE("A panic is a crash, told with its place and its input", "[fuzz]") {
    const judge::Report report = grade(code("\treturn s[:strings.Index(s, \"=\")]\n"));
    CHECK(report.verdict == Verdict::Crashed);
    CHECK(report.checks[1].tests[0].file == "key.go");
    CHECK(report.checks[1].tests[0].line == 6);
    CHECK_THAT(report.checks[1].message, ContainsSubstring("It fails for the input string(\"\")."));
    CHECK_THAT(report.checks[1].message, ContainsSubstring("slice bounds out of range"));
}

TEST_CASE("New statements lead the search to what no single step reaches", "[fuzz]") {
    const judge::Report report = grade(code("\tif len(s) > 2 && s[0] == 'Q' {\n\t\tif s[1] == 'W' {\n\t\t\tif s[2] == 'E' {\n\t\t\t\tpanic(\"deep\")\n\t\t\t}\n\t\t}\n\t}\n\tkey, _, _ := strings.Cut(s, \"=\")\n\treturn key\n"),
                                       "tests", "");
    CHECK(report.verdict == Verdict::Crashed);
    CHECK_THAT(report.checks[1].message, ContainsSubstring("string(\"QWE\")"));
}

TEST_CASE("What ends the process is found with its input", "[fuzz]") {
    const judge::Report exits = grade(code("\tif strings.Count(s, \"=\") > 1 {\n\t\tos.Exit(0)\n\t}\n\tkey, _, _ := strings.Cut(s, \"=\")\n\treturn key\n", "(\n\t\"os\"\n\t\"strings\"\n)"));
    CHECK(exits.verdict == Verdict::Failed);
    CHECK_THAT(exits.checks[1].message, ContainsSubstring("It fails for the input string("));
    const judge::Report hangs = grade(code("\tfor strings.Count(s, \"=\") > 1 {\n\t}\n\tkey, _, _ := strings.Cut(s, \"=\")\n\treturn key\n"), "tests", "timeout_ms = 100\n");
    CHECK(hangs.verdict == Verdict::TimeLimit);
    CHECK_THAT(hangs.checks[1].message, ContainsSubstring("It fails for the input string("));
}

TEST_CASE("An input that does not end is made smaller too, and told with the time that one input has", "[fuzz]") {
    const judge::Report hangs = grade(code("\tfor strings.Contains(s, \"==\") {\n\t}\n\tkey, _, _ := strings.Cut(s, \"=\")\n\treturn key\n"), "tests", "timeout_ms = 200\n");
    CHECK(hangs.verdict == Verdict::TimeLimit);
    CHECK(hangs.checks[1].message == "It fails for the input string(\"==\"). Stopped: it was not done within the 0.2 s of processor time that one input has. Does a loop never end?");
}

TEST_CASE("An input that takes memory without end meets that limit, not the one on time", "[fuzz]") {
    const judge::Report eats = grade(code("\tvar keep [][]byte\n\tfor strings.Count(s, \"=\") > 1 {\n\t\tkeep = append(keep, []byte(strings.Repeat(\"a\", 1<<22)))\n\t}\n\tkey, _, _ := strings.Cut(s, \"=\")\n\treturn key\n"), "tests", "timeout_ms = 300\n");
    CHECK(eats.verdict == Verdict::MemoryLimit);
    CHECK_THAT(eats.checks[1].message, ContainsSubstring("It fails for the input string("));
}

TEST_CASE("Code that does not fit a hidden target is told so in general words", "[fuzz]") {
    const judge::Report report = grade("package ex\n\nfunc Key(s []byte) string { return \"\" }\n", "hidden");
    CHECK(report.verdict == Verdict::CompileError);
    CHECK_THAT(report.checks[1].message, ContainsSubstring("not together with the hidden fuzz target"));
    CHECK(report.checks[1].diagnostics.empty());
}

TEST_CASE("Of a hidden target neither name nor input nor words are told", "[fuzz]") {
    const judge::Report report = grade(code("\treturn s + strings.Repeat(\"=\", 1)\n"), "hidden");
    CHECK(report.verdict == Verdict::Failed);
    CHECK(report.checks[1].tests[0].name == "hidden 1");
    CHECK(report.checks[1].tests[0].message == "Some input breaks it.");
    CHECK(report.checks[1].tests[0].details.empty());
    CHECK(report.checks[1].message == "Some input breaks it.");
}

TEST_CASE("The learner's target has to find planted bugs and be silent on the reference", "[fuzz]") {
    const std::string head = "[files]\neditable = [\"key_test.go\"]\nreadonly = [\"key.go\"]\n[[check]]\nid = \"build\"\nkind = \"build\"\n[[check]]\nid = \"fuzz\"\nkind = \"fuzz\"\ntarget = \"FuzzKey\"\nexecutions = 3000\npoints = 10\n";
    const TinyCourse course(head, {{"starter/key_test.go", "package ex\n"}, {"solution/key.go", kRight}, {"solution/key_test.go", kTarget},
                                   {"mutants/last/key.go", code("\tif i := strings.LastIndex(s, \"=\"); i >= 0 {\n\t\treturn s[:i]\n\t}\n\treturn s\n")},
                                   {"mutants/last/mutant.toml", "reveal = \"Nothing looks at a second sign.\"\n"}});
    const auto submit = [&](const std::string& text) { return realJudge().grade(course, {{"key_test.go", text}}); };
    const judge::Report good = submit(kTarget);
    CHECK(good.verdict == Verdict::Passed);
    CHECK(good.checks[1].tests[0].message == "Found with string(\"==\").");
    CHECK(good.checks[1].byHand.empty());
    std::string text = kTarget;
    const judge::Report blind = submit(text.replace(text.find("strings.Contains(got, \"=\")"), 26, "strings.Contains(s, \"\\x00\\x00\\x00\") && got == \"\""));
    CHECK(blind.verdict == Verdict::Failed);
    CHECK(blind.checks[1].tests[0].message == "Nothing looks at a second sign.");
    CHECK(blind.checks[1].next.starts_with("Let your target ask more"));
    text = kTarget;
    const judge::Report loud = submit(text.replace(text.find("strings.Contains(got, \"=\")"), 26, "strings.Contains(s, \"=\")"));
    CHECK(loud.verdict == Verdict::Failed);
    CHECK_THAT(loud.checks[1].message, ContainsSubstring("fails on the code that is right"));
    CHECK(submit("package ex\n").verdict == Verdict::Failed);
    // Neither a skip, nor an exit, nor a target that tries nothing passes.
    CHECK(submit("package ex\n\nimport \"testing\"\n\nfunc FuzzKey(f *testing.F) { f.Skip() }\n").verdict == Verdict::Failed);
    CHECK(submit("package ex\n\nimport \"testing\"\n\nfunc FuzzKey(f *testing.F) {}\n").verdict == Verdict::Failed);
    CHECK(submit("package ex\n\nimport (\n\t\"os\"\n\t\"testing\"\n)\n\nfunc FuzzKey(f *testing.F) { f.Fuzz(func(t *testing.T, s string) { os.Exit(0) }) }\n").verdict == Verdict::Failed);
}
