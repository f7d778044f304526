// Damaged, foreign, newer and half-replaced database files. What was there is never lost: set aside, and read
// as far as it goes.
#include <fstream>

#include "progress/database.h"
#include "progress/migrations.h"
#include "support.h"

using namespace assay::progress;
using namespace assay::progress::test;
using assay::base::ErrorCode;

namespace {

constexpr std::size_t kPage = 4096;

// 300 attempts with contents of their own, drafts and lessons: a file of some hundred pages, no log beside
// it.
void fill(World& world, int attempts = 300) {
    {
        auto store = world.open();
        for (int i = 0; i < attempts; ++i) {
            world.clock.wall += 1000;
            std::string code(2000 + static_cast<std::size_t>(i), 'x');
            must(store.addAttempt(anAttempt(i % 2 ? "pool" : "order", code + std::to_string(i), i == 7)));
        }
        must(store.saveDraft("go", "pool", aDraft("what I wrote last")));
        must(store.openLesson("go", "a/one"));
        must(store.setTick("go", "a/one", "t", true));
        must(store.setSetting("theme", "dark"));
    }
    const auto database = must(Database::open(world.file));
    must(database.exec("PRAGMA wal_checkpoint(TRUNCATE)"));
}

void overwrite(const fs::path& file, std::size_t at, std::size_t bytes, char with = '\xA5') {
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(static_cast<std::streamoff>(at));
    stream << std::string(bytes, with);
    REQUIRE(stream.good());
}

std::string bytesOf(const fs::path& file) {
    return assay::base::readFile(file).value();
}

std::size_t listed(const Store& store) {
    return must(store.attempts("go", "pool")).size() + must(store.attempts("go", "order")).size();
}

// Attempts whose files are all there.
std::size_t whole(const Store& store) {
    std::size_t count = 0;
    for (const char* exercise : {"pool", "order"})
        for (const Attempt& attempt : must(store.attempts("go", exercise)))
            if (store.attemptFiles(attempt.id).has_value()) ++count;
    return count;
}

std::size_t asideFiles(const World& world) {
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator(world.file.parent_path()))
        if (entry.path().filename().string().find(".damaged-") != std::string::npos) ++count;
    return count;
}

void nothingLeftBehind(const World& world) {
    for (const auto& entry : fs::directory_iterator(world.file.parent_path())) {
        const std::string name = entry.path().filename().string();
        INFO(name);
        CHECK((name.find(".damaged-") != std::string::npos || name == "progress.sqlite" ||
               name == "progress.sqlite-wal" || name == "progress.sqlite-shm" ||
               name == "progress.sqlite.lock"));
    }
}

}  // namespace

TEST_CASE("A sound file is left alone") {
    World world;
    fill(world, 3);
    auto store = world.open();
    CHECK(world.report.setAside.empty());
    CHECK(world.report.recovered.empty());
    CHECK(asideFiles(world) == 0);
}

TEST_CASE("An empty file is a new database") {
    World world;
    must(assay::base::ensureFolder(world.file.parent_path()));
    must(assay::base::writeFile(world.file, ""));
    auto store = world.open();
    CHECK(world.report.created);
    CHECK(world.report.setAside.empty());
}

