// The kind around the rules: what is said of a course's fault, and the sentences that a learner reads.
#include <catch2/catch_test_macros.hpp>

#include "checks/kinds.h"
#include "support/real_judge.h"

using namespace assay;
using namespace assay::checks;
using support::realJudge;
using support::TinyCourse;

namespace {

std::string tomlOf(const std::string& rules) { return "[files]\neditable = [\"Dockerfile\"]\n[[check]]\nid = \"image\"\nkind = \"artifact\"\nfile = \"Dockerfile\"\ntype = \"dockerfile\"\npoints = 10\n" + rules; }
const support::Texts kFiles{{"starter/Dockerfile", "FROM alpine\n"}, {"solution/Dockerfile", "FROM alpine:3.22\nUSER 1000\n"}};

std::string courseError(const std::string& rules) {
    const TinyCourse course(tomlOf(rules), kFiles);
    toolchain::BuildRequest build;
    const auto prepared = artifactKind().prepare(course.exercise(), course.exercise().checks.front(), build);
    return prepared ? "" : prepared.error().message;
}

}  // namespace

TEST_CASE("artifact: a field that a rule does not take is a fault of the course") {
    CHECK(courseError("[[check.rule]]\nid = \"non-root\"\n") == "");
    const std::string seconds = courseError("[[check.rule]]\nid = \"non-root\"\nseconds = 5\n");
    INFO(seconds);
    CHECK(seconds.find("takes no seconds") != std::string::npos);
    CHECK(seconds.find("id, weight and reveal") != std::string::npos);
    CHECK(courseError("[[check.rule]]\nid = \"non-rot\"\n").find("did you mean non-root?") != std::string::npos);
}

TEST_CASE("artifact: sentences keep the spelling of names and end once") {
    const TinyCourse course(tomlOf("[[check.rule]]\nid = \"non-root\"\n[[check.rule]]\nid = \"no-sudo\"\n"), kFiles);
    const CheckResult unknown = realJudge().grade(course, {{"Dockerfile", "FROM alpine:3.22\nRUNN true\n"}}).checks.front();
    CHECK(unknown.message == "Dockerfile cannot be read, so no rule was tried. Line 2: 'RUNN' is no instruction; did you mean RUN?");
    REQUIRE(unknown.diagnostics.size() == 1);
    CHECK(unknown.diagnostics.front().message.ends_with("did you mean RUN?"));
    const CheckResult root = realJudge().grade(course, {{"Dockerfile", "FROM alpine:3.22\nRUN sudo true\n"}}).checks.front();
    REQUIRE(root.tests.size() == 2);
    CHECK(root.tests[0].message.starts_with("The last stage has no USER"));
    CHECK(root.tests[1].message.starts_with("`sudo` has no place in an image"));
}
