#include <catch2/catch_test_macros.hpp>

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/hash.h"
#include "base/process.h"

using namespace assay::base;

TEST_CASE("writeFileAtomic writes into what is no file, and does not replace it") {
    auto folder = TempFolder::create("test");
    REQUIRE(folder);
    const fs::path pipe = folder->path() / "pipe";
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    const UniqueFd reader(::open(pipe.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC));
    REQUIRE(writeFileAtomic(pipe, "one"));
    CHECK(fs::is_fifo(pipe));
    char text[8] = {};
    CHECK(::read(reader.get(), text, sizeof text) == 3);
    CHECK(std::string(text) == "one");
}

TEST_CASE("writeFileAtomic replaces a file whole and leaves nothing beside it") {
    auto folder = TempFolder::create("test");
    REQUIRE(folder);
    const fs::path file = folder->path() / "x";
    REQUIRE(writeFileAtomic(file, "one"));
    REQUIRE(writeFileAtomic(file, "two"));
    CHECK(*readFile(file) == "two");
    std::size_t entries = 0;
    for ([[maybe_unused]] const auto& entry : fs::directory_iterator(folder->path())) ++entries;
    CHECK(entries == 2);  // the file and the folder's own lock
    const auto failed = writeFileAtomic(folder->path() / "missing" / "x", "y");
    REQUIRE_FALSE(failed);
    CHECK(failed.error().code == ErrorCode::Io);
}

TEST_CASE("readFile tells what is missing from what is too large or no file") {
    auto folder = TempFolder::create("test");
    REQUIRE(folder);
    CHECK(readFile(folder->path() / "none").error().code == ErrorCode::NotFound);
    CHECK(readFile(folder->path()).error().code == ErrorCode::Io);
    REQUIRE(writeFile(folder->path() / "big", std::string(100, 'x')));
    CHECK(readFile(folder->path() / "big", 99).error().code == ErrorCode::Io);
    CHECK(readFile(folder->path() / "big", 100)->size() == 100);
    REQUIRE(::mkfifo((folder->path() / "pipe").c_str(), 0600) == 0);
    CHECK(readFile(folder->path() / "pipe").error().code == ErrorCode::Io);  // and does not wait for a writer
}

TEST_CASE("A temporary folder goes with its owner, also one that was killed") {
    fs::path path;
    {
        auto folder = TempFolder::create("test");
        REQUIRE(folder);
        path = folder->path();
        sweepStaleTempFolders();
        CHECK(fs::exists(path));  // in use: a sweep leaves it alone
    }
    CHECK_FALSE(fs::exists(path));

    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
        auto folder = TempFolder::create("test");
        const std::string name = folder ? folder->path().string() : "";
        [[maybe_unused]] const auto n = ::write(ends[1], name.data(), name.size());
        ::raise(SIGKILL);
    }
    ::close(ends[1]);
    char name[256] = {};
    const auto size = ::read(ends[0], name, sizeof name - 1);
    ::close(ends[0]);
    ::waitpid(child, nullptr, 0);
    REQUIRE(size > 0);
    CHECK(fs::exists(name));
    sweepStaleTempFolders();
    CHECK_FALSE(fs::exists(name));
}

TEST_CASE("FileLock is exclusive and says when it is busy") {
    auto folder = TempFolder::create("test");
    REQUIRE(folder);
    auto first = FileLock::acquire(folder->path() / "lock", 0);
    REQUIRE(first);
    auto second = FileLock::acquire(folder->path() / "lock", 30);
    REQUIRE_FALSE(second);
    CHECK(second.error().code == ErrorCode::Busy);
}

TEST_CASE("runCommand gives output, status and time-outs") {
    auto ran = runCommand({"sh", "-c", "cat; echo err >&2; exit 3"}, {.input = "in"});
    REQUIRE(ran);
    CHECK(ran->out == "in");
    CHECK(ran->err == "err\n");
    CHECK(ran->exitCode == 3);
    CHECK(runCommand({"no-such-program-here"}, {}).error().code == ErrorCode::NotFound);
    CHECK(runCommand({"sleep", "30"}, {.timeoutMs = 100}).error().code == ErrorCode::Internal);
}

TEST_CASE("Hashes: known vectors") {
    CHECK(hashHex("") == "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");  // BLAKE2b-256 of nothing
    CHECK(sha256Hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(Hasher().add("ab").add("c").hex() != Hasher().add("a").add("bc").hex());
    // SipHash-2-4-128 of the reference implementation: key 00…0f, empty message.
    SealKey key{};
    for (unsigned i = 0; i < key.size(); ++i) key[i] = static_cast<unsigned char>(i);
    const SealTag wanted{0xa3, 0x81, 0x7f, 0x04, 0xba, 0x25, 0xa8, 0xe6, 0x6d, 0xf6, 0x72, 0x14, 0xc7, 0x55, 0x02, 0x93};
    CHECK(sealEqual(sealTag(key, ""), wanted));
}
