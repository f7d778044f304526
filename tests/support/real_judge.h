// Role: for tests: an exercise written from texts into a temporary course, and a judge with the real compiler and the real
// sandbox. The compiler cache is the user's own (made by `./run`, or at first use).
#pragma once

#include <map>
#include <memory>
#include <string>

#include "course/model.h"
#include "judge/judge.h"

namespace assay::support {

using Texts = std::map<std::string, std::string>;  // path → content

// A course of one exercise "ex" in phase "p". `toml` is what follows the standard head (files, limits, checks).
class TinyCourse {
  public:
    TinyCourse(const std::string& toml, const Texts& files, const std::string& points = "10");
    const course::Exercise& exercise() const;
    const base::fs::path& folder() const { return m_folder.path(); }

  private:
    base::TempFolder m_folder;
    course::LoadedCourse m_loaded;
};

class RealJudge {
  public:
    RealJudge();
    judge::Judge& operator*() { return *m_judge; }
    judge::Judge* operator->() { return m_judge.get(); }
    sandbox::Sandbox& sandbox() { return *m_sandbox; }

    // Grades these editable files; fails the test with the error's text where the grader could not work.
    judge::Report grade(const TinyCourse& course, const Texts& files, bool instructor = false,
                        sandbox::Level level = sandbox::Level::Full);

  private:
    base::SystemClock m_clock;
    base::SystemRandom m_random;
    std::shared_ptr<sandbox::Sandbox> m_sandbox;
    std::unique_ptr<judge::Judge> m_judge;
};

// One for each test program: making it is cheap, but its first use looks at the machine.
RealJudge& realJudge();

}  // namespace assay::support
