#include <cstdlib>
#include <ctime>

#include "progress/database.h"
#include "support.h"

using namespace assay::progress;
using namespace assay::progress::test;
using assay::base::ErrorCode;

namespace {

std::int64_t count(const World& world, const std::string& sql) {
    const auto database = must(Database::open(world.file));
    std::int64_t number = -1;
    must(database.one(sql.c_str(), [&](Statement& row) { number = row.integer(0); }));
    return number;
}

}  // namespace

TEST_CASE("A first open makes the database and a second finds it") {
    World world;
    { auto store = world.open(); }
    CHECK(world.report.created);
    CHECK_FALSE(world.report.migrated);
    auto store = world.open();
    CHECK_FALSE(world.report.created);
    CHECK(world.report.setAside.empty());
    CHECK(must(store.integrityCheck()) == "ok");
}

TEST_CASE("An attempt comes back as it was recorded") {
    World world;
    std::int64_t id = 0;
    {
        auto store = world.open();
        id = must(store.addAttempt(anAttempt("pool", std::string("package p\n\0x", 12), true)));
        must(store.setNote(id, "first"));
        must(store.setNote(id, "better"));
    }
    auto store = world.open();
    const auto attempt = must(store.attempt(id));
    CHECK(attempt.atMs == world.clock.wall);
    CHECK(attempt.exercise == "pool");
    CHECK(attempt.verdict == "passed");
    CHECK(attempt.passed);
    CHECK(attempt.points == 10);
    CHECK(attempt.note == "better");
    const auto files = must(store.attemptFiles(id));
    REQUIRE(files.size() == 2);
    CHECK(files[0].name == "a.go");
    CHECK(files[0].content == std::string("package p\n\0x", 12));
    CHECK(files[1].name == "b/b.go");
    CHECK(must(store.attemptReport(id)) == R"({"schema":"assay.report/1"})");
}

TEST_CASE("Attempts are listed with the newest first, up to a limit") {
    World world;
    auto store = world.open();
    for (int i = 0; i < 5; ++i)
        must(store.addAttempt(anAttempt("pool", std::to_string(i))));
    must(store.addAttempt(anAttempt("order", "x")));
    const auto all = must(store.attempts("go", "pool"));
    REQUIRE(all.size() == 5);
    CHECK(all.front().id > all.back().id);
    CHECK(must(store.attempts("go", "pool", 2)).size() == 2);
    CHECK(must(store.attempts("rust", "pool")).empty());
}

TEST_CASE("An unknown attempt is not found") {
    World world;
    auto store = world.open();
    CHECK(store.attempt(7).error().code == ErrorCode::NotFound);
    CHECK(store.attemptFiles(7).error().code == ErrorCode::NotFound);
    CHECK(store.attemptReport(7).error().code == ErrorCode::NotFound);
    CHECK(store.setNote(7, "x").error().code == ErrorCode::NotFound);
    CHECK(store.keptDraft(7).error().code == ErrorCode::NotFound);
}

TEST_CASE("The database itself refuses to change an attempt") {
    World world;
    auto store = world.open();
    must(store.addAttempt(anAttempt("pool", "x")));
    const auto database = must(Database::open(world.file));
    for (const char* sql :
         {"UPDATE attempt SET passed = 1", "DELETE FROM attempt",
          "INSERT OR REPLACE INTO attempt SELECT * FROM attempt", "UPDATE attempt_file SET name = 'y'",
          "DELETE FROM attempt_file", "INSERT OR REPLACE INTO attempt_file SELECT * FROM attempt_file",
          "INSERT OR REPLACE INTO attempt_file (attempt, position, name, content) VALUES (1, 0, 'z', 1)",
          "UPDATE attempt_report SET json = ''", "DELETE FROM attempt_report",
          "INSERT OR REPLACE INTO attempt_report SELECT attempt, '' FROM attempt_report",
          "UPDATE content SET bytes = x''", "INSERT OR REPLACE INTO content SELECT * FROM content",
          "PRAGMA foreign_keys = ON; DELETE FROM content"}) {
        INFO(sql);
        CHECK_FALSE(database.exec(sql).has_value());
    }
    CHECK(must(store.attemptFiles(1)).size() == 2);
}

