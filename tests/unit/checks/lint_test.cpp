// lint, modern and vet over real sources.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>

#include "checks/analyser_words.h"
#include "support/real_judge.h"

using namespace assay;
using namespace assay::checks;
using support::realJudge;
using support::TinyCourse;

namespace {

CheckResult grade(const std::string& check, const std::string& source) {
    const TinyCourse course("[files]\neditable = [\"a.go\"]\n[[check]]\nid = \"it\"\npoints = 10\n" + check, {{"starter/a.go", "package ex\n"}, {"solution/a.go", "package ex\n"}});
    CheckResult result = realJudge().grade(course, {{"a.go", source}}).checks.front();
    UNSCOPED_INFO(result.message);
    for (const Diagnostic& d : result.diagnostics) UNSCOPED_INFO(d.line << " " << d.code << " " << d.message);
    return result;
}
bool found(const CheckResult& result, std::string_view code, int line, std::string_view part = {}) {
    return std::any_of(result.diagnostics.begin(), result.diagnostics.end(),
                       [&](const Diagnostic& d) { return d.code == code && d.line == line && d.message.find(part) != std::string::npos; });
}

}  // namespace

TEST_CASE("lint: each analyser by name, with a sentence", "[lint]") {
    const CheckResult result = grade("kind = \"lint\"\ncheck_errors = [\"os.Remove\", \"(*os.File).Close\"]\nmax_complexity = 3\n",
                                     "package ex\n\nimport (\n\t\"log/slog\"\n\t\"os\"\n)\n\n"
                                     "func a(used, idle int) error {\n\terr := os.Chdir(\"x\")\n\tif used > 1 {\n\t\terr := os.Chdir(\"y\")\n\t\t_ = err\n\t}\n\treturn err\n}\n\n"  // 8 … 15
                                     "func b(p *int) int {\n\tif p == nil {\n\t\treturn *p\n\t}\n\tif *p > 1 && *p < 4 || *p == 9 {\n\t\treturn 2\n\t}\n\treturn 1\n}\n\n"                // 17 … 25
                                     "func c(f *os.File) {\n\tos.Remove(\"x\")\n\tdefer f.Close()\n\t_ = os.Remove(\"y\")\n\tslog.Info(\"x\", \"key\")\n}\n");                            // 27
    CHECK(result.verdict == Verdict::Failed);
    CHECK(found(result, "lint/shadow", 11, "hides the outer one"));
    CHECK(found(result, "lint/unusedparams", 8, "idle"));
    CHECK(found(result, "lint/nilness", 19));
    CHECK(found(result, "lint/complexity", 17, "5 ways"));
    CHECK(found(result, "lint/unchecked", 28, "os.Remove"));
    CHECK(found(result, "lint/unchecked", 29, "lost by defer"));
    CHECK(found(result, "lint/unchecked", 30, "thrown away"));
    CHECK(found(result, "lint/slog", 31));
}

TEST_CASE("lint: only what is named, and nothing where nothing is wrong", "[lint]") {
    const std::string source = "package ex\n\nfunc a(idle int) int { return 1 }\n\nvar table = map[string]func(int) int{\"a\": b}\n\nfunc b(idle int) int { return 2 }\n";
    CHECK(grade("kind = \"lint\"\nanalyzers = [\"shadow\"]\n", source).verdict == Verdict::Passed);
    const CheckResult all = grade("kind = \"lint\"\n", source);
    CHECK(found(all, "lint/unusedparams", 3));
    CHECK_FALSE(found(all, "lint/unusedparams", 7));  // its form is the table's
    CHECK(grade("kind = \"lint\"\n", "package ex\n\nfunc a() {\n").verdict == Verdict::NotRun);
}

TEST_CASE("modern: what go fix would rewrite, with the rewrite", "[lint]") {
    const std::string old = "package ex\n\nfunc a(list []interface{}) int {\n\tn := 0\n\tfor i := 0; i < 10; i++ {\n\t\tn += i\n\t}\n\treturn n + len(list)\n}\n";
    const CheckResult result = grade("kind = \"modern\"\n", old);
    CHECK(result.verdict == Verdict::Failed);
    CHECK(found(result, "modern/any", 3, "+func a(list []any) int {"));
    CHECK(found(result, "modern/rangeint", 5, "+\tfor i := range 10 {"));
    CHECK(grade("kind = \"modern\"\nexcept = [\"any\", \"rangeint\"]\n", old).verdict == Verdict::Passed);
    CHECK(grade("kind = \"modern\"\n", "package ex\n\nfunc a(list []any) int { return max(len(list), 3) }\n").points == Points(10));
}

TEST_CASE("Every analyser of lint has a sentence", "[lint]") {
    for (const char* name : {"atomicalign", "copylocks", "deepequalerrors", "httpmux", "lostcancel", "nilness", "printf", "reflectvaluecompare", "shadow", "slog", "sortslice", "unusedparams",
                             "unusedresult", "unusedwrite", "unchecked", "complexity", "any", "rangeint", "minmax"})
        CHECK_FALSE(meaningOf(name).empty());
}
