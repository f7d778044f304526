// Role: a real database in a folder of its own, for the tests of the progress library.
#pragma once

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "base/clock.h"
#include "base/fs.h"
#include "progress/store.h"

namespace assay::progress::test {

inline fs::path migrations() {
    return fs::path(ASSAY_SOURCE_DIR) / "resources" / "sql";
}

struct World {
    base::TempFolder folder = base::TempFolder::create("progress-test").value();
    base::FakeClock clock;
    fs::path file = folder.path() / "data" / "progress.sqlite";
    OpenReport report;

    World() { clock.wall = 1'790'000'000'000; }  // 2026-09-21
    Result<Store> tryOpen() {
        report = {};
        return Store::open(file, migrations(), clock, &report);
    }
    Store open() {
        auto store = tryOpen();
        INFO((store ? std::string() : base::describe(store.error())));
        REQUIRE(store.has_value());
        return std::move(*store);
    }
};

inline NewAttempt anAttempt(const std::string& exercise, const std::string& code, bool passed = false) {
    NewAttempt attempt;
    attempt.course = "go";
    attempt.exercise = exercise;
    attempt.exerciseVersion = "1.0.0";
    attempt.contentHash = "c0";
    attempt.submissionHash = "s0";
    attempt.files = {{"a.go", code}, {"b/b.go", "package b\n"}};
    attempt.verdict = passed ? "passed" : "failed";
    attempt.points = passed ? 10 : 4;
    attempt.maxPoints = 10;
    attempt.passed = passed;
    attempt.reportJson = R"({"schema":"assay.report/1"})";
    attempt.origin = "app";
    return attempt;
}

inline Draft aDraft(const std::string& code) {
    Draft draft;
    draft.files = {{"a.go", code}};
    draft.activeFile = "a.go";
    draft.caret = 3;
    draft.exerciseVersion = "1.0.0";
    return draft;
}

template <class T>
T must(Result<T> result) {
    INFO((result ? std::string() : base::describe(result.error())));
    REQUIRE(result.has_value());
    return std::move(*result);
}
inline void must(Result<void> result) {
    INFO((result ? std::string() : base::describe(result.error())));
    REQUIRE(result.has_value());
}

}  // namespace assay::progress::test