TEST_CASE("Contents are stored once, for attempts and drafts together") {
    World world;
    auto store = world.open();
    must(store.saveDraft("go", "pool", aDraft("same")));
    must(store.addAttempt(anAttempt("pool", "same")));
    must(store.addAttempt(anAttempt("pool", "same")));
    CHECK(count(world, "SELECT count(*) FROM content") == 2);  // "same" and "package b\n"
}

TEST_CASE("A draft that goes on leaves no content behind, unless something has it") {
    World world;
    auto store = world.open();
    must(store.addAttempt(anAttempt("pool", "kept by the attempt")));
    for (const char* text : {"kept by the attempt", "one", "two", "three"})
        must(store.saveDraft("go", "pool", aDraft(text)));
    CHECK(count(world, "SELECT count(*) FROM content") == 3);  // the attempt's two and "three"
    CHECK(must(store.attemptFiles(1))[0].content == "kept by the attempt");
}

TEST_CASE("A draft comes back with its place") {
    World world;
    auto store = world.open();
    CHECK_FALSE(must(store.draft("go", "pool")).has_value());
    must(store.saveDraft("go", "pool", aDraft("package p")));
    world.clock.wall += 1000;
    auto next = aDraft("package pool");
    next.caret = 12;
    must(store.saveDraft("go", "pool", next));
    const auto draft = must(store.draft("go", "pool"));
    REQUIRE(draft.has_value());
    REQUIRE(draft->files.size() == 1);
    CHECK(draft->files[0].content == "package pool");
    CHECK(draft->activeFile == "a.go");
    CHECK(draft->caret == 12);
    CHECK(draft->atMs == world.clock.wall);
    CHECK(draft->exerciseVersion == "1.0.0");
}

TEST_CASE("A dropped draft is kept in the history") {
    World world;
    auto store = world.open();
    for (const char* text : {"one", "two"}) {
        must(store.saveDraft("go", "pool", aDraft(text)));
        world.clock.wall += 1000;
        must(store.dropDraft("go", "pool"));
    }
    CHECK_FALSE(must(store.draft("go", "pool")).has_value());
    must(store.dropDraft("go", "pool"));  // there is none: nothing happens
    const auto kept = must(store.keptDrafts("go", "pool"));
    REQUIRE(kept.size() == 2);
    CHECK(kept[0].keptMs == kept[0].atMs + 1000);
    CHECK(must(store.keptDraft(kept[0].id)).files[0].content == "two");
    CHECK(must(store.keptDraft(kept[1].id)).files[0].content == "one");
}

TEST_CASE("The state of exercises sums up attempts, drafts and hints") {
    World world;
    auto store = world.open();
    must(store.addAttempt(anAttempt("pool", "a", true)));
    world.clock.wall += 5;
    must(store.addAttempt(anAttempt("pool", "b", false)));
    must(store.openHint("go", "pool", 1));
    must(store.openHint("go", "pool", 2));
    must(store.openHint("go", "pool", 2));
    world.clock.wall += 5;
    must(store.saveDraft("go", "order", aDraft("x")));
    const auto states = must(store.exerciseStates("go"));
    REQUIRE(states.size() == 2);
    const auto& pool = states.at("pool");
    CHECK(pool.attempts == 2);
    CHECK(pool.passed);
    CHECK(pool.bestPoints == 10);
    CHECK(pool.lastVerdict == "failed");
    CHECK(pool.lastMs == world.clock.wall - 5);
    CHECK_FALSE(pool.hasDraft);
    CHECK(pool.hintsOpened == 2);
    CHECK(states.at("order").hasDraft);
    CHECK(states.at("order").attempts == 0);
    CHECK(states.at("order").lastMs == world.clock.wall);
    CHECK(must(store.exerciseStates("rust")).empty());
}

TEST_CASE("The best points are those of the best share, also where an exercise's points change") {
    World world;
    auto store = world.open();
    auto attempt = anAttempt("pool", "a");
    attempt.points = 8, attempt.maxPoints = 10;
    must(store.addAttempt(attempt));
    attempt.points = 9, attempt.maxPoints = 20;
    must(store.addAttempt(attempt));
    const auto state = must(store.exerciseStates("go")).at("pool");
    CHECK(state.bestPoints == 8);
    CHECK(state.maxPoints == 10);
}

