// The models without any page: where one is, what is kept, what a page may ask for.
#include <QApplication>
#include <QDateTime>
#include <QTemporaryDir>
#include <QSignalSpy>
#include <QTest>

#include "app/assembly.h"
#include "app/model/convert.h"
#include "app/model/course_model.h"
#include "app/model/lesson_json.h"
#include "app/model/overview_model.h"
#include "app/translation.h"
#include "app/web/scheme.h"
#include "support/desk.h"

using namespace assay;
using namespace assay::support;
using model::Item;
using model::ItemKind;

class ModelsTest : public QObject {
    Q_OBJECT
  private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void courseIsReadInItsOrder();
    void mapSaysStatesInWords();
    void navigatorGoesBackAndForward();
    void navigatorRefusesWhatTheCourseHasNot();
    void homeGoesOnWithWhatIsNotDone();
    void namedPlacesAreFoundOrExplained();
    void searchFindsNamesSectionsAndOpenedHints();
    void notesAreCheckedKeptAndFound();
    void everyDiagramOfTheCourseWasDrawn();
    void draftIsThereAfterARestart();
    void readonlyFilesCannotBeChanged();
    void hugeFilesAreRefused();
    void resetKeepsWhatWasThere();
    void lateTextGoesToItsOwnExercise();
    void attemptsAreComparedRestoredAndNoted();
    void solutionIsShownToThoseWhoEarnedIt();
    void quizThatWasMissedIsReviewedUntilSnoozed();
    void skillIsProvedByAPassAndNothingElse();
    void weeksHaveNoGapAndEndNow();
    void progressAddsUpWhatWasDone();
    void draftOfAnotherVersionAsksFirst();
    void quizChoicesSurviveTheStore();
    void quizAnswersOfAnotherCourseVersionAreHarmless();
    void linksStayInTheCourse();
    void shelfServesOnlyItsOwn_data();
    void shelfServesOnlyItsOwn();
    void shelfFollowsNoLinkOutside();

