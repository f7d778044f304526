// Role: what a course's exercises import of other modules (exercises/go.mod): which packages, and a name for all that decides
// how they are compiled. They are compiled by GoCache::withModules, once, and never fetched by a grading.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/fs.h"
#include "base/result.h"

namespace assay::toolchain {

using base::Result;
namespace fs = base::fs;

// What a Go file imports of other modules, as its lines have it: "modernc.org/sqlite". It may name too much (a text that looks
// so), never too little.
std::set<std::string> foreignImports(std::string_view source);

std::set<std::string> requiredModules(std::string_view mod);  // of a go.mod, indirect ones too

// Whether the author's files of an exercise import what the course requires: others are graded without, and as fast as before.
bool usesModules(const fs::path& exercises, const fs::path& exercise);

// Files below `exercises` by which the modules that go.mod requires are found, with their paths: go.mod, go.sum, and the
// folders that a `replace` names; a folder that lies elsewhere is left out.
Result<std::vector<std::pair<std::string, std::string>>> moduleFiles(const fs::path& exercises);
// Changes with go.mod, go.sum, with what the author's files import of other modules, and with modules that lie below the
// folder themselves (replace). Empty: go.mod requires nothing, or there is none. wrong/ is not looked at: a program that
// imports what nobody has is one of the things that a learner does wrong.
std::string modulesKey(const fs::path& exercises);

}  // namespace assay::toolchain
