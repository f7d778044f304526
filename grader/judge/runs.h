// Role: the files that a grading or a run compiles, and the two runs that are no gradings: a snippet, and "Run" beside Check.
#pragma once

#include "judge/judge.h"
#include "toolchain/go/build.h"

namespace assay::judge {

// The submission over the starter, and the author's files by role.
Result<std::vector<toolchain::SourceFile>> exerciseFiles(const course::Exercise& exercise, const Submission& submission);

struct RunTools {
    sandbox::Sandbox& sandbox;
    base::RandomSource& random;
    const toolchain::PreparedGo& go;
    sandbox::Level level;
};
Result<SnippetResult> runSnippet(const RunTools& tools, std::string_view code, bool race, const std::string& input, std::stop_token stop);
Result<SnippetResult> runExercise(const RunTools& tools, const course::Exercise& exercise, std::vector<toolchain::SourceFile> files,
                                  std::stop_token stop);

}  // namespace assay::judge
