// Several processes on one database, and processes that are killed: real forks, a real file.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <functional>
#include <thread>

#include "progress/database.h"
#include "support.h"

using namespace assay::progress;
using namespace assay::progress::test;

namespace {

// Runs body in a child; its result is the exit status. _exit: the child owns none of the test's folders.
pid_t inChild(const std::function<bool()>& body) {
    const pid_t pid = fork();
    REQUIRE(pid >= 0);
    if (pid == 0) _exit(body() ? 0 : 1);
    return pid;
}

bool succeeded(pid_t pid) {
    int status = 0;
    REQUIRE(waitpid(pid, &status, 0) == pid);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// What a writer had acknowledged, written by the child after each change: memory of the kernel, which no kill
// takes.
struct Progress {
    std::int64_t attempts, drafts;
};

// Attempts and drafts as fast as it can, until it is killed.
[[noreturn]] void writeForEver(const World& world, int acknowledged) {
    auto store = Store::open(world.file, migrations(), world.clock);
    if (!store) _exit(1);
    Progress progress{0, 0};
    for (std::int64_t i = 1;; ++i) {
        const std::string code = "package p // " + std::to_string(i) + std::string(3000, 'x');
        if (!store->saveDraft("go", "pool", aDraft(code))) _exit(1);
        progress.drafts = i;
        if (pwrite(acknowledged, &progress, sizeof progress, 0) != sizeof progress) _exit(1);
        if (!store->addAttempt(anAttempt("pool", code))) _exit(1);
        progress.attempts = i;
        if (pwrite(acknowledged, &progress, sizeof progress, 0) != sizeof progress) _exit(1);
    }
}

}  // namespace

TEST_CASE("Eight processes at first start all find one sound database") {
    for (int round = 0; round < 5; ++round) {
        World world;
        std::vector<pid_t> children;
        for (int i = 0; i < 8; ++i)
            children.push_back(inChild([&] {
                auto store = Store::open(world.file, migrations(), world.clock);
                return store && store->addAttempt(anAttempt("pool", std::to_string(getpid()))).has_value();
            }));
        for (const pid_t child : children)
            CHECK(succeeded(child));
        auto store = world.open();
        CHECK(world.report.setAside.empty());
        CHECK(must(store.attempts("go", "pool")).size() == 8);
        CHECK(must(store.integrityCheck()) == "ok");
    }
}

TEST_CASE("Four processes that find a damaged file replace it once") {
    World world;
    {
        auto store = world.open();
        for (int i = 0; i < 20; ++i)
            must(store.addAttempt(anAttempt("pool", std::to_string(i))));
    }
    must(must(Database::open(world.file)).exec("PRAGMA wal_checkpoint(TRUNCATE)"));
    std::string bytes = assay::base::readFile(world.file).value();
    bytes.replace(0, 100, std::string(100, '\xA5'));
    must(assay::base::writeFile(world.file, bytes));
    std::vector<pid_t> children;
    for (int i = 0; i < 4; ++i)
        children.push_back(inChild([&] {
            auto store = Store::open(world.file, migrations(), world.clock);
            return store && store->addAttempt(anAttempt("pool", "new")).has_value();
        }));
    for (const pid_t child : children)
        CHECK(succeeded(child));
    std::size_t aside = 0;
    for (const auto& entry : fs::directory_iterator(world.file.parent_path()))
        if (entry.path().filename().string().find(".damaged-") != std::string::npos) ++aside;
    CHECK(aside == 1);
    auto store = world.open();
    CHECK(must(store.attempts("go", "pool")).size() == 24);
}

TEST_CASE("Writers and readers in several processes lose nothing") {
    constexpr int kWriters = 4, kAttempts = 50;
    World world;
    { auto store = world.open(); }
    std::vector<pid_t> children;
    for (int writer = 0; writer < kWriters; ++writer)
        children.push_back(inChild([&, writer] {
            auto store = Store::open(world.file, migrations(), world.clock);
            bool ok = store.has_value();
            for (int i = 0; ok && i < kAttempts; ++i) {
                ok = store->addAttempt(anAttempt("pool", std::to_string(i))).has_value() &&
                     store->saveDraft("go", "p" + std::to_string(writer), aDraft(std::to_string(i)))
                         .has_value() &&
                     store->setTick("go", "a/one", std::to_string(i), true).has_value();
            }
            return ok;
        }));
    for (int reader = 0; reader < 2; ++reader)
        children.push_back(inChild([&] {
            auto store = Store::open(world.file, migrations(), world.clock);
            bool ok = store.has_value();
            for (int i = 0; ok && i < 100; ++i) {
                const auto attempts = store->attempts("go", "pool");
                const auto states = store->exerciseStates("go");
                const auto draft = store->draft("go", "p0");
                ok = attempts && states && draft;
                // A draft is seen whole or not at all.
                if (ok && *draft) ok = (*draft)->files.size() == 1;
                if (ok && !attempts->empty()) ok = store->attemptFiles(attempts->front().id).has_value();
            }
            return ok;
        }));
    for (const pid_t child : children)
        CHECK(succeeded(child));
    auto store = world.open();
    CHECK(must(store.attempts("go", "pool")).size() == kWriters * kAttempts);
    CHECK(must(store.exerciseStates("go")).at("pool").attempts == kWriters * kAttempts);
    CHECK(must(store.lessonState("go", "a/one")).ticks.size() == kAttempts);
    CHECK(must(store.integrityCheck()) == "ok");
}

TEST_CASE("A kill at any moment takes nothing that was acknowledged") {
    World world;
    const fs::path log = world.folder.path() / "acknowledged";
    std::int64_t before = 0;
    for (int round = 0; round < 25; ++round) {
        must(assay::base::writeFile(log, std::string(sizeof(Progress), '\0')));
        std::FILE* acknowledged = std::fopen(log.c_str(), "r+");
        REQUIRE(acknowledged != nullptr);
        const pid_t child = fork();
        REQUIRE(child >= 0);
        if (child == 0) writeForEver(world, fileno(acknowledged));
        std::this_thread::sleep_for(std::chrono::microseconds(3'000 + 3'700 * round));
        kill(child, SIGKILL);
        int status = 0;
        waitpid(child, &status, 0);
        REQUIRE(WIFSIGNALED(status));
        std::fclose(acknowledged);

        Progress progress{};
        const std::string bytes = assay::base::readFile(log).value();
        std::memcpy(&progress, bytes.data(), sizeof progress);
        auto store = world.open();
        INFO("round " << round << ", attempts " << progress.attempts << ", drafts " << progress.drafts);
        CHECK(world.report.setAside.empty());
        CHECK(must(store.integrityCheck()) == "ok");
        const auto attempts = must(store.attempts("go", "pool", 1'000'000));
        const auto made = static_cast<std::int64_t>(attempts.size()) - before;
        CHECK((made == progress.attempts || made == progress.attempts + 1));
        before += made;
        for (std::size_t i = 0; i < std::min<std::size_t>(attempts.size(), 5); ++i)
            CHECK(must(store.attemptFiles(attempts[i].id)).size() == 2);
        if (progress.drafts == 0) continue;
        const auto draft = must(store.draft("go", "pool"));
        REQUIRE(draft.has_value());
        const std::string& code = draft->files.at(0).content;
        const auto saved = std::stoll(code.substr(std::strlen("package p // ")));  // the x's end the number
        CHECK((saved == progress.drafts || saved == progress.drafts + 1));
    }
    CHECK(before > 0);
}

TEST_CASE("Who has less patience is told sooner, also after the file was opened again") {
    World world;
    auto store = world.open();
    store.setPatience(50);
    fs::remove(world.file);  // as another process that replaces it
    must(store.setSetting("a", "b"));
    const auto other = must(Database::open(world.file));
    must(other.exec("BEGIN IMMEDIATE"));
    const auto begin = std::chrono::steady_clock::now();
    const auto written = store.setSetting("a", "c");
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(3));
    REQUIRE_FALSE(written.has_value());
    CHECK(written.error().code == assay::base::ErrorCode::Busy);
}

TEST_CASE("A lock that is held for too long is told as busy") {
    World world;
    auto store = world.open();
    const auto other = must(Database::open(world.file));
    must(other.exec("BEGIN IMMEDIATE"));
    const auto begin = std::chrono::steady_clock::now();
    const auto written = store.setSetting("a", "b");
    const auto waited = std::chrono::steady_clock::now() - begin;
    REQUIRE_FALSE(written.has_value());
    CHECK(written.error().code == assay::base::ErrorCode::Busy);
    CHECK(waited > std::chrono::seconds(4));
    CHECK_FALSE(must(store.setting("a")).has_value());  // readers do not wait
    must(other.exec("COMMIT"));
    must(store.setSetting("a", "b"));
}
