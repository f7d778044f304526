// What a course imports of other modules decides which compiled ones it gets: without a compiler.
#include "toolchain/go/modules.h"

#include <catch2/catch_test_macros.hpp>
#include <utility>

using namespace assay;
using toolchain::foreignImports;
using toolchain::modulesKey;
namespace fs = base::fs;

namespace {

void put(const fs::path& file, std::string_view text) {
    REQUIRE(base::ensureFolder(file.parent_path()));
    REQUIRE(base::writeFile(file, text));
}

constexpr const char* kRequires = "module course\n\ngo 1.26\n\nrequire example.com/a v1.0.0\n\nreplace example.com/a => ./a\n";

}  // namespace

TEST_CASE("Imports of other modules are found as files write them") {
    using Set = std::set<std::string>;
    CHECK(foreignImports("package p\n\nimport (\n\t\"fmt\"\n\tuuid \"github.com/google/uuid\"\n\t_ \"modernc.org/sqlite\" // driver\n)\n") == Set{"github.com/google/uuid", "modernc.org/sqlite"});
    CHECK(foreignImports("package p\nimport `example.com/a`\n") == Set{"example.com/a"});
    CHECK(foreignImports("package p\nimport \"course/p/ex\"\nvar s = \"a b.c\"\nvar c = '\"'\n").empty());
    CHECK(foreignImports("\"").empty());
}

TEST_CASE("Only an exercise whose files import a required module has to do with modules") {
    CHECK(toolchain::requiredModules("module course\nrequire a.b/c v1 // x\nrequire (\n\td.e/f v2\n\t// g.h v1\n\ti.j v3 // indirect\n)\nreplace k.l => ./k\n") == std::set<std::string>{"a.b/c", "d.e/f", "i.j"});
    auto temp = base::TempFolder::create("modules-test");
    REQUIRE(temp);
    const fs::path& folder = temp->path();
    put(folder / "go.mod", kRequires);
    put(folder / "p/with/solution/main.go", "package main\n\nimport \"example.com/a/b\"\n");
    put(folder / "p/without/solution/main.go", "package main\n\nimport \"fmt\"\n\nvar name = \"example.com/about\"\n");
    put(folder / "p/without/wrong/w/main.go", "package main\n\nimport \"example.com/a\"\n");
    CHECK(toolchain::usesModules(folder, folder / "p/with"));
    CHECK_FALSE(toolchain::usesModules(folder, folder / "p/without"));
    put(folder / "go.mod", "module course\n");
    CHECK_FALSE(toolchain::usesModules(folder, folder / "p/with"));
}

TEST_CASE("The key of a course's modules changes with what decides how they are compiled, and with nothing else") {
    auto temp = base::TempFolder::create("modules-test");
    REQUIRE(temp);
    const fs::path& folder = temp->path();
    CHECK(modulesKey(folder).empty());
    put(folder / "go.mod", "module course\n\ngo 1.26\n");
    put(folder / "p/ex/solution/main.go", "package main\n\nimport \"example.com/a\"\n");
    CHECK(modulesKey(folder).empty());
    put(folder / "go.mod", kRequires);
    put(folder / "a/go.mod", "module example.com/a\n");
    put(folder / "a/a.go", "package a\n");
    std::string key = modulesKey(folder);
    REQUIRE_FALSE(key.empty());
    const auto changes = [&](const char* file, std::string_view text) {
        put(folder / file, text);
        const std::string before = std::exchange(key, modulesKey(folder));
        return key != before;
    };
    CHECK_FALSE(changes("p/ex/solution/main.go", "package main\n\nimport \"example.com/a\"\n\nfunc main() { a.A() }\n"));
    CHECK_FALSE(changes("p/ex/task.md", "See \"example.com/x\".\n"));
    CHECK_FALSE(changes("p/ex/wrong/w/main.go", "package main\n\nimport \"example.com/none\"\n"));
    CHECK(changes("p/ex/tests/main_test.go", "package main\n\nimport \"example.com/a/b\"\n"));
    CHECK(changes("a/a.go", "package a\n\nfunc A() {}\n"));
    CHECK(changes("go.sum", "x\n"));
    CHECK(changes("go.mod", std::string(kRequires) + "\n"));
}