TEST_CASE("Lessons keep place, ticks and quiz answers") {
    World world;
    auto store = world.open();
    CHECK_FALSE(must(store.lessonState("go", "a/one")).opened);
    must(store.openLesson("go", "a/one"));
    must(store.setPlace("go", "a/one", 0.25, "why"));
    must(store.setTick("go", "a/one", "t1", true));
    must(store.setTick("go", "a/one", "t2", true));
    must(store.setTick("go", "a/one", "t1", false));
    must(store.answerQuiz("go", "a/one", "q", 2, false));
    must(store.answerQuiz("go", "a/one", "q", 1, true));
    must(store.openLesson("go", "a/one"));
    const auto lesson = must(store.lessonState("go", "a/one"));
    CHECK(lesson.opened);
    CHECK_FALSE(lesson.finished);
    CHECK(lesson.place == 0.25);
    CHECK(lesson.anchor == "why");
    CHECK(lesson.ticks == std::vector<std::string>{"t2"});
    const auto& answer = lesson.quizzes.at("q");
    CHECK(answer.firstOption == 2);
    CHECK_FALSE(answer.firstCorrect);
    CHECK(answer.lastOption == 1);
    CHECK(answer.lastCorrect);
    CHECK(answer.tries == 2);
    must(store.finishLesson("go", "a/two"));
    const auto all = must(store.lessonStates("go"));
    REQUIRE(all.size() == 2);
    CHECK(all.at("a/two").finished);
}

TEST_CASE("Places, marks and settings are kept") {
    World world;
    {
        auto store = world.open();
        CHECK_FALSE(must(store.lastPlace("go")).has_value());
        must(store.setLastPlace("go", {"p", "l", "e", 0}));
        must(store.setLastPlace("go", {"p", "l2", "", 0}));
        must(store.setMark("go", "p/l", true));
        must(store.setMark("go", "pool", true));
        must(store.setMark("go", "pool", true));
        must(store.setMark("go", "p/l", false));
        CHECK_FALSE(must(store.setting("theme")).has_value());
        must(store.setSetting("theme", "light"));
        must(store.setSetting("theme", "dark"));
    }
    auto store = world.open();
    CHECK(must(store.lastPlace("go"))->lesson == "l2");
    CHECK(must(store.lastPlace("go"))->atMs == world.clock.wall);
    CHECK(must(store.marks("go")) == std::vector<std::string>{"pool"});
    CHECK(must(store.setting("theme")) == "dark");
}

TEST_CASE("Days count attempts by the learner's own date") {
    World world;
    setenv("TZ", "UTC-14", 1);  // fourteen hours ahead of UTC
    tzset();
    auto store = world.open();
    world.clock.wall = 1'790'000'000'000;  // 2026-09-21T14:13:20Z: there it is the 22nd
    must(store.addAttempt(anAttempt("pool", "a")));
    must(store.addAttempt(anAttempt("order", "a")));
    world.clock.wall += 86'400'000;
    must(store.addAttempt(anAttempt("pool", "a")));
    unsetenv("TZ");
    tzset();
    CHECK(must(store.days("go")) == std::map<std::string, int>{{"2026-09-22", 2}, {"2026-09-23", 1}});
}

TEST_CASE("Of a day it is summed up what passed, what passed for the first time, and which lessons were finished") {
    World world;
    setenv("TZ", "UTC", 1);
    tzset();
    auto store = world.open();
    must(store.addAttempt(anAttempt("pool", "a")));
    must(store.addAttempt(anAttempt("pool", "b", true)));
    must(store.addAttempt(anAttempt("pool", "c", true)));
    must(store.finishLesson("go", "a/one"));
    world.clock.wall += 86'400'000;
    must(store.addAttempt(anAttempt("pool", "d", true)));
    must(store.addAttempt(anAttempt("order", "a", true)));
    world.clock.wall += 86'400'000;
    must(store.finishLesson("go", "a/two"));
    must(store.openLesson("go", "a/three"));  // opened is not finished
    const auto days = must(store.activity("go"));
    unsetenv("TZ");
    tzset();
    const auto same = [&](const char* day, int attempts, int passed, int solved, int lessons) {
        INFO(day);
        REQUIRE(days.count(day) == 1);
        const DayOfWork& work = days.at(day);
        CHECK(work.attempts == attempts);
        CHECK(work.passed == passed);
        CHECK(work.solved == solved);
        CHECK(work.lessons == lessons);
    };
    CHECK(days.size() == 3);
    same("2026-09-21", 3, 2, 1, 1);
    same("2026-09-22", 2, 2, 1, 0);
    same("2026-09-23", 0, 0, 0, 1);
    CHECK(must(store.activity("other")).empty());
}

