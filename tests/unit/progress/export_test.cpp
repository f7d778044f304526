#include <nlohmann/json.hpp>

#include "base/text.h"
#include "support.h"

using namespace assay::progress;
using namespace assay::progress::test;
using Json = nlohmann::json;

TEST_CASE("The JSON export holds all that the database holds") {
    World world;
    auto store = world.open();
    const auto id = must(store.addAttempt(anAttempt("pool", "package p\n", true)));
    must(store.setNote(id, "done"));
    must(store.addAttempt(anAttempt("order", std::string("\xff\x00", 2))));
    must(store.saveDraft("go", "pool", aDraft("package p\n")));
    must(store.dropDraft("go", "pool"));
    must(store.saveDraft("go", "pool", aDraft("package next\n")));
    must(store.openHint("go", "pool", 1));
    must(store.setPlace("go", "a/one", 0.5, "why"));
    must(store.setTick("go", "a/one", "t", true));
    must(store.answerQuiz("go", "a/one", "q", 1, true));
    must(store.addNote("go", "a/one", {"why", 1, "ab", "It"}, "my note"));
    must(store.setMark("go", "pool", true));
    must(store.setLastPlace("go", {"a", "one", "pool", 0}));
    must(store.setSetting("theme", "dark"));

    const Json all = Json::parse(must(store.exportJson()));
    CHECK(all["schema"] == "assay.progress/1");
    CHECK(all["exported_at"] == "2026-09-21T14:13:20.000Z");
    REQUIRE(all["attempts"].size() == 2);
    const Json& attempt = all["attempts"][0];
    CHECK(attempt["note"] == "done");
    CHECK(attempt["verdict"] == "passed");
    CHECK(attempt["points"] == 10);
    CHECK(attempt["report"]["schema"] == "assay.report/1");
    REQUIRE(attempt["files"].size() == 2);
    CHECK(all["contents"][attempt["files"][0]["content"].get<std::string>()]["text"] == "package p\n");
    const auto other = all["attempts"][1]["files"][0]["content"].get<std::string>();
    CHECK(all["contents"][other]["hex"] == "ff00");
    REQUIRE(all["drafts"].size() == 2);
    CHECK(all["drafts"][0]["kept_ms"].is_number());
    CHECK(all["drafts"][1]["kept_ms"].is_null());
    CHECK(all["hints"][0]["hint"] == 1);
    CHECK(all["lessons"][0]["place"] == 0.5);
    CHECK(all["ticks"][0]["item"] == "t");
    CHECK(all["quizzes"][0]["tries"] == 1);
    CHECK(all["notes"][0]["text"] == "my note");
    CHECK(all["notes"][0]["removed_ms"].is_null());
    CHECK(all["marks"][0]["item"] == "pool");
    CHECK(all["places"][0]["exercise"] == "pool");
    CHECK(all["settings"][0] == Json{{"name", "theme"}, {"value", "dark"}});
}

TEST_CASE("An empty database exports, too") {
    World world;
    auto store = world.open();
    CHECK(Json::parse(must(store.exportJson()))["attempts"].empty());
    CHECK(assay::base::splitLines(must(store.exportCsv())).size() == 1);
}

TEST_CASE("A report that is no JSON and a note that is no UTF-8 do not stop an export") {
    World world;
    auto store = world.open();
    auto attempt = anAttempt("pool", "x");
    attempt.reportJson = "not json";
    must(store.setNote(must(store.addAttempt(attempt)), "\xff"));
    const Json all = Json::parse(must(store.exportJson()));
    CHECK(all["attempts"][0]["report"] == "not json");
    CHECK(all["attempts"][0]["note"] == "\xef\xbf\xbd");
}

TEST_CASE("The CSV export is RFC 4180 and no cell is a formula") {
    World world;
    auto store = world.open();
    auto attempt = anAttempt("=cmd|' /C calc'!A0", "x");
    attempt.points = 6.666666;
    attempt.exerciseVersion = "1,\"2\"\nx";
    must(store.setNote(must(store.addAttempt(attempt)), "@SUM(A1)"));
    const std::string csv = must(store.exportCsv());
    CHECK(
        csv.starts_with("id,time,day,course,exercise,version,verdict,points,max,passed,origin,submission_"
                        "hash,content_hash,note\r\n"
                        "1,2026-09-21T14:13:20.000Z,2026-09-2"));
    CHECK(csv.ends_with(
        ",go,'=cmd|' /C calc'!A0,\"1,\"\"2\"\"\nx\",failed,6.67,10,false,app,s0,c0,'@SUM(A1)\r\n"));
    for (const char* note : {"+1", "-1", "\t=1", "\r=1", "=1,2"}) {
        must(store.setNote(1, note));
        const std::string line = must(store.exportCsv());
        const std::size_t at = line.rfind(note);
        REQUIRE(at != std::string::npos);
        CHECK(line[at - 1] == '\'');
    }
}
