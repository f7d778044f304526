// Role: archives, in memory: one that came from outside is read without believing a word of it; a zip is made whose bytes
// tell nothing but its files. Nothing is ever written to disk here. Threads: safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace assay::base {

struct ArchivedFile {
    std::string name, content;  // relative, slash-separated, UTF-8, never out of the archive
};
struct ArchiveLimits {
    std::size_t entries = 10'000;
    std::int64_t bytes = 64ll << 20;                // of all files together, unpacked: more is a bomb
    std::size_t fileBytes = std::size_t{1} << 20;   // of one: a larger one is kept a little larger than this, so that it shows
    bool zipOnly = false;                           // else tar too, compressed or not
};
struct OpenedArchive {
    std::vector<ArchivedFile> files;  // the regular ones, as they stand in it
    std::string refusal;              // a sentence; empty where the archive is sound
};
// One bad entry refuses the whole: an absolute name, "..", a link or special file, something encrypted or damaged, a name
// that is there twice.
OpenedArchive readArchive(int fd, const ArchiveLimits& limits);
// The same files are the same bytes. Internal where it cannot be made.
Result<std::string> zipOf(const std::vector<ArchivedFile>& files);

}  // namespace assay::base
