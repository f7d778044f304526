// Role: reads below one folder without ever leaving it. No symbolic link is followed, since a course that
// came from somebody else could point anywhere with it; nothing but regular files is opened, so that a fifo
// cannot hold us up. Paths are slash-separated and relative. Threads: safe; it holds one descriptor and no
// state.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/fs.h"
#include "base/result.h"

namespace assay::course {

using base::Result;
namespace fs = base::fs;

class Tree {
  public:
    enum class Type { None, File, Folder, Link, Other };
    struct Entry {
        std::string name;
        Type type = Type::None;
    };

    // NotFound where the folder is not there. Links on the way to the folder itself are the caller's
    // business.
    static Result<Tree> open(const fs::path& folder);
    // A folder of this one, for many reads below it. Errors go on naming paths from this one.
    Result<Tree> below(std::string_view path) const;

    Type type(std::string_view path) const;
    // NotFound where it is not there, InvalidContent where it is no regular file or too large. Errors name
    // `path` in Error::file.
    Result<std::string> read(std::string_view path, std::size_t maxBytes) const;
    // Sorted by name, what begins with '.' left out. NotFound where it is not there.
    Result<std::vector<Entry>> list(std::string_view path) const;
    // Every regular file below `path`, sorted, relative to it. A link or special file, or a name that is not
    // UTF-8 or holds control characters, is InvalidContent. A folder that is not there holds none.
    Result<std::vector<std::string>> files(std::string_view path) const;

  private:
    explicit Tree(base::UniqueFd root, std::string shown = {})
        : m_root(std::move(root)), m_shown(std::move(shown)) {}
    // Opens the folder that holds the last part of `path`; `held` keeps it open where it is not the root
    // itself.
    Result<int> parentOf(std::string_view path, base::UniqueFd& held) const;

    base::UniqueFd m_root;
    std::string m_shown;  // what messages put before a path
};

// "exercises/x/y", whichever of the parts are empty.
std::string joinPath(std::string_view a, std::string_view b);
// Whether a path is relative, without empty parts, "." and "..": what cannot leave a folder.
bool isInnerPath(std::string_view path);

}  // namespace assay::course
