// Role: what a grading is called, in the window's language: the sentence above the results, in notices and for screen readers.
// English has the grader's own (report/words.h). In other languages the sentence is made here from the same parts; what the
// grader says of a single test, or of its own work, stays in its own words, which are English wherever it runs.
#pragma once

#include <QCoreApplication>
#include <QString>

#include "judge/judge.h"

namespace assay::model {

class Headline {
    Q_DECLARE_TR_FUNCTIONS(Headline)
  public:
    static QString of(const judge::Report& report, const QString& language);

  private:
    static QString translated(const judge::Report& report);
    static QString stopped(checks::Verdict verdict, const QString& where);
    static QString failing(const checks::CheckResult& check);
    static QString compileErrors(const checks::CheckResult& check);
};

}  // namespace assay::model