  private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

void ModelsTest::courseIsReadInItsOrder() {
    Desk desk(m_folder->path());
    QVERIFY(!desk.library.order().empty());
    QCOMPARE(desk.library.order().front(), firstLesson);
    QCOMPARE(desk.library.after(firstLesson), firstExercise);
    QCOMPARE(desk.library.before(firstExercise), firstLesson);
    QVERIFY(desk.library.before(firstLesson).isHome());
    QVERIFY(desk.library.lessonsOf("hello-check").contains(firstLesson.id));
}

void ModelsTest::mapSaysStatesInWords() {
    Desk desk(m_folder->path());
    model::CourseModel map(desk.library, desk.progress);
    const QModelIndex index = map.indexOf(firstExercise);
    QVERIFY(index.isValid());
    QVERIFY(index.data(Qt::AccessibleTextRole).toString().contains("not begun"));
    QSignalSpy changed(&map, &QAbstractItemModel::dataChanged);
    model::Workbench workbench(desk.library, desk.progress);
    workbench.open(firstExercise.id);
    QVERIFY(workbench.changed(workbench.files().front().name, 2, "package hello\n"));
    QVERIFY(workbench.save());
    QVERIFY(!changed.isEmpty());
    QVERIFY(index.data(Qt::AccessibleTextRole).toString().contains("begun"));
    QVERIFY(!index.data(Qt::AccessibleTextRole).toString().contains("not begun"));
}

void ModelsTest::navigatorGoesBackAndForward() {
    Desk desk(m_folder->path());
    model::Navigator navigator(desk.library);
    QVERIFY(navigator.open(firstLesson));
    QVERIFY(navigator.open(firstExercise));
    QCOMPARE(navigator.breadcrumb().size(), std::size_t{3});
    navigator.back();
    QCOMPARE(navigator.current(), firstLesson);
    navigator.back();
    QVERIFY(navigator.current().isHome());
    QVERIFY(!navigator.canGoBack());
    navigator.forward();
    QCOMPARE(navigator.current(), firstLesson);
}

void ModelsTest::navigatorRefusesWhatTheCourseHasNot() {
    Desk desk(m_folder->path());
    model::Navigator navigator(desk.library);
    QVERIFY(!navigator.open({ItemKind::Exercise, "../../etc"}));
    QVERIFY(!navigator.open({ItemKind::Lesson, "warm-up"}));
    QVERIFY(navigator.current().isHome());
    QVERIFY(!navigator.canGoBack());
}

void ModelsTest::namedPlacesAreFoundOrExplained() {
    Desk desk(m_folder->path());
    QCOMPARE(must(desk.library.named(ItemKind::Exercise, "hello-check")), firstExercise);
    QCOMPARE(must(desk.library.named(ItemKind::Lesson, "warm-up/how-this-works")), firstLesson);
    QCOMPARE(must(desk.library.named(ItemKind::Lesson, "how-this-works")), firstLesson);
    const auto slip = desk.library.named(ItemKind::Exercise, "hello-chek");
    QVERIFY(!slip);
    QCOMPARE(slip.error().code, base::ErrorCode::NotFound);
    QVERIFY(base::describe(slip.error()).find("did you mean 'hello-check'?") != std::string::npos);
    QVERIFY(!desk.library.named(ItemKind::Exercise, "how-this-works"));
}

void ModelsTest::searchFindsNamesSectionsAndOpenedHints() {
    Desk desk(m_folder->path());
    model::SearchIndex index(desk.library, desk.progress);
    QCOMPARE(index.byName({}, 1000).size(), desk.library.order().size());
    const auto pools = index.byName("work poo", 9);
    QVERIFY(!pools.empty());
    QCOMPARE(pools.front().item, (Item{ItemKind::Lesson, "concurrency/worker-pools"}));
    QVERIFY(index.byName("orker", 9).empty());  // words are begun at their beginning

    const auto hits = index.inText("worker", 20);
    QVERIFY(!hits.empty());
    QVERIFY(std::any_of(hits.begin(), hits.end(), [](const auto& hit) { return !hit.anchor.isEmpty(); }));
    for (const auto& hit : hits) {
        QVERIFY(desk.library.holds(hit.item));
        QVERIFY(!hit.title.isEmpty() && !hit.place.isEmpty());
    }
    // What is typed is words, not a language of its own.
    for (const char* odd : {"\"", "a AND", "NEAR(", "*", "page:x", "'; DROP TABLE page;--", "\\", "^a", "(", ""})
        (void)index.inText(odd, 5);
    QVERIFY(!index.inText("worker", 1).empty());

    // A quiz's answers are no search result, nor is a hint before it was opened.
    const auto hints = must(course::readHints(*desk.library.exercise("hello-check")));
    const QString rare = "“" + model::qt(hints.front().markdown).section(' ', 0, 5);
    const auto findsHint = [&] {
        const auto found = index.inText(rare, 50);
        return std::any_of(found.begin(), found.end(), [&](const auto& hit) { return hit.item == firstExercise && hit.place.contains(model::qt(hints.front().title)); });
    };
    QVERIFY(!findsHint());
    desk.progress.openHint("hello-check", 1);
    QVERIFY(findsHint());
}

// The build draws them (app/bin/CMakeLists.txt); a lesson whose diagram is not there shows its source.
void ModelsTest::notesAreCheckedKeptAndFound() {
    Desk desk(m_folder->path());
    const model::Diagrams diagrams({});
    model::LessonModel lesson(desk.library, desk.progress, diagrams);
    const QJsonObject good{{"anchor", "the-shape"}, {"position", 1}, {"hash", "0011223344556677"}, {"quote", "It is"}, {"text", "Zanzibar is an island"}};
    const auto notes = [&] { return lesson.show()["notes"].toArray(); };
    QVERIFY(lesson.addNote(good).isEmpty());  // nothing is open
    lesson.open(firstExercise);
    QVERIFY(lesson.addNote(good).isEmpty());  // tasks have none
    lesson.open(firstLesson);
    const auto with = [&](const char* name, const QJsonValue& value) {
        QJsonObject note = good;
        note[QLatin1String(name)] = value;
        return note;
    };
    for (const QJsonObject& bad : {with("text", "  "), with("text", QString(4001, 'x')), with("position", -1), with("position", "1"),
                                   with("hash", "no hash"), with("hash", QString(40, 'a')), with("anchor", QString(201, 'x')),
                                   with("quote", QString(201, 'x')), QJsonObject()})
        QVERIFY(lesson.addNote(bad).isEmpty());
    QVERIFY(notes().isEmpty());
    const int id = lesson.addNote(good)["id"].toInt();
    QVERIFY(id > 0);
    QCOMPARE(notes()[0].toObject()["quote"].toString(), QString("It is"));
    lesson.changeNote(id, "Zanzibar, said again");
    lesson.changeNote(id, "");  // is no note
    QCOMPARE(notes()[0].toObject()["text"].toString(), QString("Zanzibar, said again"));

    model::SearchIndex index(desk.library, desk.progress);
    const auto found = index.inText("zanzib", 5);
    QCOMPARE(found.size(), std::size_t{1});
    QCOMPARE(found.front().item, firstLesson);
    QCOMPARE(found.front().anchor, "note:" + QString::number(id));
    lesson.open({ItemKind::Lesson, "concurrency/goroutines"});
    lesson.changeNote(id, "of another lesson");
    lesson.removeNote(id);
    QCOMPARE(index.inText("zanzib", 5).size(), std::size_t{1});
    lesson.open(firstLesson);
    lesson.removeNote(id);
    QVERIFY(notes().isEmpty());
    QVERIFY(index.inText("zanzib", 5).empty());
    lesson.restoreNote(id);
    QCOMPARE(notes().size(), 1);
}

void ModelsTest::everyDiagramOfTheCourseWasDrawn() {
    Desk desk(m_folder->path());
    const model::Diagrams diagrams(desk.places.diagrams);
    int seen = 0;
    for (const auto& info : desk.library.course().lessons) {
        const auto* lesson = must(desk.library.lesson(model::CourseLibrary::key(info)));
        for (const auto& diagram : lesson->diagrams) {
            ++seen;
            for (const QString& theme : model::Theme::names()) {
                const QString svg = diagrams.svg(diagram.hash, theme);
                QVERIFY2(svg.startsWith("<svg"), qPrintable(model::qt(info.title) + ", " + theme));
                for (const char* active : {"<script", "foreignObject", "<style", "href=\"http"})
                    QVERIFY2(!svg.contains(active, Qt::CaseInsensitive), active);
            }
        }
    }
    QVERIFY(seen > 5);
}

void ModelsTest::draftIsThereAfterARestart() {
    {
        Desk desk(m_folder->path());
        model::Workbench workbench(desk.library, desk.progress);
        workbench.open(firstExercise.id);
        const QString file = workbench.files().front().name;
        QVERIFY(workbench.changed(file, 2, QString::fromUtf8("package hello // ü\n")));
        workbench.setCaret(file, 3, 7, 0);
        QVERIFY(!workbench.isSaved());
        QTest::qWait(900);  // what is promised: within a second, by itself
        QVERIFY(workbench.isSaved());
    }
    Desk desk(m_folder->path());
    model::Workbench workbench(desk.library, desk.progress);
    workbench.open(firstExercise.id);
    QCOMPARE(workbench.files().front().content, QString::fromUtf8("package hello // ü\n"));
    QCOMPARE(workbench.caret(), 7);
}

void ModelsTest::readonlyFilesCannotBeChanged() {
    Desk desk(m_folder->path());
    model::Workbench workbench(desk.library, desk.progress);
    workbench.open(firstExercise.id);
    bool seen = false;
    for (const auto& file : workbench.files()) {
        if (!file.readonly) continue;
        seen = true;
        QVERIFY(!workbench.changed(file.name, 2, "package hello\n"));
    }
    QVERIFY(seen);
    QVERIFY(!workbench.changed("../hello.go", 2, "x"));
    QVERIFY(!workbench.changed("new.go", 2, "x"));
    QVERIFY(workbench.isSaved());
}

void ModelsTest::hugeFilesAreRefused() {
    Desk desk(m_folder->path());
    model::Workbench workbench(desk.library, desk.progress);
    workbench.open(firstExercise.id);
    const auto before = workbench.files().front();
    QVERIFY(!workbench.changed(before.name, 2, QString((1 << 20) + 1, 'x')));
    QCOMPARE(workbench.files().front().content, before.content);
}

void ModelsTest::resetKeepsWhatWasThere() {
    Desk desk(m_folder->path());
    model::Workbench workbench(desk.library, desk.progress);
    workbench.open(firstExercise.id);
    const QString starter = workbench.files().front().content;
    QVERIFY(workbench.changed(workbench.files().front().name, 2, "package hello // mine\n"));
    workbench.reset();
    QCOMPARE(workbench.files().front().content, starter);
    QVERIFY(!desk.progress.draft(firstExercise.id));
    const auto kept = desk.progress.keptDrafts(firstExercise.id);
    QCOMPARE(kept.size(), std::size_t{1});
    QCOMPARE(kept.front().files.front().content, std::string("package hello // mine\n"));
}

void ModelsTest::lateTextGoesToItsOwnExercise() {
    Desk desk(m_folder->path());
    model::Workbench workbench(desk.library, desk.progress);
    workbench.open("split-bill");
    const QString split = workbench.files().front().content;
    QVERIFY(workbench.late(firstExercise.id, "hello.go", "package hello // late\n"));
    QVERIFY(!workbench.late(firstExercise.id, "hello_test.go", "package hello\n"));
    QVERIFY(!workbench.late("none", "hello.go", "package hello\n"));
    QCOMPARE(workbench.files().front().content, split);
    workbench.open(firstExercise.id);
    QCOMPARE(workbench.files().front().content, QString("package hello // late\n"));
}

namespace {

progress::NewAttempt attemptOf(const Desk& desk, const std::string& content, bool passed) {
    progress::NewAttempt attempt;
    attempt.course = desk.progress.courseId();
    attempt.exercise = "hello-check";
    attempt.exerciseVersion = "1.0.0";
    attempt.submissionHash = content;
    attempt.files = {{"hello.go", content}};
    attempt.verdict = passed ? "passed" : "failed";
    attempt.passed = passed;
    attempt.reportJson = "{}";
    attempt.origin = "app";
    return attempt;
}

}  // namespace

void ModelsTest::attemptsAreComparedRestoredAndNoted() {
    Desk desk(m_folder->path());
    model::Workbench workbench(desk.library, desk.progress);
    model::HistoryModel history(desk.library, desk.progress, workbench);
    workbench.open(firstExercise.id);
    QVERIFY(history.list().isEmpty());
    QVERIFY(desk.progress.addAttempt(attemptOf(desk, "package hello // one\n", false)));
    QVERIFY(workbench.changed("hello.go", 2, "package hello // now\n"));
    const QString id = history.list().at(0).toObject()["id"].toString();
    QSignalSpy compared(&history, &model::HistoryModel::compared);
    history.compare(id, "now");
    QCOMPARE(compared.size(), 1);
    const auto file = compared[0][0].toJsonObject()["files"].toArray().at(0).toObject();
    QCOMPARE(file["before"].toString(), QString("package hello // one\n"));
    QCOMPARE(file["after"].toString(), QString("package hello // now\n"));

    QVERIFY(history.restore(id));
    QCOMPARE(workbench.files().front().content, QString("package hello // one\n"));
    const auto kept = history.list();  // what was there is a draft in the history now
    const auto draft = std::find_if(kept.begin(), kept.end(), [](const auto& each) { return each.toObject()["kind"] == "draft"; });
    QVERIFY(draft != kept.end());
    QVERIFY(history.restore((*draft).toObject()["id"].toString()));
    QCOMPARE(workbench.files().front().content, QString("package hello // now\n"));

    history.setNote(id, "  the loop was wrong ");
    QCOMPARE(desk.progress.attempts(firstExercise.id, 1).front().note, std::string("the loop was wrong"));
    for (const char* other : {"attempt:999", "attempt:x", "draft:-1", "../../etc", ""}) {
        QVERIFY(!history.restore(other));
        history.compare(other, "now");
    }
    QCOMPARE(compared.size(), 1);
}

void ModelsTest::solutionIsShownToThoseWhoEarnedIt() {
    Desk desk(m_folder->path());
    model::Workbench workbench(desk.library, desk.progress);
    model::HistoryModel history(desk.library, desk.progress, workbench);
    workbench.open(firstExercise.id);
    QSignalSpy compared(&history, &model::HistoryModel::compared);
    for (int tries = 0; tries < 5; ++tries) {
        history.compare("now", "solution");
        QVERIFY(!history.solutionIsOpen());
        QVERIFY(desk.progress.addAttempt(attemptOf(desk, "package hello // " + std::to_string(tries) + '\n', false)));
    }
    const auto hints = desk.library.hintsHtml(*desk.library.exercise(firstExercise.id)).size();
    QVERIFY(hints > 0);
    QVERIFY(!history.solutionIsOpen());  // not with hints unread
    QVERIFY(compared.isEmpty());
    for (int hint = 1; hint <= hints; ++hint) desk.progress.openHint(firstExercise.id, hint);
    QVERIFY(history.solutionIsOpen());
    history.compare("now", "solution");
    QCOMPARE(compared.size(), 1);
    QVERIFY(!history.restore("solution"));  // never pasted in
    workbench.open("split-bill");
    QVERIFY(!history.solutionIsOpen());
    QVERIFY(desk.progress.addAttempt([&] {
        auto passed = attemptOf(desk, "package split\n", true);
        passed.exercise = "split-bill";
        return passed;
    }()));
    QVERIFY(history.solutionIsOpen());
}

void ModelsTest::quizThatWasMissedIsReviewedUntilSnoozed() {
    const app::Translation english(model::qtPath(must(app::findPlaces({}, m_folder->path())).texts), "en");
    {
        base::FakeClock threeDaysAgo;
        threeDaysAgo.wall = QDateTime::currentMSecsSinceEpoch() - 3 * std::int64_t{86'400'000};
        progress::OpenReport report;
        Desk desk(m_folder->path());
        auto store = must(app::openStore(desk.places, threeDaysAgo, report));
        QVERIFY(store.openLesson(desk.progress.courseId(), "warm-up/how-this-works"));
        QVERIFY(store.answerQuiz(desk.progress.courseId(), "warm-up/how-this-works", "q1", 0, false));
    }
    Desk desk(m_folder->path());
    model::HomeModel home(desk.library, desk.progress);
    const auto review = home.show()["review"].toArray();
    QCOMPARE(review.size(), 1);
    QCOMPARE(review[0].toObject()["id"].toString(), firstLesson.id);
    QCOMPARE(review[0].toObject()["why"].toString(), QString("3 days ago"));
    home.snooze("exercise", "no-such");
    QCOMPARE(home.show()["review"].toArray().size(), 1);
    home.snooze("lesson", firstLesson.id);
    QVERIFY(home.show()["review"].toArray().isEmpty());
}

void ModelsTest::skillIsProvedByAPassAndNothingElse() {
    Desk desk(m_folder->path());
    const model::OverviewModel page(desk.library, desk.progress);
    const auto& skills = desk.library.exercise(firstExercise.id)->skills;
    QVERIFY(!skills.empty());
    const auto skill = [&](const QString& id) {
        for (const auto& area : page.show()["areas"].toArray())
            for (const auto& each : area.toObject()["skills"].toArray())
                if (each.toObject()["id"] == id) return each.toObject();
        return QJsonObject();
    };
    const QString id = model::qt(skills.front());
    QCOMPARE(page.show()["areas"].toArray().size(), 13);
    QCOMPARE(skill(id)["state"].toString(), QString("taught"));
    QVERIFY(!skill(id)["places"].toArray().isEmpty());
    QCOMPARE(skill("concurrency.memory-model")["state"].toString(), QString("absent"));
    QVERIFY(skill("concurrency.memory-model")["places"].toArray().isEmpty());
    QVERIFY(desk.progress.addAttempt(attemptAt(desk, firstExercise.id, false)));
    QCOMPARE(skill(id)["state"].toString(), QString("practised"));
    QVERIFY(desk.progress.addAttempt(attemptAt(desk, firstExercise.id, true)));
    QCOMPARE(skill(id)["state"].toString(), QString("proved"));
    QVERIFY(desk.progress.addAttempt(attemptAt(desk, firstExercise.id, false)));  // what was proved stays so
    QCOMPARE(skill(id)["state"].toString(), QString("proved"));
    desk.progress.finishLesson(firstLesson.id);
    QCOMPARE(skill("concurrency.goroutines")["state"].toString(), QString("taught"));
}

void ModelsTest::homeGoesOnWithWhatIsNotDone() {
    Desk desk(m_folder->path());
    const model::HomeModel home(desk.library, desk.progress);
    QCOMPARE(home.continueAt(), firstLesson);
    desk.progress.setLastPlace(firstExercise, firstExercise.id);
    QCOMPARE(home.continueAt(), firstExercise);  // where one was
    QVERIFY(desk.progress.addAttempt(attemptAt(desk, firstExercise.id, true)));
    QCOMPARE(home.continueAt(), (Item{ItemKind::Exercise, "split-bill"}));  // it is done: what comes next
    for (const Item& item : desk.library.order())
        if (item.kind == ItemKind::Exercise && item.id != "split-bill")
            QVERIFY(desk.progress.addAttempt(attemptAt(desk, item.id, true)));
    desk.progress.setLastPlace(desk.library.order().back(), {});
    QCOMPARE(home.continueAt(), firstLesson);  // nothing comes after the last: what was left out
}

void ModelsTest::weeksHaveNoGapAndEndNow() {
    const QDate today(2026, 11, 21);  // a Saturday
    QVERIFY(model::weeksOf({}, today, 53).isEmpty());
    const auto weeks = model::weeksOf({{"2026-11-02", {3, 1, 1, 0}}, {"2026-11-08", {2, 2, 0, 1}}, {"2026-11-16", {1, 0, 0, 0}},
                                       {"2027-01-01", {9, 9, 9, 9}}, {"no day", {9, 9, 9, 9}}}, today, 53);
    QCOMPARE(weeks.size(), 3);
    QCOMPARE(weeks[0].toObject(), (QJsonObject{{"from", "2026-11-02"}, {"attempts", 5}, {"passed", 3}, {"solved", 1}, {"lessons", 1}}));
    QCOMPARE(weeks[1].toObject()["attempts"].toInt(), 0);
    QCOMPARE(weeks[2].toObject()["from"].toString(), QString("2026-11-16"));
    QCOMPARE(model::weeksOf({{"2020-01-01", {1, 0, 0, 0}}}, today, 53).size(), 53);
}

void ModelsTest::progressAddsUpWhatWasDone() {
    Desk desk(m_folder->path());
    const model::OverviewModel page(desk.library, desk.progress);
    QVERIFY(page.show()["first"].toBool());
    QVERIFY(page.show()["weeks"].toArray().isEmpty());
    QVERIFY(desk.progress.addAttempt(attemptAt(desk, firstExercise.id, true)));
    QVERIFY(desk.progress.addAttempt(attemptAt(desk, firstExercise.id, false)));
    const auto all = page.show();
    QVERIFY(!all["first"].toBool());
    QVERIFY(!all.contains("error"));
    const auto totals = all["totals"].toObject();
    QCOMPARE(totals["exercises"].toObject()["done"].toInt(), 1);
    QCOMPARE(totals["attempts"].toInt(), 2);
    QCOMPARE(totals["points"].toDouble(), desk.library.exercise(firstExercise.id)->points);
    const auto phase = all["phases"].toArray()[0].toObject();
    QCOMPARE(phase["id"].toString(), QString("warm-up"));
    QCOMPARE(phase["attempts"].toInt(), 2);
    QCOMPARE(all["weeks"].toArray().last().toObject()["attempts"].toInt(), 2);
    QCOMPARE(all["weeks"].toArray().last().toObject()["solved"].toInt(), 1);
}

void ModelsTest::draftOfAnotherVersionAsksFirst() {
    Desk desk(m_folder->path());
    const auto* exercise = desk.library.exercise(firstExercise.id);
    progress::Draft old;
    old.files = {{"hello.go", "package hello // old\n"}};
    old.activeFile = "hello.go";
    old.exerciseVersion = "0.0.1";
    QVERIFY(desk.progress.saveDraft(firstExercise.id, old));
    model::Workbench workbench(desk.library, desk.progress);
    QSignalSpy differ(&workbench, &model::Workbench::versionsDiffer);
    workbench.open(firstExercise.id);
    QCOMPARE(differ.last()[0].toString(), QString("0.0.1"));
    QCOMPARE(differ.last()[1].toString(), model::qt(exercise->version));
    QCOMPARE(workbench.files().front().content, QString("package hello // old\n"));
    workbench.keepMine();
    QCOMPARE(differ.last()[0].toString(), QString());
    QCOMPARE(desk.progress.draft(firstExercise.id)->exerciseVersion, exercise->version);
}

void ModelsTest::quizChoicesSurviveTheStore() {
    for (const std::vector<int>& chosen : {std::vector<int>{0}, {3}, {0, 2}, {1, 2, 29}})
        QCOMPARE(model::decodeChoice(model::encodeChoice(chosen)), chosen);
    QCOMPARE(model::decodeChoice(-1), std::vector<int>());
}

void ModelsTest::quizAnswersOfAnotherCourseVersionAreHarmless() {
    course::Quiz quiz;
    quiz.options = {{"a", "because", true}, {"b", "no", false}};
    QVERIFY(!model::quizAnswer(quiz, {7})["correct"].toBool());
    QVERIFY(model::quizAnswer(quiz, {0})["correct"].toBool());
    QVERIFY(!model::quizAnswer(quiz, {0, 1})["correct"].toBool());
    QVERIFY(!model::severalCorrect(quiz));
}

void ModelsTest::linksStayInTheCourse() {
    Desk desk(m_folder->path());
    const auto target = [&](const char* href) { return model::resolveLink(desk.library, firstLesson, href); };
    QCOMPARE(target("../functions-and-slices/lesson.md#slices").item.id, QString("warm-up/functions-and-slices"));
    QCOMPARE(target("../functions-and-slices/lesson.md#slices").anchor, QString("slices"));
    QCOMPARE(target("lesson:concurrency/goroutines").item.id, QString("concurrency/goroutines"));
    QCOMPARE(target("exercise:hello-check").item, firstExercise);
    QCOMPARE(target("#here").anchor, QString("here"));
    for (const char* out : {"https://example.org", "file:///etc/passwd", "/etc/passwd", "../../../../etc/passwd",
                            "javascript:alert(1)", "lesson:../..", "exercise:none", "//example.org/x"})
        QVERIFY2(target(out).item.isHome(), out);
}

void ModelsTest::shelfServesOnlyItsOwn_data() {
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("served");
    const std::pair<const char*, bool> rows[] = {
        {"assay://app/page.html", true},           {"assay://app/qwebchannel.js", true},
        {"assay://course/one/image.png", true},    {"assay://course/one/drawing.svg", true},
        {"assay://app/none.html", false},          {"assay://app/", false},
        {"assay://app/../secret.html", false},     {"assay://app/%2e%2e/secret.html", false},
        {"assay://app/..%2fsecret.html", false},   {"assay://app//page.html", false},
        {"assay://app/.hidden.html", false},       {"assay://app/page.html%00.png", false},
        {"assay://app/page.txt", false},           {"assay://course/one/lesson.md", false},
        {"assay://course/one/page.html", false},   {"assay://course/one/script.js", false},
        {"assay://course/one", false},             {"assay://elsewhere/page.html", false},
        {"assay://app:80/page.html", false},       {"assay://you@app/page.html", false},
        {"file:///etc/passwd", false},             {"assay://course/..%5cpage.png", false}};
    for (const auto& [url, served] : rows) QTest::newRow(url) << QString(url) << served;
}

void ModelsTest::shelfServesOnlyItsOwn() {
    QFETCH(QString, url);
    QFETCH(bool, served);
    const QDir root(m_folder->path());
    root.mkpath("pages");
    root.mkpath("lessons/one");
    for (const char* name : {"secret.html", "pages/page.html", "pages/.hidden.html", "pages/page.txt",
                             "lessons/one/image.png", "lessons/one/drawing.svg", "lessons/one/lesson.md",
                             "lessons/one/page.html", "lessons/one/script.js"}) {
        QFile file(root.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("x");
    }
    const web::Shelf shelf(root.filePath("pages"), root.filePath("lessons"));
    QCOMPARE(shelf.find(QUrl(url)).has_value(), served);
}

void ModelsTest::shelfFollowsNoLinkOutside() {
    const QDir root(m_folder->path());
    root.mkpath("lessons");
    QFile secret(root.filePath("secret.png"));
    QVERIFY(secret.open(QIODevice::WriteOnly));
    QVERIFY(QFile::link(root.filePath("secret.png"), root.filePath("lessons/link.png")));
    QVERIFY(QFile::link("/dev/zero", root.filePath("lessons/zero.png")));
    const web::Shelf shelf(root.filePath("lessons"), root.filePath("lessons"));
    QVERIFY(!shelf.find(QUrl("assay://course/link.png")));
    QVERIFY(!shelf.find(QUrl("assay://course/zero.png")));
}

QTEST_MAIN(ModelsTest)
#include "models_test.moc"
