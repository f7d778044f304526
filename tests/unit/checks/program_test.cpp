#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_exception.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "checks/program_compare.h"
#include "support/real_judge.h"

using namespace assay;
using checks::compareText;
using checks::Verdict;
using checks::wordDiff;
using Catch::Matchers::ContainsSubstring;
using support::realJudge;
using support::TinyCourse;

namespace {

judge::Report run(const std::string& cases, const std::string& body, const std::string& imports) {
    const TinyCourse course("[files]\neditable = [\"main.go\"]\n[limits]\ntmp_mib = 4\n[[check]]\nid = \"program\"\nkind = \"program\"\npoints = 10\n" + cases, {{"starter/main.go", "package main\n"}});
    return realJudge().grade(course, {{"main.go", "package main\n\nimport (\n" + imports + ")\n\nfunc main() {\n" + body + "}\n"}});
}

}  // namespace

TEST_CASE("Numbers may differ by the tolerance, words may not", "[program]") {
    CHECK_FALSE(compareText("stdout", "mean 3.14159\n", "mean 3.1416\n", {.tolerance = 1e-3}));
    CHECK(compareText("stdout", "mean 3.14159\n", "mean 3.1416\n", {}));
    CHECK(compareText("stdout", "mean 3.14159\n", "mean 3.2\n", {.tolerance = 1e-3}));
    CHECK(compareText("stdout", "mean 3\n", "median 3\n", {.tolerance = 1}));
    CHECK_FALSE(compareText("stdout", "1000000\n", "1000900\n", {.tolerance = 1e-3}));
    CHECK(compareText("stdout", "1\n", "nan\n", {.tolerance = 1}));
}

TEST_CASE("Lines in any order are compared each once", "[program]") {
    CHECK_FALSE(compareText("stdout", "a\nb\nb\n", "b\na\nb\n", {.anyOrder = true}));
    CHECK(compareText("stdout", "a\nb\nb\n", "b\na\na\n", {.anyOrder = true}));
    CHECK(compareText("stdout", "a\nb\n", "b\na", {.anyOrder = true}));
    CHECK_FALSE(compareText("stdout", "a 1\nb 2\n", "b 2.0001\na 1\n", {.anyOrder = true, .tolerance = 0.01}));
}

TEST_CASE("A difference is shown by words, with white space made visible", "[program]") {
    CHECK(wordDiff("a b\n", "a c\n") == "a·[-b-]{+c+}↵\n");
    CHECK(wordDiff("a\tb\n", "a b") == "a[-→-]{+·+}b[-↵\n-]");
    CHECK(wordDiff("", "x") == "{+x+}");
    const auto wrong = compareText("stdout", "a\n", "a", {});
    REQUIRE(wrong);
    CHECK_THAT(wrong->message, ContainsSubstring("Only the end of the last line is missing."));
    CHECK(wordDiff(std::string(5000, 'x') + " y", std::string(5000, 'x') + " z").size() < 2000);
}

TEST_CASE("A program finds given files, arguments, environment and input, and its files are compared", "[program]") {
    const std::string cases =
        "[[check.case]]\nname = \"copies\"\nargs = [\"in/a.txt\", \"out.txt\"]\nenv = { MODE = \"up\" }\nstdin = \"tail\\n\"\nfiles = { \"in/a.txt\" = \"head\\n\" }\n"
        "produces = { \"out.txt\" = \"HEAD\\ntail\\n\" }\nproduces_matches = { \"out.txt\" = \"^HEAD\" }\nstdout = \"\"\n";
    const std::string imports = "\t\"io\"\n\t\"os\"\n\t\"strings\"\n";
    const std::string copy = "\tb, err := os.ReadFile(os.Args[1])\n\tif err != nil {\n\t\tpanic(err)\n\t}\n\trest, _ := io.ReadAll(os.Stdin)\n\ttext := string(b)\n\tif os.Getenv(\"MODE\") == \"up\" {\n\t\ttext = strings.ToUpper(text)\n\t}\n";
    CHECK(run(cases, copy + "\tos.WriteFile(\"tmp\", []byte(text+string(rest)), 0o600)\n\tos.Rename(\"tmp\", os.Args[2])\n", imports).verdict == Verdict::Passed);
    const judge::Report wrong = run(cases, copy + "\tos.WriteFile(os.Args[2], []byte(text), 0o600)\n\t_ = rest\n", imports);
    CHECK(wrong.verdict == Verdict::Failed);
    CHECK_THAT(wrong.checks[0].tests[0].message, ContainsSubstring("the file out.txt is not what was expected"));
    CHECK_THAT(wrong.checks[0].tests[0].details, ContainsSubstring("[-tail↵"));
    const judge::Report none = run(cases, copy + "\t_ = rest\n", imports);
    CHECK_THAT(none.checks[0].tests[0].message, ContainsSubstring("It did not write the file 'out.txt'."));
}

