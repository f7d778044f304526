// Role: a submission that came as an archive (zip, tar, tar.gz, tar.xz, tar.zst). Nothing is ever written to disk: editable
// files are read into memory, all else is skipped. One bad entry (absolute, "..", link, encrypted, twice) refuses the whole.
#pragma once

#include "judge/judge.h"

namespace assay::judge {

inline constexpr std::size_t kFileBytes = std::size_t{1} << 20, kFiles = 200;

bool isArchiveName(const fs::path& path);
// The files as a zip that readArchive takes again; the same files are the same bytes. Internal where it cannot be made.
base::Result<std::string> zipOf(const std::vector<SubmittedFile>& files);
void readArchive(const course::Exercise& exercise, int fd, Submission& into);

}  // namespace assay::judge
