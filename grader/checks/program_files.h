// Role: the working folder of one run of a program that is looked at afterwards: files given, files produced. Without such
// files a run has the sandbox's own private folder. Used by `program` only.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "base/fs.h"
#include "sandbox/sandbox.h"

namespace assay::checks {

class ProgramFolder {
  public:
    // `given` is laid over `initial`; the request gets its mount and its limits.
    static base::Result<ProgramFolder> create(const std::map<std::string, std::string>& given, sandbox::Request& request);

    struct Produced {
        std::string content;
        std::string wrong;  // not empty: why there is none
    };
    // What stands there now. Nothing is followed: the program may have left links.
    Produced read(const std::string& name) const;
    // Files and bytes are within the limits of the run. Looked at while it runs: a mounted folder knows no limit of its own.
    bool fits() const;

  private:
    ProgramFolder(base::TempFolder temp, const sandbox::Limits& limits) : m_temp(std::move(temp)), m_limits(limits) {}
    base::fs::path folder() const { return m_temp.path() / "work"; }
    base::TempFolder m_temp;
    sandbox::Limits m_limits;
};

// Ends the run where the folder outgrows its limits.
class FolderGuard final : public sandbox::Observer {
  public:
    explicit FolderGuard(const ProgramFolder& folder) : m_folder(folder) {}
    bool onTick(const Tick&) override { return m_folder.fits(); }

  private:
    const ProgramFolder& m_folder;
};

}  // namespace assay::checks
