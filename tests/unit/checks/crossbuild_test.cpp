// The whole kind: the go command in the sandbox, and the binaries that it leaves.
#include <catch2/catch_test_macros.hpp>

#include "base/fs.h"
#include "checks/crossbuild/binary.h"
#include "support/real_judge.h"

using namespace assay;
using namespace assay::checks;
using support::realJudge;
using support::TinyCourse;

namespace {

const char* const kCheck =
    "[files]\neditable = [\"build.sh\"]\nreadonly = [\"main.go\"]\n[[check]]\nid = \"crossbuild\"\nkind = \"crossbuild\"\nscript = \"build.sh\"\nversion = \"1.2.3\"\n"
    "stripped = true\ntrimmed = true\nstatic = true\npoints = 10\n"
    "[[check.target]]\nos = \"linux\"\narch = \"amd64\"\noutput = \"dist/a\"\n[[check.target]]\nos = \"windows\"\narch = \"amd64\"\noutput = \"dist/a.exe\"\n";

const TinyCourse& course() {
    static const TinyCourse one(kCheck, {{"starter/build.sh", "go build .\n"}, {"solution/build.sh", "go build .\n"},
                                         {"solution/main.go", "package main\n\nvar version = \"dev\"\n\nfunc main() { println(version) }\n"}});
    return one;
}

CheckResult grade(const std::string& script) { return realJudge().grade(course(), {{"build.sh", script}}).checks.front(); }

const std::string kFlags = "-trimpath -ldflags='-s -w -X main.version=1.2.3'";

}  // namespace

TEST_CASE("crossbuild: lines for two systems pass", "[crossbuild]") {
    const CheckResult result = grade("GOOS=linux GOARCH=amd64 go build " + kFlags + " -o dist/a .\nGOOS=windows GOARCH=amd64 go build " + kFlags + " -o dist/a.exe .\n");
    INFO(result.message);
    for (const TestResult& test : result.tests) INFO(test.name << ": " << test.message);
    CHECK(result.verdict == Verdict::Passed);
    CHECK(result.points == Points(10));
}

TEST_CASE("crossbuild: each thing that is not as asked is told of its target", "[crossbuild]") {
    const CheckResult result = grade("GOOS=linux GOARCH=arm64 go build " + kFlags + " -o dist/a .\nGOOS=windows GOARCH=amd64 go build -trimpath -ldflags='-X main.Version=1.2.3' -o dist/a.exe .\n");
    REQUIRE(result.tests.size() == 2);
    CHECK(result.verdict == Verdict::Failed);
    CHECK(result.tests[0].message.find("is for arm64") != std::string::npos);
    CHECK(result.tests[1].message.find("symbol table") != std::string::npos);
    CHECK(result.tests[1].line == 2);
    CHECK(result.byHand == "sh -e build.sh && go version -m dist/a");
    CHECK(grade("GOOS=linux GOARCH=amd64 go build " + kFlags + " -o dist/a .\n").byHand == "sh -e build.sh && go version -m dist/a.exe");
    CHECK(grade("curl x\n").byHand.empty());
}

TEST_CASE("crossbuild: a version that reaches no variable is told", "[crossbuild]") {
    const std::string wrong = "-trimpath -ldflags='-s -w -X main.Version=1.2.3'";
    const CheckResult result = grade("GOOS=linux GOARCH=amd64 go build " + wrong + " -o dist/a .\n");
    REQUIRE(result.tests.size() == 2);
    CHECK(result.tests[0].message.find("-X main.version=1.2.3") != std::string::npos);
    CHECK(result.tests[1].message.find("No line of the script makes dist/a.exe") != std::string::npos);
}

TEST_CASE("crossbuild: a refused script runs nothing, and a failing line ends it", "[crossbuild]") {
    const CheckResult refused = grade("for a in b; do go build .; done\n");
    CHECK(refused.verdict == Verdict::Failed);
    CHECK(refused.tests[0].verdict == Verdict::NotRun);
    REQUIRE(refused.diagnostics.size() == 1);
    CHECK(refused.diagnostics[0].column == 11);
    const CheckResult failing = grade("GOOS=plan10 go build -o dist/a .\n");
    CHECK(failing.verdict == Verdict::Failed);
    CHECK(failing.tests[0].message.find("Line 1 of the script failed") != std::string::npos);
}

TEST_CASE("Binaries: whatever the headers claim, reading stays inside the file") {
    const auto self = base::readFile("/proc/self/exe", 512u << 20);
    REQUIRE(self);
    const crossbuild::Binary own = crossbuild::readBinary(*self);
    CHECK(own.format == crossbuild::Format::Elf);
    CHECK(own.goVersion.empty());
    for (const std::string_view head : {"\x7f" "ELF", "MZ", "\xcf\xfa\xed\xfe"})
        for (std::size_t fill = 0; fill < 256; ++fill) {
            const std::string file = std::string(head) + std::string(400, static_cast<char>(fill));
            const crossbuild::Binary binary = crossbuild::readBinary(file);
            CHECK(binary.goVersion.empty());
            crossbuild::holdsString(file, binary, std::string(2, static_cast<char>(fill)));
        }
    for (std::size_t size = 0; size < 300; ++size) crossbuild::readBinary(std::string_view(*self).substr(0, size));
}