TEST_CASE("A file that is no database is set aside byte for byte") {
    World world;
    must(assay::base::ensureFolder(world.file.parent_path()));
    const std::string text = "my shopping list\n" + std::string(10'000, 'z');
    must(assay::base::writeFile(world.file, text));
    auto store = world.open();
    REQUIRE_FALSE(world.report.setAside.empty());
    CHECK(bytesOf(world.report.setAside) == text);
    CHECK(world.report.setAside.filename().string().starts_with("progress.sqlite.damaged-2026"));
    CHECK(listed(store) == 0);
    nothingLeftBehind(world);
}

TEST_CASE("Another program's database is set aside, not taken over") {
    World world;
    must(assay::base::ensureFolder(world.file.parent_path()));
    must(must(Database::open(world.file))
             .exec("CREATE TABLE attempt (id, secret); INSERT INTO attempt VALUES (1, 2)"));
    auto store = world.open();
    REQUIRE_FALSE(world.report.setAside.empty());
    CHECK(world.report.recovered == "Nothing of it could be read.");
    CHECK(must(store.attempts("go", "pool")).empty());
}

TEST_CASE("A garbage header loses no row") {
    World world;
    fill(world);
    overwrite(world.file, 0, 100);
    const std::string damaged = bytesOf(world.file);
    auto store = world.open();
    CHECK(world.report.recovered ==
          "Recovered 300 attempts, 1 draft and the state of 1 lesson; nothing is missing.");
    CHECK(bytesOf(world.report.setAside) == damaged);
    CHECK(whole(store) == 300);
    CHECK(must(store.draft("go", "pool"))->files[0].content == "what I wrote last");
    CHECK(must(store.lessonState("go", "a/one")).ticks.size() == 1);
    CHECK(must(store.setting("theme")) == "dark");
    CHECK(must(store.exerciseStates("go")).at("pool").attempts == 150);
    CHECK(must(store.exerciseStates("go")).at("pool").passed);
    CHECK(must(store.integrityCheck()) == "ok");
    nothingLeftBehind(world);
}

TEST_CASE("A garbage first page loses no row") {
    World world;
    fill(world);
    overwrite(world.file, 0, kPage);
    auto store = world.open();
    CHECK(world.report.recovered ==
          "Recovered 300 attempts, 1 draft and the state of 1 lesson; nothing is missing.");
    CHECK(whole(store) == 300);
    CHECK(must(store.integrityCheck()) == "ok");
}

TEST_CASE("A garbage page in the middle costs what was on it") {
    World world;
    fill(world);
    const std::size_t pages = fs::file_size(world.file) / kPage;
    REQUIRE(pages > 100);
    std::size_t worst = 300, recovered = 0;
    for (std::size_t page = pages / 4; page < pages - 1; page += pages / 8) {
        World copy;
        must(assay::base::ensureFolder(copy.file.parent_path()));
        fs::copy_file(world.file, copy.file);
        overwrite(copy.file, page * kPage, kPage);
        auto store = copy.open();
        INFO("page " << page << ": " << copy.report.recovered);
        CHECK_FALSE(copy.report.setAside.empty());
        worst = std::min(worst, whole(store));
        ++recovered;
        CHECK(must(store.integrityCheck()) == "ok");
        CHECK(must(store.draft("go", "pool")).has_value());
        CHECK(store.addAttempt(anAttempt("pool", "goes on")).has_value());
    }
    CHECK(recovered > 4);
    CHECK(worst > 250);
}

TEST_CASE("A truncated file gives what is left") {
    World world;
    fill(world);
    fs::resize_file(world.file, fs::file_size(world.file) / 2 / kPage * kPage + 100);
    auto store = world.open();
    INFO(world.report.recovered);
    CHECK_FALSE(world.report.setAside.empty());
    CHECK(world.report.recovered.ends_with("some of it could not be read."));
    CHECK(whole(store) > 100);
    CHECK(must(store.integrityCheck()) == "ok");
}

TEST_CASE("A file cut to nothing beside a log with everything gives everything") {
    World world;
    World copy;
    must(assay::base::ensureFolder(copy.file.parent_path()));
    {
        auto store = world.open();
        for (int i = 0; i < 5; ++i)
            must(store.addAttempt(anAttempt("pool", "x")));
        for (int i = 0; i < 5; ++i)
            must(store.addAttempt(anAttempt("order", "y")));
        fs::copy_file(world.file.string() + "-wal", copy.file.string() + "-wal");
    }
    must(assay::base::writeFile(copy.file, ""));
    auto store = copy.open();
    CHECK(copy.report.recovered.starts_with("Recovered 10 attempts"));
    CHECK(whole(store) == 10);
    CHECK(asideFiles(copy) == 2);  // the log is kept with it
}

TEST_CASE("Damage that is met while in use is mended by the next call") {
    World world;
    fill(world, 2000);  // more than SQLite keeps in memory
    auto store = world.open();
    const std::size_t pages = fs::file_size(world.file) / kPage;
    overwrite(world.file, (pages / 2) * kPage, kPage * (pages / 4), '\0');
    std::size_t failed = 0;
    for (std::int64_t id = 1; id <= 2000; ++id)
        if (!store.attemptFiles(id).has_value()) ++failed;
    CHECK(failed > 0);
    CHECK(asideFiles(world) >= 1);
    CHECK(store.addAttempt(anAttempt("pool", "goes on")).has_value());
    CHECK(must(store.integrityCheck()) == "ok");
    nothingLeftBehind(world);
}

TEST_CASE("A content that changed on the disk is not given out") {
    World world;
    fill(world, 20);
    std::string bytes = bytesOf(world.file);
    const std::size_t at = bytes.find(std::string(1500, 'x'));
    REQUIRE(at != std::string::npos);
    overwrite(world.file, at, 10, 'y');
    std::size_t corrupt = 0;
    {
        auto store = world.open();
        CHECK(world.report.setAside.empty());  // its pages hold together
        for (std::int64_t id = 1; id <= 20 && corrupt == 0; ++id) {
            const auto files = store.attemptFiles(id);
            if (files) continue;
            CHECK(files.error().code == ErrorCode::Corrupt);
            ++corrupt;
        }
    }
    CHECK(corrupt == 1);
    auto store = world.open();
    CHECK_FALSE(world.report.setAside.empty());
    CHECK(whole(store) == 19);
    CHECK(listed(store) == 20);
}

TEST_CASE("A store that is open while another replaces the file goes on with the new one") {
    World world;
    fill(world, 20);
    auto first = world.open();
    overwrite(world.file, 0, 100);
    auto second = world.open();
    REQUIRE_FALSE(world.report.setAside.empty());
    must(first.addAttempt(anAttempt("pool", "by the first")));
    must(second.addAttempt(anAttempt("pool", "by the second")));
    CHECK(listed(first) == 22);
    CHECK(listed(second) == 22);
}

TEST_CASE("A newer schema is refused with what is needed, and nothing is changed") {
    World world;
    fill(world, 2);
    must(must(Database::open(world.file))
             .exec("INSERT INTO schema_version VALUES (7, '0.9.0'); PRAGMA user_version = 7"));
    must(must(Database::open(world.file)).exec("PRAGMA wal_checkpoint(TRUNCATE)"));
    const std::string before = bytesOf(world.file);
    const auto store = world.tryOpen();
    REQUIRE_FALSE(store.has_value());
    CHECK(store.error().code == ErrorCode::NewerSchema);
    CHECK(store.error().message.find("schema version 7") != std::string::npos);
    CHECK(store.error().hint.find("Assay 0.9.0") != std::string::npos);
    CHECK(bytesOf(world.file) == before);
    CHECK(asideFiles(world) == 0);
}

TEST_CASE("A kill between two steps of a replacement loses nothing") {
    World world;
    fill(world, 20);
    auto recovered = world.file;
    recovered += ".recovered";
    SECTION("the recovered file was ready, the damaged one already aside") {
        fs::rename(world.file, recovered);
        auto store = world.open();
        CHECK(whole(store) == 20);
    }
    SECTION("the recovered file was ready, the damaged one still in its place") {
        must(assay::base::writeFile(recovered, "half"));
        overwrite(world.file, 0, 100);
        auto store = world.open();
        CHECK(whole(store) == 20);
    }
    SECTION("the reading had begun") {
        auto work = world.file;
        work += ".recovery";
        must(assay::base::ensureFolder(work));
        must(assay::base::writeFile(work / "old.sqlite", "half"));
        overwrite(world.file, 0, 100);
        auto store = world.open();
        CHECK(whole(store) == 20);
    }
    nothingLeftBehind(world);
}

TEST_CASE("Two damages in one second are set aside under two names") {
    World world;
    fill(world, 2);
    for (int i = 0; i < 2; ++i) {
        overwrite(world.file, 0, 100);
        auto store = world.open();
    }
    CHECK(asideFiles(world) == 2);
}

TEST_CASE("An older database is brought to the newest schema with all that it holds") {
    World world;
    fill(world, 5);
    const fs::path folder = world.folder.path() / "sql";
    must(assay::base::ensureFolder(folder));
    fs::copy(migrations(), folder);
    const int next = 1 + static_cast<int>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
    const auto numbered = [&](int number, const char* name) { return folder / ("000" + std::to_string(number) + name); };
    must(assay::base::writeFile(
        numbered(next, "_more.sql"),
        "INSERT INTO schema_version VALUES (" + std::to_string(next) +
            ", '0.2.0'); CREATE TABLE more (id INTEGER PRIMARY KEY);"
        "ALTER TABLE setting ADD COLUMN at_ms INTEGER NOT NULL DEFAULT 0"));
    OpenReport report;
    auto store = must(Store::open(world.file, folder, world.clock, &report));
    CHECK(report.migrated);
    CHECK_FALSE(report.created);
    CHECK(whole(store) == 5);

    SECTION("and a damaged one is recovered into it, columns by name") {
        overwrite(world.file, 0, 100);
        auto again = must(Store::open(world.file, folder, world.clock, &report));
        CHECK(whole(again) == 5);
        CHECK(must(again.setting("theme")) == "dark");
    }
    SECTION("and a migration that fails changes nothing") {
        must(assay::base::writeFile(numbered(next + 1, "_wrong.sql"),
                                    "CREATE TABLE even_more (id); SELECT nonsense"));
        CHECK_FALSE(Store::open(world.file, folder, world.clock).has_value());
        std::int64_t tables = -1;
        must(must(Database::open(world.file))
                 .one("SELECT count(*) FROM sqlite_master WHERE name = 'even_more'",
                      [&](Statement& row) { tables = row.integer(0); }));
        CHECK(tables == 0);
    }
}

TEST_CASE("Migrations that are not there or not in order are a broken installation") {
    World world;
    CHECK(Store::open(world.file, world.folder.path() / "none", world.clock).error().code ==
          ErrorCode::Internal);
    const fs::path folder = world.folder.path() / "sql";
    must(assay::base::ensureFolder(folder));
    must(assay::base::writeFile(folder / "0002_x.sql", ""));
    CHECK(Store::open(world.file, folder, world.clock).error().code == ErrorCode::Internal);
    CHECK_FALSE(fs::exists(world.file));
}

TEST_CASE("A folder that cannot be made is an I/O error") {
    World world;
    must(assay::base::writeFile(world.folder.path() / "data", "a file in the way"));
    const auto store = world.tryOpen();
    REQUIRE_FALSE(store.has_value());
    CHECK(store.error().code == ErrorCode::Io);
}
