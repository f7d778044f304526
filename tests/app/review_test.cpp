// What is due today: the formulas against figures worked out by hand from their definition, and what days of work stand for.
#include <QDateTime>
#include <QTest>
#include <cmath>

#include "app/model/review.h"

using namespace assay;
using model::Memory;
using model::Rating;

namespace {

constexpr std::int64_t day = 86'400'000;
const std::int64_t noon = QDateTime(QDate(2026, 11, 21), QTime(12, 0)).toMSecsSinceEpoch();

progress::Attempt at(std::int64_t ms, bool passed) {
    progress::Attempt attempt;
    attempt.atMs = ms;
    attempt.passed = passed;
    return attempt;
}

bool near(double value, double wanted) { return std::abs(value - wanted) < 1e-4 * std::max(1.0, std::abs(wanted)); }

}  // namespace

class ReviewTest : public QObject {
    Q_OBJECT
  private slots:
    void formulasGiveTheirFigures();
    void recallStrengthensAndForgettingWeakens();
    void aDayOfWorkIsOneRecall();
    void dueComesWithTime();
    void quizzesCountByTheirFirstAnswer();
};

void ReviewTest::formulasGiveTheirFigures() {
    QVERIFY(near(model::retrievability(0, 5), 1));
    QVERIFY(near(model::retrievability(5, 5), 0.9));  // the meaning of stability
    QVERIFY(near(model::retrievability(20, 5), std::pow(1 + 19.0 / 81.0 * 4, -0.5)));
    QVERIFY(near(model::firstMemory(Rating::Good).stability, 3.7145));
    QVERIFY(near(model::firstMemory(Rating::Good).difficulty, 5.1618));
    QVERIFY(near(model::firstMemory(Rating::Again).difficulty, 5.1618 + 2 * 1.2298));
    QVERIFY(near(model::firstMemory(Rating::Easy).difficulty, 3.932));
    // Good again when 90 % was left: S (1 + e^1.6474 (11 - D) S^-0.1367 (e^0.10461 - 1)).
    const Memory next = model::nextMemory({3.7145, 5.1618}, 3.7145, Rating::Good);
    QVERIFY2(near(next.stability, 14.094985), qPrintable(QString::number(next.stability, 'g', 10)));
    QVERIFY(near(next.difficulty, 5.1618));
    const Memory lost = model::nextMemory({3.7145, 5.1618}, 3.7145, Rating::Again);
    QVERIFY2(near(lost.stability, 1.418525), qPrintable(QString::number(lost.stability, 'g', 10)));
}

void ReviewTest::recallStrengthensAndForgettingWeakens() {
    for (double stability : {0.5, 3.0, 30.0, 300.0}) {
        for (double difficulty : {1.0, 5.0, 10.0}) {
            const Memory before{stability, difficulty};
            const auto after = [&](Rating rating) { return model::nextMemory(before, stability, rating).stability; };
            QVERIFY(after(Rating::Hard) > stability);
            QVERIFY(after(Rating::Good) > after(Rating::Hard));
            QVERIFY(after(Rating::Easy) > after(Rating::Good));
            QVERIFY(after(Rating::Again) < after(Rating::Hard));
            for (int rating = 1; rating <= 4; ++rating) {
                const double now = model::nextMemory(before, stability, static_cast<Rating>(rating)).difficulty;
                QVERIFY(now >= 1 && now <= 10);
            }
        }
    }
}

void ReviewTest::aDayOfWorkIsOneRecall() {
    QVERIFY(model::recallsOf({at(noon, false), at(noon + 1, false)}).empty());  // still learning it
    auto recalls = model::recallsOf({at(noon + 2, true), at(noon, false), at(noon + 9, false)});
    QCOMPARE(recalls.size(), std::size_t{1});
    QCOMPARE(recalls[0].rating, Rating::Hard);
    QCOMPARE(recalls[0].atMs, noon + 2);
    recalls = model::recallsOf({at(noon, true), at(noon + 4 * day, false), at(noon + 6 * day, true)});
    QCOMPARE(recalls.size(), std::size_t{3});
    QCOMPARE(recalls[0].rating, Rating::Good);
    QCOMPARE(recalls[1].rating, Rating::Again);
    QCOMPARE(recalls[2].rating, Rating::Good);
}

void ReviewTest::dueComesWithTime() {
    QVERIFY(!model::dueAt({}, noon));
    const auto once = model::recallsOf({at(noon, true)});
    QVERIFY(!model::dueAt(once, noon));
    QVERIFY(!model::dueAt(once, noon + 3 * day));
    const auto due = model::dueAt(once, noon + 4 * day);
    QVERIFY(due);
    QVERIFY(due->retrievability < 0.9);
    QCOMPARE(due->days, 4.0);
    QVERIFY(!model::dueAt(model::recallsOf({at(noon, true), at(noon + 4 * day, true)}), noon + 8 * day));  // later each time
    QVERIFY(!model::dueAt(once, noon - 9 * day));  // a clock set back
}

void ReviewTest::quizzesCountByTheirFirstAnswer() {
    progress::LessonState lesson;
    QVERIFY(model::recallsOf(lesson).empty());
    progress::QuizAnswer right, wrong;
    right.firstCorrect = true;
    right.atMs = noon;
    wrong.atMs = noon + 5;
    wrong.lastCorrect = true;
    lesson.quizzes = {{"q1", right}};
    lesson.lastMs = noon;
    QCOMPARE(model::recallsOf(lesson).front().rating, Rating::Good);
    lesson.quizzes["q2"] = wrong;
    QCOMPARE(model::recallsOf(lesson).front().rating, Rating::Again);
    QVERIFY(model::dueAt(model::recallsOf(lesson), noon + day));
    lesson.lastMs = noon + 2 * day;  // read again
    QVERIFY(!model::dueAt(model::recallsOf(lesson), noon + 2 * day));
}

QTEST_GUILESS_MAIN(ReviewTest)

#include "review_test.moc"
