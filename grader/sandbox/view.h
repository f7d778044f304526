// Role: which path of a request lies where. Inner part of the sandbox; callers use seenAs (sandbox.h).
#pragma once

#include "sandbox/sandbox.h"

namespace assay::sandbox {

bool lies(std::string_view path, std::string_view folder);  // is the folder or below it
const Mount* mountOf(std::span<const Mount> mounts, std::string_view inside);
bool workdirIsPrivate(const Request& request);  // otherwise it is "/" or lies in a mount
// An argument or a variable's value as the program gets it. privateFolder holds "work" and "tmp" below level Full.
std::string translated(const Request& request, const fs::path& privateFolder, std::string_view text);

}  // namespace assay::sandbox
