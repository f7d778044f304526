// What the compiler cache keeps and removes, without a compiler.
#include "toolchain/go/cache.h"

#include <catch2/catch_test_macros.hpp>
#include <chrono>

#include "base/fs.h"

using namespace assay;
namespace fs = base::fs;

namespace {

void makeOld(const fs::path& file, int days) {
    fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::hours(24 * days));
}

fs::path makeKey(const fs::path& folder, const std::string& name, int daysUnused) {
    const fs::path key = folder / "go" / name;
    REQUIRE(base::ensureFolder(key));
    REQUIRE(base::writeFileAtomic(key / "manifest.sizes", "go1.26.8 linux/amd64\n"));
    makeOld(key / "manifest.sizes", daysUnused);
    return key;
}

}  // namespace

TEST_CASE("Caches that were not used for a month are removed, others stay") {
    auto temp = base::TempFolder::create("cache-test");
    REQUIRE(temp);
    const fs::path old = makeKey(temp->path(), "go1.25.1-old", 31), recent = makeKey(temp->path(), "go1.26.8-recent", 29);
    const fs::path other = makeKey(temp->path(), "cross-go1.26.8-linux-arm64", 90);
    const fs::path halfMade = temp->path() / "go" / "go1.26.8-half";
    REQUIRE(base::ensureFolder(halfMade));
    makeOld(halfMade, 40);
    toolchain::GoCache(temp->path(), temp->path() / "sources", base::Log::discard()).removeUnused();
    CHECK_FALSE(fs::exists(old));
    CHECK_FALSE(fs::exists(halfMade));
    CHECK(fs::exists(recent / "manifest.sizes"));
    CHECK(fs::exists(other));
}

TEST_CASE("What a killed preparation left is swept, and cleaning leaves nothing") {
    auto temp = base::TempFolder::create("cache-test");
    REQUIRE(temp);
    const fs::path whole = makeKey(temp->path(), "go1.26.8-whole", 0);
    const fs::path goes = makeKey(temp->path(), ".temp-go1.26.8-x", 0), goesToo = makeKey(temp->path(), ".new-go1.26.8-x", 0);
    const fs::path helper = temp->path() / "go" / ".helper-go1.26.8-x";
    REQUIRE(base::writeFileAtomic(helper, "x"));
    const toolchain::GoCache cache(temp->path(), temp->path() / "sources", base::Log::discard());
    cache.removeLeftOvers();
    CHECK_FALSE((fs::exists(goes) || fs::exists(goesToo) || fs::exists(helper)));
    CHECK(fs::exists(whole / "manifest.sizes"));
    REQUIRE(cache.clean());
    for (const auto& entry : fs::directory_iterator(temp->path())) CHECK_FALSE(entry.path().filename().string().starts_with("go"));
}
