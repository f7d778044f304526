// Role: a course as one file, *.assay: a zip that holds `assay.pack` (one line, the format's version) and the course's
// lessons/ and exercises/. A pack comes from anybody, so it is read as distrustfully as a submission: regular files below
// those two folders with names that a course may have, nothing else, and within bounds. Nothing in it is run or believed
// here; the course in it is read like any other afterwards.
// Errors: InvalidContent for a pack or course that is refused, NotFound, Usage where the target is there already, Io.
// Threads: safe, two processes that unpack the same file at once included.
#pragma once

#include <string>
#include <string_view>

#include "base/fs.h"
#include "base/result.h"

namespace assay::course {

using base::Result;
namespace fs = base::fs;

inline constexpr std::string_view kPackEnding = ".assay";

// Whether `path` is named like one: "x.assay", never the mark ".assay" of a folder that a learner works in.
bool isPackName(const fs::path& path);
// The course in `folder` as a pack's bytes: the same files, the same bytes. Whether it can be loaded is the caller's to ask.
struct Packed {
    std::string bytes;
    std::size_t files = 0;
};
Result<Packed> pack(const fs::path& folder);
// Into a folder that is not there yet: whole or not at all. Gives the number of files.
Result<std::size_t> unpack(const fs::path& file, const fs::path& folder);
// The folder of the course in `file`: below `packs`, by the file's content, unpacked when it is first asked for.
Result<fs::path> openPack(const fs::path& file, const fs::path& packs);

}  // namespace assay::course
