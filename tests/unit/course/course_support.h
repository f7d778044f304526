// Role: courses written as text inside a test, and the fields of some check kinds, as the checks library has
// them.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/fs.h"
#include "course/model.h"

namespace assay::course::testing {

using Texts = std::vector<std::pair<std::string, std::string>>;

// build, format, vet, policy, tests, program and rubric.
KindSchemas someKinds();

// A small course that has no fault: phase "basics" with lesson "first" and exercise "clamp".
Texts soundCourse();

// A course in a temporary folder that goes with this object.
class CourseFolder {
  public:
    explicit CourseFolder(const Texts& files = soundCourse());
    void write(const std::string& path, std::string_view content) const;
    // Replaces `from` by `to` in a file; the test fails where it is not there.
    void replace(const std::string& path, std::string_view from, std::string_view to) const;
    void remove(const std::string& path) const;
    base::fs::path path(const std::string& relative = {}) const {
        return relative.empty() ? m_folder.path() / "c" : m_folder.path() / "c" / relative;
    }

    LoadedCourse load() const;
    // The described faults, "!" before those that are advice; one that is not expected is easy to read in a
    // failure.
    std::vector<std::string> faults() const;

  private:
    base::TempFolder m_folder;
};

std::vector<std::string> described(const std::vector<Fault>& faults);

}  // namespace assay::course::testing
