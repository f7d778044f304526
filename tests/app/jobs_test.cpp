// Grading off the GUI thread: the newest wins, cancelling is prompt, a check waits for the preparation.
#include <QSignalSpy>
#include <QTest>

#include "app/jobs/grading.h"
#include "app/support/fake_judge.h"

using namespace assay;
using jobs::Grading;
using tests::FakeJudge;

class JobsTest : public QObject {
    Q_OBJECT
  private slots:
    void init();
    void checkAnswersOnTheGuiThread();
    void newestCheckWins();
    void cancelIsPrompt();
    void checkWaitsForThePreparation();
    void snippetDoesNotDisturbACheck();
    void destroyingEndsWhatRuns();
    void graderThatCannotWorkIsToldOnce();

  private:
    judge::Submission submission(const std::string& text) const { return {{}, {{"a.go", text}}, {}, {}}; }
    std::shared_ptr<FakeJudge> m_judge;
    course::Exercise m_exercise;
};

void JobsTest::init() {
    m_judge = std::make_shared<FakeJudge>();
    m_exercise.id = "a";
    m_exercise.points = 10;
}

void JobsTest::checkAnswersOnTheGuiThread() {
    Grading grading(m_judge, nullptr, sandbox::Level::Full);
    QSignalSpy checked(&grading, &Grading::checked), steps(&grading, &Grading::progressed);
    const QThread* thread = nullptr;
    connect(&grading, &Grading::checked, &grading, [&] { thread = QThread::currentThread(); });
    grading.check(m_exercise, submission("passes"));
    QVERIFY(checked.wait());
    QCOMPARE(thread, QThread::currentThread());
    QCOMPARE(checked[0][1].value<judge::Report>().verdict, judge::Verdict::Passed);
    QVERIFY(!steps.isEmpty());
}

void JobsTest::newestCheckWins() {
    m_judge->takesMs = 50;
    Grading grading(m_judge, nullptr, sandbox::Level::Full);
    QSignalSpy checked(&grading, &Grading::checked), failed(&grading, &Grading::failed);
    jobs::Ticket last = 0;
    for (int i = 0; i < 10; ++i) last = grading.check(m_exercise, submission(i < 9 ? "no" : "passes"));
    QVERIFY(checked.wait());
    QTest::qWait(200);
    QCOMPARE(checked.size(), 1);
    QCOMPARE(checked[0][0].value<quint64>(), last);
    QCOMPARE(checked[0][1].value<judge::Report>().verdict, judge::Verdict::Passed);
    QCOMPARE(failed.size(), 0);
}

void JobsTest::cancelIsPrompt() {
    m_judge->takesMs = 60'000;
    Grading grading(m_judge, nullptr, sandbox::Level::Full);
    QSignalSpy steps(&grading, &Grading::progressed), failed(&grading, &Grading::failed);
    grading.check(m_exercise, submission("x"));
    QVERIFY(steps.wait());
    QElapsedTimer since;
    since.start();
    grading.cancelWork();
    QCOMPARE(failed.size(), 1);
    QCOMPARE(failed[0][1].value<base::Error>().code, base::ErrorCode::Canceled);
    QTRY_COMPARE_WITH_TIMEOUT(m_judge->stopped.load(), 1, 1000);
    QVERIFY(since.elapsed() < 1000);
    m_judge->takesMs = 0;
    QSignalSpy checked(&grading, &Grading::checked);
    grading.check(m_exercise, submission("passes"));
    QVERIFY(checked.wait(1000));
}

void JobsTest::checkWaitsForThePreparation() {
    m_judge->preparationMs = 400;
    Grading grading(m_judge, nullptr, sandbox::Level::Full);
    QStringList order;
    connect(&grading, &Grading::prepared, this, [&] { order.append("prepared"); });
    connect(&grading, &Grading::checked, this, [&] { order.append("checked"); });
    bool said = false;
    connect(&grading, &Grading::progressed, this, [&](quint64, const judge::Progress& step) {
        said = said || step.step == judge::Progress::Step::Preparing;
    });
    QSignalSpy checked(&grading, &Grading::checked);
    grading.prepare();
    grading.check(m_exercise, submission("passes"));
    QVERIFY(checked.wait());
    QCOMPARE(order, QStringList({"prepared", "checked"}));
    QVERIFY(said);
}

void JobsTest::snippetDoesNotDisturbACheck() {
    m_judge->takesMs = 100;
    Grading grading(m_judge, nullptr, sandbox::Level::Full);
    QSignalSpy checked(&grading, &Grading::checked), ran(&grading, &Grading::snippetRan);
    grading.check(m_exercise, submission("passes"));
    grading.snippet("package main", false);
    QTRY_COMPARE(checked.size(), 1);
    QTRY_COMPARE(ran.size(), 1);
}

void JobsTest::destroyingEndsWhatRuns() {
    m_judge->takesMs = 60'000;
    QElapsedTimer since;
    since.start();
    {
        Grading grading(m_judge, nullptr, sandbox::Level::Full);
        QSignalSpy steps(&grading, &Grading::progressed);
        grading.check(m_exercise, submission("x"));
        QVERIFY(steps.wait());
    }
    QVERIFY(since.elapsed() < 2000);
    QCOMPARE(m_judge->stopped.load(), 1);
}

void JobsTest::graderThatCannotWorkIsToldOnce() {
    m_judge->cannotSandbox = true;
    Grading grading(m_judge, nullptr, sandbox::Level::Full);
    QSignalSpy failed(&grading, &Grading::failed);
    grading.check(m_exercise, submission("x"));
    QVERIFY(failed.wait());
    QTest::qWait(50);
    QCOMPARE(failed.size(), 1);
    QCOMPARE(failed[0][1].value<base::Error>().code, base::ErrorCode::Unsupported);
}

QTEST_GUILESS_MAIN(JobsTest)
#include "jobs_test.moc"
