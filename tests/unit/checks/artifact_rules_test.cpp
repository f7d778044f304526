// The catalogue proves itself: each rule finds its wrong example and nothing in its right one, and the page is the tables.
#include <catch2/catch_test_macros.hpp>

#include <cstdlib>
#include <set>

#include "base/fs.h"
#include "checks/artifact/images.h"
#include "checks/artifact/rules.h"

using namespace assay;
using namespace assay::checks::artifact;

namespace {

const Findings& findingsOf(Inspection& inspection) {
    for (const Finding& problem : inspection.problems) UNSCOPED_INFO("line " << problem.place.line << ": " << problem.message);
    REQUIRE(inspection.problems.empty());
    return inspection.findings.front();
}

}  // namespace

TEST_CASE("There are enough rules, and each has an identifier of its own and a reason") {
    CHECK(rulesOf(Type::Dockerfile).size() >= 15);
    CHECK(rulesOf(Type::Kubernetes).size() >= 20);
    CHECK(rulesOf(Type::Ci).size() >= 12);
    for (const Type type : {Type::Dockerfile, Type::Kubernetes, Type::Ci}) {
        std::set<std::string_view> ids;
        for (const RuleText& rule : rulesOf(type)) {
            INFO(rule.id);
            CHECK(ids.insert(rule.id).second);
            CHECK(rule.holds.ends_with('.'));
            CHECK(rule.reason.ends_with('.'));
        }
    }
}

TEST_CASE("Each rule finds its wrong example and nothing in its right one") {
    for (const Type type : {Type::Dockerfile, Type::Kubernetes, Type::Ci})
        for (const RuleText& rule : rulesOf(type)) {
            INFO(rule.id);
            Inspection wrong = inspect(type, example(rule.piece, rule.wrong), {{std::string(rule.id), {10}}});
            CHECK(findingsOf(wrong).size() >= 1);
            Inspection right = inspect(type, example(rule.piece, rule.right), {{std::string(rule.id), {10}}});
            const Findings& found = findingsOf(right);
            for (const Finding& finding : found) UNSCOPED_INFO("line " << finding.place.line << ": " << finding.message);
            CHECK(found.empty());
        }
}

TEST_CASE("The page of rules is what the tables say") {
    const base::fs::path page = base::fs::path(ASSAY_SOURCE_DIR) / "grader/checks/docs/artifact-rules.md";
    if (std::getenv("ASSAY_REFRESH_GOLDEN") != nullptr) REQUIRE(base::writeFile(page, catalogueMarkdown()));
    INFO("refresh with ASSAY_REFRESH_GOLDEN=1");
    const auto text = base::readFile(page);
    REQUIRE(text);
    CHECK(*text == catalogueMarkdown());
}

TEST_CASE("Findings say line and column") {
    const Inspection image = inspect(Type::Dockerfile, "FROM alpine:3.22\nRUN true \\\n # a comment\n  && sudo true\n", {{"no-sudo", {}}});
    REQUIRE(image.findings.front().size() == 1);
    CHECK(image.findings.front().front().place == Place{4, 6});
    const Inspection manifest = inspect(Type::Kubernetes, "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: a\n      image: a:latest\n", {{"pinned-image", {}}});
    REQUIRE(manifest.findings.front().size() == 1);
    CHECK(manifest.findings.front().front().place == Place{7, 14});
    const Inspection workflow = inspect(Type::Ci, "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: |\n          true\n          set -x\n", {{"no-secrets-in-logs", {}}});
    REQUIRE(workflow.findings.front().size() == 1);
    CHECK(workflow.findings.front().front().place.line == 8);
}

TEST_CASE("Rules look at what would happen, not at how it is spelt") {
    const auto dockerfile = [](std::string_view text, const char* rule) { return inspect(Type::Dockerfile, text, {{rule, {}}}).findings.front().size(); };
    CHECK(dockerfile("FROM alpine:3.22 AS base\nUSER 10001\nFROM base\nENTRYPOINT [\"/a\"]\n", "non-root") == 0);  // inherited
    CHECK(dockerfile("FROM alpine:3.22\nUSER 10001\nUSER root\n", "non-root") == 1);                                // the last one counts
    CHECK(dockerfile("FROM alpine:3.22\nUSER 0:0\n", "non-root") == 1);
    CHECK(dockerfile("FROM gcr.io/distroless/static-debian12:nonroot\n", "non-root") == 0);
    CHECK(dockerfile("ARG TAG=latest\nFROM alpine:${TAG}\n", "pinned-base") == 1);
    CHECK(dockerfile("ARG TAG\nFROM alpine:${TAG:-3.22}\n", "pinned-base") == 0);
    CHECK(dockerfile("FROM localhost:5000/alpine\n", "pinned-base") == 1);  // the colon is the port's
    CHECK(dockerfile("FROM scratch\n", "pinned-base") == 0);
    CHECK(dockerfile("FROM a:1\nENTRYPOINT ['/a']\n", "exec-form") == 1);  // no JSON
    CHECK(dockerfile("FROM a:1\nRUN <<EOF\napt-get update\napt-get install -y x\nEOF\n", "packages-clean") == 2);
    CHECK(dockerfile("FROM a:1\nRUN echo 'sudo is not used'\n", "no-sudo") == 0);
    CHECK(dockerfile("FROM a:1\nENV TOKEN_FILE=/run/secrets/token\n", "no-secrets") == 0);

    const auto workflow = [](const std::string& run, const char* rule) {
        return inspect(Type::Ci, "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: |\n          " + run + "\n", {{rule, {}}}).findings.front().size();
    };
    CHECK(workflow("echo go test -race ./...", "race") == 1);
    CHECK(workflow("# go test -race ./...", "race") == 1);
    CHECK(workflow("go test -race ./... || true", "race") == 1);
    CHECK(workflow("CGO_ENABLED=1 go test -count=1 -race ./...", "race") == 0);
    CHECK(workflow("bash -c 'go test -race ./...'", "race") == 0);
}

TEST_CASE("Names of images") {
    CHECK(readImage("registry:5000/a/b:1.2@sha256:00").repository == "registry:5000/a/b");
    CHECK(readImage("registry:5000/a/b:1.2@sha256:00").tag == "1.2");
    CHECK(readImage("registry:5000/a/b").tag.empty());
    CHECK_FALSE(readImage("a:latest").pinned());
    CHECK(readImage("a@sha256:00").pinned());
}
