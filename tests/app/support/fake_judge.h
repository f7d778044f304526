// Role: a judge that needs no compiler: passes what contains `passesWith`, tells its steps, and can be slow. Threads: safe.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>

#include "judge/judge.h"

namespace assay::tests {

class FakeJudge final : public judge::Judge {
  public:
    base::Result<void> prepare(const judge::ProgressFn& onProgress, std::stop_token stop) override;
    base::Result<void> prepareModules(const base::fs::path&, const judge::ProgressFn&, std::stop_token) override { return {}; }
    bool prepared() const override { return true; }
    base::Result<judge::ToolchainInfo> toolchain() override { return judge::ToolchainInfo{"go", "go1.26", "linux/amd64"}; }
    base::Result<judge::Report> grade(const course::Exercise& exercise, const judge::Submission& submission,
                                      const judge::Options& options, std::stop_token stop) override;
    base::Result<judge::SnippetResult> runSnippet(std::string_view code, bool race, const judge::Options& options,
                                                  std::stop_token stop) override;
    base::Result<judge::SnippetResult> runExercise(const course::Exercise& exercise, const judge::Submission& submission,
                                                   const judge::Options& options, std::stop_token stop) override;

    std::string passesWith = "passes";
    std::string endlessWith = "endless";  // the grading of such a text ends when it is stopped
    std::atomic<int> takesMs{0};         // of grade and runSnippet; ends early when stopped
    std::atomic<int> preparationMs{0};
    std::atomic<bool> cannotSandbox{false};
    std::atomic<sandbox::Level> level{sandbox::Level::Full};  // that grade was last asked for
    std::atomic<int> begun{0}, graded{0}, stopped{0};  // of grade

  private:
    bool wait(int milliseconds, const std::stop_token& stop);  // false where it was stopped
};

}  // namespace assay::tests
