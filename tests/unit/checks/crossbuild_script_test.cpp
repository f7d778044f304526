#include <catch2/catch_test_macros.hpp>

#include "checks/crossbuild/script.h"

using namespace assay::checks::crossbuild;

namespace {
bool refused(std::string_view text, int line, int column, std::string_view part) {
    const Script script = readScript(text);
    if (script.problems.empty()) return false;
    const Problem& first = script.problems.front();
    UNSCOPED_INFO(first.line << ":" << first.column << " " << first.message);
    return first.line == line && first.column == column && first.message.find(part) != std::string::npos;
}
}  // namespace

TEST_CASE("A script of go build lines is read") {
    const Script script = readScript(
        "#!/bin/sh\nset -eu\nVERSION=1.2.3 # the next one\n\nCGO_ENABLED=0 GOOS=linux GOARCH=arm64 go build -trimpath \\\n"
        "  -ldflags=\"-s -w -X 'main.version=$VERSION'\" -o dist/a-${VERSION} ./cmd/a\nGOFLAGS='-trimpath -tags=x' go build -o=b .\n");
    for (const Problem& problem : script.problems) UNSCOPED_INFO(problem.line << " " << problem.message);
    REQUIRE(script.problems.empty());
    REQUIRE(script.lines.size() == 2);
    const BuildLine& first = script.lines[0];
    CHECK(first.line == 5);
    CHECK(first.environment.at("GOARCH") == "arm64");
    CHECK(first.trimpath);
    CHECK(first.output == "dist/a-1.2.3");
    CHECK(first.arguments == std::vector<std::string>{"-trimpath", "-ldflags=-s -w -X 'main.version=1.2.3'", "-o=dist/a-1.2.3", "./cmd/a"});
    bool found = false;
    CHECK(stampedValue(first.linkerFlags, "main.version", found) == "1.2.3");
    CHECK(found);
    CHECK(script.lines[1].trimpath);
    CHECK(script.lines[1].output == "b");
    CHECK_FALSE(script.lines[1].environment.contains("GOFLAGS"));
}

TEST_CASE("What a shell would do beyond that is refused with its place") {
    CHECK(refused("for a in x; do go build .; done\n", 1, 11, "';'"));
    CHECK(refused("for a\n", 1, 1, "a line for each target"));
    CHECK(refused("mkdir dist\n", 1, 1, "by itself"));
    CHECK(refused("export GOOS=linux\n", 1, 1, "before go build"));
    CHECK(refused("go build . && rm x\n", 1, 12, "line of its own"));
    CHECK(refused("go build -ldflags \"-X main.v=$(git describe)\" .\n", 1, 30, "no other command"));
    CHECK(refused("go build -o `x` .\n", 1, 13, "no other command"));
    CHECK(refused("go build -o $OUT .\n", 1, 13, "has no value"));
    CHECK(refused("go build -o ${OUT:-x} .\n", 1, 13, "${NAME}"));
    CHECK(refused("go build -o 'x .\n", 1, 13, "never closed"));
    CHECK(refused("go test .\n", 1, 1, "go build"));
    CHECK(refused("\n\n  curl x\n", 3, 3, "'curl' is refused"));
    CHECK(refused("# nothing\n", 1, 1, "no go build line"));
    CHECK(refused("# first\ngo build -o b .\r\n", 2, 16, "Windows line end"));
}

TEST_CASE("Flags, variables and paths that could reach further are refused") {
    CHECK(refused("go build -toolexec /bin/sh .\n", 1, 10, "-toolexec"));
    CHECK(refused("go build -overlay=x.json .\n", 1, 10, "-overlay"));
    CHECK(refused("go build -C / .\n", 1, 10, "-C"));
    CHECK(refused("GOFLAGS=-toolexec=x go build .\n", 1, 1, "-toolexec"));
    CHECK(refused("go build -ldflags='-linkmode external' .\n", 1, 10, "-linkmode"));
    CHECK(refused("go build -ldflags='-extldflags=-fuse-ld=x' .\n", 1, 10, "-extldflags"));
    CHECK(refused("go build -gcflags=-S .\n", 1, 10, "-S"));
    CHECK(refused("go build -o ../x .\n", 1, 10, "below this folder"));
    CHECK(refused("go build -o /x .\n", 1, 10, "below this folder"));
    CHECK(refused("go build example.com/x\n", 1, 10, "packages are"));
    CHECK(refused("go build ./../x\n", 1, 10, "below"));
    CHECK(refused("GOROOT=/x go build .\n", 1, 1, "GOROOT"));
    CHECK(refused("GOOSE=x go build .\n", 1, 1, "did you mean GOOS?"));
    CHECK(refused("go build -o\n", 1, 10, "needs a value"));
}

TEST_CASE("Odd bytes end") {
    for (const char* text : {"\\", "a\\\rb", "$", "${", "go build \\\r", "go build '", "\"$", "=", "A=\\"}) {
        INFO(text);
        CHECK_FALSE(readScript(text).problems.empty());
    }
    CHECK(refused(std::string(70'000, 'x'), 1, 1, "64 KiB"));
    CHECK(refused("go build \xff", 1, 1, "UTF-8"));
}

TEST_CASE("Linker flags are split as the go command does") {
    CHECK(splitFlags("-s  -X 'main.a=b c' \"-X=x.y=z\"") == std::vector<std::string>{"-s", "-X", "main.a=b c", "-X=x.y=z"});
    bool found = false;
    CHECK(stampedValue("-X=main.v=1 -X main.v=2", "main.v", found) == "2");
    stampedValue("-X main.Version=1", "main.version", found);
    CHECK_FALSE(found);
}