TEST_CASE("What a program leaves in the place of a file is not followed", "[program]") {
    const std::string cases = "[[check.case]]\nname = \"writes\"\nproduces_matches = { \"out/x\" = \".\" }\n";
    const auto leaves = [&](const std::string& body) { return run(cases, body, "\t\"os\"\n\t\"syscall\"\n").checks[0].tests[0]; };
    const std::string used = "\t_ = syscall.SIGTERM\n";
    CHECK_THAT(leaves("\tos.Mkdir(\"out\", 0o755)\n\tos.Symlink(\"/etc/passwd\", \"out/x\")\n" + used).message, ContainsSubstring("did not write"));
    CHECK_THAT(leaves("\tos.Symlink(\"/etc\", \"out\")\n" + used).message, ContainsSubstring("did not write"));
    CHECK_THAT(leaves("\tos.Mkdir(\"out\", 0o755)\n\tos.Mkdir(\"out/x\", 0o755)\n" + used).message, ContainsSubstring("is no regular file"));
    CHECK_THAT(leaves("\tos.Mkdir(\"out\", 0o755)\n\tif err := syscall.Mkfifo(\"out/x\", 0o644); err != nil {\n\t\treturn\n\t}\n").message, ContainsSubstring("'out/x'"));
}

TEST_CASE("Files are limited as the private folder is", "[program]") {
    const judge::Report report = run("[[check.case]]\nname = \"fills\"\nproduces = { \"x\" = \"\" }\n",
                                     "\tb := make([]byte, 1<<20)\n\tfor i := 0; ; i++ {\n\t\tif os.WriteFile(\"f\"+strconv.Itoa(i), b, 0o644) != nil {\n\t\t\treturn\n\t\t}\n\t\ttime.Sleep(time.Millisecond)\n\t}\n",
                                     "\t\"os\"\n\t\"strconv\"\n\t\"time\"\n");
    CHECK(report.verdict == Verdict::OutputLimit);
}

TEST_CASE("A name that leaves the working folder is the author's mistake", "[program]") {
    CHECK_THROWS_WITH(run("[[check.case]]\nname = \"x\"\nproduces = { \"../x\" = \"\" }\n", "\tos.Exit(0)\n", "\t\"os\"\n"), ContainsSubstring("does not stay"));
}

TEST_CASE("The command by hand is one that a shell takes, with input, environment and files", "[program]") {
    const std::string cases = "[[check.case]]\nname = \"all\"\nargs = [\"-k\", \"$HOME\", \"it's\"]\nenv = { MODE = \"lo ud\" }\nstdin = \"1 2\\n\"\nfiles = { \"in/a.txt\" = \"7\\n\" }\nstdout = \"x\"\n";
    const std::string command = run(cases, "", "").checks[0].byHand;
    CHECK(command == "d=$(mktemp -d) && go build -o \"$d/program\" . && (cd \"$d\" && mkdir -p in && printf '7\\n' > in/a.txt && printf '1 2\\n' | MODE='lo ud' ./program -k '$HOME' 'it'\\''s')");
    CHECK(run("[[check.case]]\nname = \"plain\"\nstdin = \"50 %\\n\"\nstdout = \"x\"\n", "", "").checks[0].byHand == "printf '50 %%\\n' | go run .");
    CHECK(run("[[check.case]]\nname = \"secret\"\nhidden = true\nstdin = \"1\"\nstdout = \"x\"\n", "", "").checks[0].byHand.empty());
}