TEST_CASE("A file of the first schema is brought up to date, its days summed up from its attempts") {
    World world;
    const fs::path first = world.folder.path() / "first";
    REQUIRE(fs::create_directory(first));
    fs::copy_file(migrations() / "0001_progress.sql", first / "0001_progress.sql");
    {
        auto old = must(Store::open(world.file, first, world.clock));
        must(old.addAttempt(anAttempt("pool", "a")));
        must(old.addAttempt(anAttempt("pool", "b", true)));
        must(old.addAttempt(anAttempt("pool", "c", true)));
        world.clock.wall += 86'400'000;
        must(old.addAttempt(anAttempt("pool", "d", true)));
        must(old.addAttempt(anAttempt("order", "a", true)));
    }
    auto store = world.open();
    CHECK(world.report.migrated);
    auto days = must(store.activity("go"));
    REQUIRE(days.size() == 2);
    CHECK(days.begin()->second.attempts == 3);
    CHECK(days.begin()->second.passed == 2);
    CHECK(days.begin()->second.solved == 1);
    CHECK(days.rbegin()->second.passed == 2);
    CHECK(days.rbegin()->second.solved == 1);
    must(store.addAttempt(anAttempt("order", "b", true)));  // and goes on from there
    CHECK(must(store.activity("go")).rbegin()->second.passed == 3);
    CHECK(must(store.activity("go")).rbegin()->second.solved == 1);
    CHECK(must(store.exerciseStates("go"))["order"].attempts == 2);
}

TEST_CASE("Notes stand by lesson, are changed, removed, and taken back") {
    World world;
    auto store = world.open();
    const NotePlace place{"why", 2, "00ff00ff", "A pool puts"};
    const auto first = must(store.addNote("go", "a/one", place, "mine"));
    const auto second = must(store.addNote("go", "a/one", {"", 0, "11", "It"}, "also"));  // in the same millisecond
    must(store.addNote("go", "a/two", place, "elsewhere"));
    must(store.addNote("other", "a/one", place, "another course"));
    auto notes = must(store.notes("go", "a/one"));
    REQUIRE(notes.size() == 2);
    CHECK(notes[0].id == first);
    CHECK(notes[0].place.anchor == "why");
    CHECK(notes[0].place.position == 2);
    CHECK(notes[0].place.hash == "00ff00ff");
    CHECK(notes[0].place.quote == "A pool puts");
    CHECK(notes[0].text == "mine");
    CHECK(must(store.notes("go")).size() == 3);
    world.clock.wall += 1000;
    must(store.changeNote("go", "a/one", first, "mine, better"));
    must(store.changeNote("go", "a/two", second, "not its lesson"));
    must(store.removeNote("go", "a/one", second, true));
    notes = must(store.notes("go", "a/one"));
    REQUIRE(notes.size() == 1);
    CHECK(notes[0].text == "mine, better");
    CHECK(notes[0].changedMs == world.clock.wall);
    must(store.removeNote("go", "a/one", second, false));
    notes = must(store.notes("go", "a/one"));
    REQUIRE(notes.size() == 2);
    CHECK(notes[1].text == "also");
}

TEST_CASE("A change that fails changes nothing") {
    World world;
    auto store = world.open();
    must(must(Database::open(world.file))
             .exec("CREATE TRIGGER refuse BEFORE INSERT ON attempt_report BEGIN "
                   "SELECT RAISE(ABORT, 'no'); END"));
    CHECK_FALSE(store.addAttempt(anAttempt("pool", "x")).has_value());
    CHECK(must(store.attempts("go", "pool")).empty());
    CHECK(must(store.exerciseStates("go")).empty());
    CHECK(count(world, "SELECT count(*) FROM content") == 0);
    must(store.setSetting("a", "b"));  // and no transaction was left open
}
