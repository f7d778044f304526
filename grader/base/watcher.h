// Role: notices saves below a folder, by inotify. The folders are watched, not the files, so that editors which write a new
// file and rename it over the old one are seen too. Removals are told where they are asked for. Threads: one.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "base/fs.h"
#include "base/result.h"

namespace assay::base {

class Watcher {
  public:
    using Matters = std::function<bool(const std::string& name)>;  // a name relative to the folder
    enum class What { Saves, SavesAndRemovals };
    static Result<Watcher> create(const fs::path& folder, Matters matters, What what = What::Saves);
    int fd() const { return m_fd.get(); }  // readable when there may be something to read
    // Reads what came without waiting: whether a file that matters was saved. New folders are watched from then on.
    bool read();
    bool gone() const { return m_gone; }  // the folder itself was removed or moved away

  private:
    Watcher(UniqueFd fd, fs::path folder, Matters matters, What what)
        : m_fd(std::move(fd)), m_folder(std::move(folder)), m_matters(std::move(matters)), m_what(what) {}
    bool watch(const std::string& below, int depth);
    bool watchNew(const std::string& name);
    UniqueFd m_fd;
    fs::path m_folder;
    Matters m_matters;
    What m_what;
    std::map<int, std::string> m_names;  // watch → folder's name, "" or "internal/"
    int m_root = -1;
    bool m_gone = false;
};

}  // namespace assay::base
