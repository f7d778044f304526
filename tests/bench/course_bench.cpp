// Measures the loading of a course of 1,000 exercises and 300 lessons, generated into a temporary folder. The
// bar is a second; processor time is shown too, since a busy machine stretches the other. Usage: course_bench
// [exercises] [lessons]
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "course/model.h"

namespace {

using namespace assay;

constexpr int kPhases = 10;

void must(const base::Result<void>& result) {
    if (result) return;
    std::fprintf(stderr, "%s\n", base::describe(result.error()).c_str());
    std::exit(3);
}

void write(const base::fs::path& file, const std::string& text) {
    must(base::ensureFolder(file.parent_path()));
    must(base::writeFile(file, text));
}

std::string lessonText(const std::string& id, const std::string& exercise) {
    std::string text = "+++\nid = \"" + id +
                       "\"\ntitle = \"A lesson\"\nobjectives = [\"you can read it\"]\nskills = [\"a.b\"]\n" +
                       "minutes = 10\nexercises = [\"" + exercise + "\"]\n+++\n\n# A lesson\n\n";
    for (int i = 0; i < 300; ++i)
        text += "A line of prose, as long as lines of a lesson are, about what it is about.\n";
    return text;
}

std::string exerciseText(const std::string& id) {
    std::string text =
        "id = \"" + id + "\"\ntitle = \"An exercise\"\nversion = \"1.0.0\"\ndifficulty = 3\nminutes = 10\n" +
        "skills = [\"a.b\"]\nobjectives = [\"do it\"]\npoints = 10\n\n[files]\neditable = "
        "[\"x.go\"]\nreadonly = []\n\n" +
        "[limits]\nwall_ms = 5000\nmemory_mib = 256\n\n[[check]]\nid = \"build\"\nkind = \"build\"\n\n" +
        "[[check]]\nid = \"tests\"\nkind = \"tests\"\npoints = 10\ntimeout_ms = 1000\n";
    for (int i = 0; i < 10; ++i) {
        text += "\n[[check.test]]\nname = \"Test" + std::to_string(i) +
                "\"\nweight = 2\nreveal = \"What the task says of it.\"\n";
    }
    return text;
}

void generate(const base::fs::path& root, int exercises, int lessons) {
    std::string course =
        "id = \"big\"\ntitle = \"Big\"\nversion = \"1\"\nlanguage = \"go\"\nauthors = [\"A\"]\nlicence = "
        "\"CC-BY-4.0\"\n";
    for (int phase = 0; phase < kPhases; ++phase) {
        const std::string name = "p" + std::to_string(phase);
        std::string lessonIds, exerciseIds;
        for (int i = phase; i < exercises; i += kPhases) {
            const std::string id = "exercise-" + std::to_string(i);
            exerciseIds += "\"" + id + "\", ";
            const base::fs::path folder = root / "exercises" / name / id;
            write(folder / "exercise.toml", exerciseText(id));
            write(folder / "task.md", "# An exercise\n");
            for (const char* set : {"starter", "solution", "wrong/one", "tests", "hidden"})
                write(folder / set / "x.go", "package x\n");
        }
        for (int i = phase; i < lessons; i += kPhases) {
            const std::string id = "lesson-" + std::to_string(i);
            lessonIds += "\"" + id + "\", ";
            write(root / "lessons" / name / id / "lesson.md",
                  lessonText(id, "exercise-" + std::to_string(phase)));
        }
        course += "\n[[phase]]\nid = \"" + name + "\"\ntitle = \"P\"\nsummary = \"S\"\nlessons = [" +
                  lessonIds + "]\nexercises = [" + exerciseIds + "]\n";
    }
    write(root / "lessons/course.toml", course);
    write(root / "lessons/skills.toml",
          "[[area]]\nid = \"a\"\ntitle = \"A\"\nskills = [{ id = \"a.b\", title = \"B\" }]\n");
    write(root / "exercises/go.mod", "module course\n");
}

course::KindSchemas kinds() {
    course::FieldSpec name{.name = "name"}, reveal{.name = "reveal"},
        weight{.name = "weight", .type = course::FieldType::Number};
    course::FieldSpec test{
        .name = "test", .type = course::FieldType::Tables, .fields = {name, weight, reveal}};
    course::FieldSpec timeout{.name = "timeout_ms", .type = course::FieldType::Integer};
    return {{"build", {}}, {"tests", {timeout, test}}};
}

double cpuMs() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto ms = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_usec) / 1e3;
    };
    return ms(usage.ru_utime) + ms(usage.ru_stime);
}

template <class Call>
void measure(const char* what, Call call) {
    for (int round = 0; round < 5; ++round) {
        const double cpu = cpuMs();
        const auto start = std::chrono::steady_clock::now();
        const std::size_t faults = call();
        const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - start;
        std::printf("%-28s wall %8.1f ms  cpu %8.1f ms  faults %zu\n", what, wall.count(), cpuMs() - cpu,
                    faults);
    }
}

}  // namespace

int main(int argc, char** argv) {
    const int exercises = argc > 1 ? std::atoi(argv[1]) : 1000;
    const int lessons = argc > 2 ? std::atoi(argv[2]) : 300;
    const auto folder = base::TempFolder::create("course-bench");
    if (!folder) return 3;
    generate(folder->path(), exercises, lessons);
    measure("whole course", [&] {
        const auto loaded = course::loadCourse(folder->path(), kinds());
        return loaded ? loaded->faults.size() : 999'999;
    });
    measure("one exercise", [&] {
        const auto loaded = course::loadExercises(folder->path(), kinds(), {"exercise-7"});
        return loaded ? loaded->faults.size() : 999'999;
    });
    return 0;
}
