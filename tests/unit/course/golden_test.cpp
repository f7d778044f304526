// Compares what the renderers make of tests/golden/course/*.md with the .html and .txt beside them.
// ASSAY_REFRESH_GOLDEN=1 writes them anew: read the difference before you commit it.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstdlib>

#include "course/lesson.h"
#include "well_formed.h"

using namespace assay;
using namespace assay::course;

namespace {

const base::fs::path kGolden = base::fs::path(ASSAY_SOURCE_DIR) / "tests" / "golden" / "course";

void compare(const base::fs::path& file, const std::string& got) {
    if (std::getenv("ASSAY_REFRESH_GOLDEN") != nullptr) REQUIRE(base::writeFile(file, got));
    const auto wanted = base::readFile(file);
    INFO("refresh with ASSAY_REFRESH_GOLDEN=1: " << file.filename().string());
    REQUIRE(wanted);
    CHECK(got == *wanted);
}

}  // namespace

TEST_CASE("Lessons look as they did") {
    std::vector<base::fs::path> inputs;
    for (const auto& entry : base::fs::directory_iterator(kGolden)) {
        if (entry.path().extension() == ".md") inputs.push_back(entry.path());
    }
    std::sort(inputs.begin(), inputs.end());
    REQUIRE(inputs.size() >= 3);
    for (const base::fs::path& input : inputs) {
        const auto text = base::readFile(input);
        REQUIRE(text);
        LessonInfo info;
        info.id = "golden";
        info.phase = "tests";
        std::vector<Fault> faults;
        const Lesson lesson = parseLesson(info, *text, faults);
        const std::string html = lessonHtml(lesson);
        CHECK(testing::faultOfHtml(html) == "");
        compare(base::fs::path(input).replace_extension(".html"), html);
        compare(base::fs::path(input).replace_extension(".txt"), markdownText(lesson.body, 72));
    }
}
