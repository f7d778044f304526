// What the last attempts change in what the models show.
#include <QApplication>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/model/lesson_json.h"
#include "app/model/since.h"
#include "support/desk.h"

using namespace assay;
using namespace assay::support;

class AttemptsToldTest : public QObject {
    Q_OBJECT
  private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void recentAttemptIsToldWithItsOwnPoints();
    void lessonFollowsWhatIsDone();
    void changesSinceLastTimeAreThoseOfTests();

  private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

void AttemptsToldTest::recentAttemptIsToldWithItsOwnPoints() {
    Desk desk(m_folder->path());
    auto better = attemptAt(desk, firstExercise.id, false), crashed = better;
    better.points = 6;
    crashed.verdict = "crashed";
    crashed.points = 2;
    QVERIFY(desk.progress.addAttempt(better));
    QTest::qWait(5);
    QVERIFY(desk.progress.addAttempt(crashed));
    const auto recent = model::HomeModel(desk.library, desk.progress).show()["recent"].toArray();
    QCOMPARE(recent.size(), 1);
    QCOMPARE(recent[0].toObject()["verdict"].toString(), QString("crashed"));
    QCOMPARE(recent[0].toObject()["points"].toDouble(), 2.0);
    QCOMPARE(recent[0].toObject()["max"].toDouble(), 10.0);
}

void AttemptsToldTest::lessonFollowsWhatIsDone() {
    Desk desk(m_folder->path());
    const model::Diagrams diagrams({});
    model::LessonModel lesson(desk.library, desk.progress, diagrams);
    lesson.open(firstLesson);
    const QSignalSpy told(&lesson, &model::LessonModel::exercisesChanged);
    QCOMPARE(lesson.exercises()["exercises"].toArray()[0].toObject()["state"].toString(), QString("new"));
    QCOMPARE(lesson.show()["next"].toObject()["id"].toString(), firstExercise.id);
    QVERIFY(desk.progress.addAttempt(attemptAt(desk, firstExercise.id, false)));
    QCOMPARE(told.size(), 1);
    QCOMPARE(lesson.exercises()["exercises"].toArray()[0].toObject()["state"].toString(), QString("begun"));
    QVERIFY(desk.progress.addAttempt(attemptAt(desk, firstExercise.id, true)));
    QCOMPARE(told.size(), 2);
    QCOMPARE(lesson.exercises()["exercises"].toArray()[0].toObject()["state"].toString(), QString("done"));
    QVERIFY(lesson.exercises()["next"].toObject()["id"].toString() != firstExercise.id);  // it is done
    lesson.setMarked(true);
    QCOMPARE(told.size(), 2);  // nothing of it changed
}

void AttemptsToldTest::changesSinceLastTimeAreThoseOfTests() {
    const auto check = [](const char* title, bool passed, std::vector<std::pair<const char*, bool>> tests = {}) {
        checks::CheckResult result;
        result.title = title;
        result.verdict = passed ? checks::Verdict::Passed : checks::Verdict::Failed;
        for (const auto& [name, good] : tests) {
            checks::TestResult test;
            test.name = name;
            test.verdict = good ? checks::Verdict::Passed : checks::Verdict::Failed;
            result.tests.push_back(test);
        }
        return result;
    };
    judge::Report broken, failing, half;
    broken.checks = {check("Builds", false), check("Formatted", false)};
    failing.checks = {check("Builds", true), check("Formatted", true), check("Tests", false, {{"TestA", false}, {"TestB", false}})};
    half.checks = {check("Builds", true), check("Formatted", false), check("Tests", false, {{"TestA", true}, {"TestB", false}})};
    QVERIFY(!model::testsSince(broken, failing));  // "+2 passed" above "2 of 2 tests fail"
    const auto gained = model::testsSince(failing, half);
    QVERIFY(gained && gained->newlyFailed.empty());
    QCOMPARE(gained->newlyPassed, std::vector<std::string>{"TestA"});
    QVERIFY(model::testsSince(half, half)->newlyPassed.empty());  // "no change"
    judge::Report tidy = broken;
    tidy.checks[1] = check("Formatted", true);
    QCOMPARE(model::testsSince(broken, tidy)->newlyPassed, std::vector<std::string>{"Formatted"});  // where there are no tests
}

QTEST_MAIN(AttemptsToldTest)
#include "attempts_told_test.moc"
