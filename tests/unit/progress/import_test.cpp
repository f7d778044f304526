#include <nlohmann/json.hpp>

#include "support.h"

using namespace assay::progress;
using namespace assay::progress::test;
using Json = nlohmann::json;

namespace {

void fill(World& world, Store& store) {
    const auto id = must(store.addAttempt(anAttempt("pool", "package p\n", true)));
    must(store.setNote(id, "done"));
    world.clock.wall += 1000;
    must(store.addAttempt(anAttempt("order", std::string("\xff\x00", 2))));
    must(store.saveDraft("go", "pool", aDraft("package p\n")));
    must(store.dropDraft("go", "pool"));
    world.clock.wall += 1000;
    must(store.saveDraft("go", "pool", aDraft("package next\n")));
    must(store.openHint("go", "pool", 1));
    must(store.openLesson("go", "a/one"));
    must(store.setPlace("go", "a/one", 0.5, "why"));
    must(store.setTick("go", "a/one", "t", true));
    must(store.answerQuiz("go", "a/one", "q", 1, true));
    must(store.addNote("go", "a/one", {"why", 1, "ab", "It"}, "my note"));
    must(store.removeNote("go", "a/one", must(store.addNote("go", "a/one", {"", 0, "cd", "A"}, "removed")), true));
    must(store.setMark("go", "pool", true));
    must(store.setLastPlace("go", {"a", "one", "pool", 0}));
    must(store.setSetting("theme", "dark"));
}

Json parsed(Store& store) {
    Json all = Json::parse(must(store.exportJson()));
    all.erase("exported_at");
    return all;
}

}  // namespace

TEST_CASE("What was exported and imported is exported again, byte for byte") {
    World there, here;
    auto from = there.open(), to = here.open();
    fill(there, from);
    here.clock.wall = there.clock.wall + 1'000'000;
    const Imported done = must(to.importJson(must(from.exportJson())));
    CHECK(done.attempts == 2);
    CHECK(done.drafts == 2);
    CHECK(done.known == 0);
    CHECK(parsed(to).dump(1) == parsed(from).dump(1));
    CHECK(must(to.exerciseStates("go")).at("pool").passed);
    CHECK(must(to.days("go")) == must(from.days("go")));
    CHECK(must(to.integrityCheck()) == "ok");
}

TEST_CASE("Importing twice is importing once") {
    World there, here;
    auto from = there.open(), to = here.open();
    fill(there, from);
    const std::string text = must(from.exportJson());
    must(to.importJson(text));
    const Json once = parsed(to);
    const Imported again = must(to.importJson(text));
    CHECK(again.attempts == 0);
    CHECK(again.drafts == 0);
    CHECK(again.known == 2);
    CHECK(parsed(to) == once);
}

TEST_CASE("What is here stays: the newer draft, place and answer win, settings are not touched") {
    World there, here;
    auto from = there.open(), to = here.open();
    fill(there, from);
    SECTION("here is newer") {
        here.clock.wall = there.clock.wall + 60'000;
        must(to.saveDraft("go", "pool", aDraft("package here\n")));
        must(to.setPlace("go", "a/one", 0.9, "later"));
        must(to.answerQuiz("go", "a/one", "q", 0, false));
        must(to.setLastPlace("go", {"a", "two", "order", 0}));
        must(to.setSetting("theme", "light"));
        must(to.importJson(must(from.exportJson())));
        CHECK(must(to.draft("go", "pool"))->files[0].content == "package here\n");
        CHECK(must(to.keptDrafts("go", "pool")).size() == 2);  // one was kept there, and the present one there
        const LessonState lesson = must(to.lessonState("go", "a/one"));
        CHECK(lesson.place == 0.9);
        CHECK(lesson.opened);
        CHECK(lesson.ticks == std::vector<std::string>{"t"});
        CHECK(lesson.quizzes.at("q").lastOption == 0);
        CHECK(must(to.lastPlace("go"))->lesson == "two");
        CHECK(must(to.setting("theme")) == "light");
    }
    SECTION("here is older") {
        here.clock.wall = there.clock.wall - 60'000;
        must(to.saveDraft("go", "pool", aDraft("package here\n")));
        must(to.setPlace("go", "a/one", 0.1, "before"));
        must(to.importJson(must(from.exportJson())));
        CHECK(must(to.draft("go", "pool"))->files[0].content == "package next\n");
        CHECK(must(to.keptDrafts("go", "pool")).size() == 2);  // nothing that was written here is gone
        CHECK(must(to.lessonState("go", "a/one")).place == 0.5);
    }
}

TEST_CASE("Of a note that both sides have the later word wins, also that it was removed") {
    World there, here;
    auto from = there.open(), to = here.open();
    fill(there, from);
    must(to.importJson(must(from.exportJson())));
    const auto id = must(to.notes("go", "a/one")).at(0).id;
    here.clock.wall = there.clock.wall + 1000;
    must(to.changeNote("go", "a/one", id, "said here"));
    must(to.importJson(must(from.exportJson())));
    CHECK(must(to.notes("go", "a/one")).at(0).text == "said here");
    there.clock.wall = here.clock.wall + 1000;
    must(from.removeNote("go", "a/one", must(from.notes("go", "a/one")).at(0).id, true));
    must(to.importJson(must(from.exportJson())));
    CHECK(must(to.notes("go", "a/one")).empty());
}

TEST_CASE("What does not fit is refused with its place, and nothing is changed") {
    World there, here;
    auto from = there.open(), to = here.open();
    fill(there, from);
    const Json good = Json::parse(must(from.exportJson()));
    const auto refused = [&](const std::string& text) {
        const Json before = parsed(to);
        auto done = to.importJson(text);
        REQUIRE_FALSE(done.has_value());
        CHECK(done.error().code == assay::base::ErrorCode::InvalidContent);
        CHECK(parsed(to) == before);
        return done.error().message;
    };
    CHECK(refused("{") == "it is no JSON");
    CHECK(refused("[]").find("assay.progress/1") != std::string::npos);
    CHECK(refused(R"({"schema":"assay.progress/2"})").find("assay.progress/1") != std::string::npos);
    Json bad = good;
    bad["attempts"][1].erase("verdict");
    CHECK(refused(bad.dump()) == "attempts[1] has no 'verdict'");
    bad = good;
    bad["attempts"][1]["points"] = "ten";
    CHECK(refused(bad.dump()) == "attempts[1]: 'points' is no number");
    bad = good;
    const std::string hash = good["attempts"][0]["files"][0]["content"];
    bad["contents"][hash] = {{"text", "package other\n"}};
    CHECK(refused(bad.dump()).find("was changed since it was exported") != std::string::npos);
    bad["contents"].erase(hash);
    CHECK(refused(bad.dump()).find("the content of 'a.go' is missing") != std::string::npos);
    bad = good;
    bad["settings"] = {1, 2};
    CHECK(refused(bad.dump()) == "settings[0] is no object");
    bad = good;
    bad["contents"][good["attempts"][1]["files"][0]["content"].get<std::string>()] = {{"hex", "zz"}};
    (void)refused(bad.dump());
}
