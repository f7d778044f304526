// Role: reads a submission: a folder, an archive, or one file, without following anything, and copies it before looking.
// DESIGN.md's *Rules that decide: Submissions*.
#pragma once

#include "judge/judge.h"

namespace assay::judge {

// Errors are ours only (I/O); what is wrong with the submission is Submission::refusal. NotFound where path is not there.
Result<Submission> readSubmission(const course::Exercise& exercise, const fs::path& path);
// From an editor's buffers: the same rules.
Submission submissionFromBuffers(const course::Exercise& exercise, std::vector<SubmittedFile> files);
std::string submissionHash(const Submission& submission);

}  // namespace assay::judge
