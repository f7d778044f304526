// Role: what a kind can say of an exercise's settings before anything is graded, beyond what a schema knows: names that do
// not exist, settings that contradict each other, a check that would check nothing. A kind that has something to say is an
// Inspected as well as a Kind; the judge asks it first, so that an author's mistake is never told as the learner's.
#pragma once

#include "checks/kind.h"

namespace assay::checks {

// Collects the faults of one check. Lines are those of exercise.toml unless a file is named.
class CourseFaults {
  public:
    CourseFaults(const course::Exercise& exercise, const course::Check& check, std::vector<course::Fault>& out);
    course::Fault& add(int line, std::string message, std::string found = {}, std::string expected = {});
    // Of file `name` of the exercise.
    course::Fault& addIn(const std::string& name, int line, std::string message);
    // `entry` is none of the names. `what`: "package".
    void unknown(const course::Value& entry, std::string_view what, const std::vector<std::string>& names);
    // The line of a field, or of the check where it is not written.
    int lineOf(std::string_view field) const;

  private:
    const course::Exercise& m_exercise;
    const course::Check& m_check;
    std::vector<course::Fault>& m_out;
};

class Inspected {
  public:
    virtual ~Inspected() = default;
    virtual void inspect(const course::Exercise& exercise, const course::Check& check, CourseFaults& faults) const = 0;
};

// All that the kinds of the exercise's checks have to say.
std::vector<course::Fault> inspectExercise(const course::Exercise& exercise);

// Used by kinds.
// Not one entry of the tables `field` has a weight although the check has points: nothing could earn them.
void inspectWeights(const course::Check& check, std::string_view field, CourseFaults& faults);
// Functions of the author's test files that begin with `prefix` ("Benchmark", "Fuzz").
struct AuthorFunction {
    std::string name, file;  // "tests/x_test.go"
    int line = 0;
    std::string parameter, body;  // the body without comments and the texts of strings
};
std::vector<AuthorFunction> authorFunctions(const course::Exercise& exercise, std::string_view prefix, const std::vector<std::string>& sets);
// The entries of `field` are Go files of code that the exercise has, each once.
void inspectFiles(const course::Exercise& exercise, const course::Check& check, std::string_view field, const std::vector<std::string>& sets, CourseFaults& faults);
// The field `benchmark`: it is there, it measures something, and it has no parts.
void inspectBenchmark(const course::Exercise& exercise, const course::Check& check, CourseFaults& faults);

}  // namespace assay::checks
