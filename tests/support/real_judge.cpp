#include "support/real_judge.h"

#include <cstdlib>
#include <stdexcept>

#include "base/paths.h"
#include "judge/submission.h"
#include "support/program.h"

namespace assay::support {

namespace {

template <class T>
T must(base::Result<T> result, const char* what) {
    if (!result) throw std::runtime_error(std::string(what) + ": " + base::describe(result.error()));
    return std::move(*result);
}

}  // namespace

TinyCourse::TinyCourse(const std::string& toml, const Texts& files, const std::string& points) : m_folder(must(base::TempFolder::create("course"), "temp folder")) {
    const base::fs::path root = m_folder.path();
    put(root / "lessons/course.toml",
        "id = \"tiny\"\ntitle = \"Tiny\"\nversion = \"1.0.0\"\nlanguage = \"go\"\n[[phase]]\nid = \"p\"\ntitle = \"P\"\nsummary = \"s\"\n"
        "lessons = []\nexercises = [\"ex\"]\n");
    put(root / "exercises/go.mod", "module course\n\ngo 1.26\n");
    put(root / "exercises/p/ex/exercise.toml", "id = \"ex\"\ntitle = \"Ex\"\nversion = \"1.0.0\"\npoints = " + points + "\n" + toml);
    for (const auto& [name, text] : files) put(root / "exercises/p/ex" / name, text);
    m_loaded = must(course::loadExercises(root, judge::kindSchemas(), {"ex"}), "course");
    for (const course::Fault& fault : m_loaded.faults)
        if (!fault.advice) throw std::runtime_error("course: " + course::describe(fault));
}

const course::Exercise& TinyCourse::exercise() const { return *m_loaded.course.exercise("ex"); }

RealJudge::RealJudge() {
    const char* bin = std::getenv("ASSAY_BIN");
    sandbox::SandboxConfig config;
    if (bin != nullptr) config.launcher = base::fs::path(bin) / "assay-launcher";
    config.log = base::Log::discard();
    m_sandbox = sandbox::makeLinuxSandbox(config);
    m_judge = must(judge::makeJudge({base::defaultCacheFolder(), base::fs::path(ASSAY_SOURCE_DIR) / "resources", m_sandbox, base::Log::discard(), &m_clock, &m_random}), "judge");
}

judge::Report RealJudge::grade(const TinyCourse& course, const Texts& files, bool instructor, sandbox::Level level) {
    std::vector<judge::SubmittedFile> submitted;
    for (const auto& [name, text] : files) submitted.push_back({name, text});
    const judge::Submission submission = judge::submissionFromBuffers(course.exercise(), std::move(submitted));
    return must(m_judge->grade(course.exercise(), submission, {level, instructor, {}}), "grade");
}

RealJudge& realJudge() {
    static RealJudge judge;
    return judge;
}

}  // namespace assay::support
