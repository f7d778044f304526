// Dockerfiles of different make: languages, ways to build and to run, and ways to write all of that. What each holds is known
// before it is written down, with the line of every instruction; the parser has to find that and nothing else.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "base/text.h"
#include "checks/artifact/dockerfile.h"

using namespace assay;
using namespace assay::checks::artifact;

namespace {

struct Line {
    std::string name, arguments;
    std::vector<std::string> flags;       // from=build, without the dashes
    std::vector<std::string> exec;        // in place of arguments
    std::vector<std::pair<std::string, std::string>> heredocs;  // name, content
};
struct Builder {
    const char* name;
    const char* image;
    std::vector<const char*> manifest;  // what is copied before the rest
    const char* fetch;
    const char* build;
};
const std::vector<Builder> kBuilders{
    {"go", "golang:1.26-bookworm", {"go.mod", "go.sum", "./"}, "go mod download", "CGO_ENABLED=0 go build -trimpath -ldflags=\"-s -w\" -o /out/app ./cmd/app"},
    {"node", "node:22-alpine", {"package.json", "package-lock.json", "./"}, "npm ci --omit=dev", "npm run build && mv dist /out"},
    {"python", "python:3.13-slim", {"requirements.txt", "."}, "pip install --no-cache-dir --prefix=/out -r requirements.txt", "python -m compileall -q ."},
    {"rust", "rust:1.84", {"Cargo.toml", "Cargo.lock", "./"}, "cargo fetch --locked", "cargo build --release && install -D target/release/app /out/app"},
    {"java", "eclipse-temurin:21-jdk@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1", {"pom.xml", "mvnw", "./"}, "./mvnw -B dependency:go-offline", "./mvnw -B package -DskipTests"},
    {"cxx", "registry.example.com:5000/team/gcc:14", {"CMakeLists.txt", "./"}, "apt-get update && apt-get install -y --no-install-recommends cmake && rm -rf /var/lib/apt/lists/*", "cmake -B build . && cmake --build build"},
    {"dotnet", "mcr.microsoft.com/dotnet/sdk:9.0", {"*.csproj", "./"}, "dotnet restore", "dotnet publish -c Release -o /out"},
    {"php", "composer:2", {"composer.json", "composer.lock", "./"}, "composer install --no-dev", "composer dump-autoload -o"},
    {"ruby", "ruby:3.4", {"Gemfile", "Gemfile.lock", "./"}, "bundle install -j4", "bundle exec rake assets:precompile"},
    {"static", "hugomods/hugo:0.140", {"config.toml", "./"}, "hugo mod get", "hugo --minify -d /out"},
};
const std::vector<const char*> kRuns{"scratch", "alpine:3.22", "gcr.io/distroless/static-debian12:nonroot", "debian:12-slim", "nginx:1.27-alpine"};

struct Style {
    const char* name;
    char escape = '\\';
    bool lower = false, comments = false, blanks = false, crlf = false, bom = false, tabs = false, split = false, syntax = false, indented = false;
};
const std::vector<Style> kStyles{
    {.name = "plain"},
    {.name = "split", .split = true},
    {.name = "commented", .comments = true, .blanks = true, .split = true, .syntax = true},
    {.name = "lower", .lower = true},
    {.name = "windows", .escape = '`', .crlf = true, .split = true},
    {.name = "bom", .blanks = true, .bom = true},
    {.name = "tabs", .comments = true, .tabs = true, .split = true, .indented = true},
    {.name = "everything", .escape = '`', .lower = true, .comments = true, .blanks = true, .crlf = true, .tabs = true, .split = true, .syntax = true, .indented = true},
};

struct Made {
    std::vector<std::pair<std::string, std::string>> stages;  // image as it comes out, name
    std::vector<std::vector<Line>> lines;                     // of each stage, behind its FROM
    std::vector<Line> whole;                                  // in order, with FROM and the first ARGs
};

std::string joined(const std::vector<const char*>& words) {
    std::string out;
    for (const char* word : words) out += (out.empty() ? "" : " ") + std::string(word);
    return out;
}

Made make(std::size_t language, std::size_t way, std::size_t variant) {
    const Builder& builder = kBuilders[language];
    Made made;
    const auto from = [&](const std::string& written, const std::string& image, const std::string& name, std::vector<std::string> flags = {}) {
        made.stages.emplace_back(image, name);
        made.lines.emplace_back();
        made.whole.push_back({"FROM", written + (name.empty() ? "" : " AS " + name), std::move(flags), {}, {}});
    };
    const auto add = [&](Line line) {
        made.lines.back().push_back(line);
        made.whole.push_back(std::move(line));
    };
    const std::string image = builder.image;
    if (variant % 2 == 1) {
        made.whole.push_back({"ARG", "BASE=" + image, {}, {}, {}});
        from(variant % 4 == 1 ? "${BASE}" : "$BASE", image, "build", {"platform=$BUILDPLATFORM"});
    } else {
        from(image, image, "build");
    }
    add({"WORKDIR", "/src", {}, {}, {}});
    if (variant % 3 == 0) add({"ENV", "HOME=/tmp LANG=\"C.UTF-8\"", {}, {}, {}});
    if (variant % 3 == 1) add({"ARG", "VERSION=dev", {}, {}, {}});
    add({"COPY", joined(builder.manifest), {}, {}, {}});
    add({"RUN", builder.fetch, variant % 2 == 0 ? std::vector<std::string>{"mount=type=cache,target=/root/.cache", "network=default"} : std::vector<std::string>{}, {}, {}});
    add({"COPY", ". .", {}, {}, {}});
    if (variant % 4 == 2) add({"RUN", "<<EOF", {}, {}, {{"EOF", "set -e\nFROM=not-an-instruction\n" + std::string(builder.build) + "\n# a comment of the script\n"}}});
    else add({"RUN", builder.build, {}, {}, {}});
    if (variant % 5 == 0) {
        from("build", "build", "test");
        add({"RUN", "echo 'the tests # are not a comment'", {}, {}, {}});
    }
    from(kRuns[way], kRuns[way], variant % 2 == 0 ? "" : "run");
    add({"COPY", "/out/ /app/", {"from=build", "chown=10001:10001"}, {}, {}});
    if (way == 3) add({"RUN", "apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*", {}, {}, {}});
    if (way == 4) add({"COPY", "<<\"CONF\" <<-TYPES /etc/nginx/", {}, {}, {{"CONF", "server { listen 8080; }\nUSER root\n"}, {"TYPES", "types { $x }\n"}}});
    if (variant % 3 == 2) add({"LABEL", "org.opencontainers.image.source=\"https://example.com/a\" org.opencontainers.image.version=\"1.2\"", {}, {}, {}});
    add({"EXPOSE", "8080/tcp", {}, {}, {}});
    add({"USER", "10001:10001", {}, {}, {}});
    if (variant % 4 == 3) add({"HEALTHCHECK", "", {"interval=10s", "timeout=2s"}, {"/app/app", "-health"}, {}});
    if (variant % 6 == 4) add({"VOLUME", "", {}, {"/data", "/with space"}, {}});
    add({"ENTRYPOINT", "", {}, {"/app/app", "-c", "a \"quoted\" \\ word"}, {}});
    if (variant % 2 == 0) add({"CMD", "", {}, {"--port", "8080"}, {}});
    else add({"STOPSIGNAL", "SIGTERM", {}, {}, {}});
    return made;
}

std::string listOf(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) {
        out += out.empty() ? "[\"" : ", \"";
        for (const char c : word) out += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
        out += '"';
    }
    return out + "]";
}

// The file, and the line on which each instruction begins.
std::string written(const Made& made, const Style& style, std::vector<int>& places) {
    std::string out = style.bom ? "\xef\xbb\xbf" : "";
    if (style.syntax) out += "# syntax=docker/dockerfile:1\n";
    if (style.escape == '`') out += "# escape=`\n";
    for (const Line& line : made.whole) {
        if (style.comments) out += "# what follows: RUN nothing \\\n";
        if (style.blanks) out += "\n";
        places.push_back(static_cast<int>(std::count(out.begin(), out.end(), '\n')) + 1);
        if (style.indented) out += "  ";
        std::string name = line.name;
        if (style.lower)
            for (char& c : name) c = static_cast<char>(c - 'A' + 'a');
        const std::string gap = style.tabs ? " \t" : " ";
        const std::string breaks = std::string(" ") + style.escape + (style.comments ? "  \n# inside\n\n   " : "\n   ");
        out += name;
        for (const std::string& flag : line.flags) out += gap + "--" + flag;
        if (line.name == "HEALTHCHECK") out += gap + "CMD";
        std::string arguments = line.exec.empty() ? line.arguments : listOf(line.exec);
        if (style.split && line.name == "RUN" && line.heredocs.empty())
            for (std::size_t at = 0; (at = arguments.find(" && ", at)) != std::string::npos; at += breaks.size() + 3) arguments.replace(at, 4, breaks + "&& ");
        out += gap + arguments + "\n";
        for (const auto& [end, content] : line.heredocs) {
            const std::string tabs = end == "TYPES" ? "\t\t" : "";
            for (const std::string& text : base::splitLines(content)) out += tabs + text + "\n";
            out += tabs + end + "\n";
        }
    }
    if (style.crlf)
        for (std::size_t at = 0; (at = out.find('\n', at)) != std::string::npos; at += 2) out.insert(at, "\r");
    return out;
}

// Without what a continuation leaves behind.
std::string squeezed(const std::string& text) {
    std::string out;
    for (const char c : text)
        if (!(c == ' ' && out.ends_with(' '))) out += c;
    return out;
}

void sameLine(const Line& line, const Instruction& found, const Style& style) {
    INFO(line.name << " " << line.arguments);
    CHECK(found.name == line.name);
    CHECK(found.exec == !line.exec.empty());
    if (found.exec) CHECK(found.words == line.exec);
    else CHECK(squeezed(found.arguments) == line.arguments);
    REQUIRE(found.flags.size() == line.flags.size());
    for (std::size_t i = 0; i < line.flags.size(); ++i) CHECK(found.flags[i].first + "=" + found.flags[i].second == line.flags[i]);
    REQUIRE(found.heredocs.size() == line.heredocs.size());
    for (std::size_t i = 0; i < line.heredocs.size(); ++i) {
        CHECK(found.heredocs[i].name == line.heredocs[i].first);
        CHECK(found.heredocs[i].content == line.heredocs[i].second);
        CHECK(found.heredocs[i].expands == (line.heredocs[i].first != "CONF"));
    }
    if (style.split && line.name == "RUN" && line.arguments.find(" && ") != std::string::npos) {
        const std::size_t offset = found.arguments.find("&& ");
        CHECK(found.placeOf(offset).line > found.place.line);
    }
}

}  // namespace

TEST_CASE("Dockerfiles of different make: stages, instructions, flags, lists and heredocs are seen, each in its line") {
    std::set<std::string> makes;
    std::size_t n = 0;
    for (std::size_t language = 0; language < kBuilders.size(); ++language)
        for (std::size_t way = 0; way < kRuns.size(); ++way)
            for (std::size_t round = 0; round < 6; ++round, ++n) {
                const std::size_t variant = n % 60;
                const Style& style = kStyles[(n + round) % kStyles.size()];
                const Made made = make(language, way, variant);
                std::vector<int> places;
                const std::string text = written(made, style, places);
                makes.insert(std::string(kBuilders[language].name) + kRuns[way] + std::to_string(variant));
                INFO(style.name << "\n" << text);
                const Dockerfile file = parseDockerfile(text);
                for (const Finding& problem : file.problems) UNSCOPED_INFO(problem.place.line << ": " << problem.message);
                REQUIRE(file.problems.empty());
                CHECK(file.escape == style.escape);
                REQUIRE(file.stages.size() == made.stages.size());
                std::size_t at = file.argumentLines.size();
                CHECK(at == variant % 2);
                for (std::size_t s = 0; s < made.stages.size(); ++s) {
                    const Stage& stage = file.stages[s];
                    CHECK(stage.image == made.stages[s].first);
                    CHECK(stage.name == made.stages[s].second);
                    CHECK(stage.base == (made.stages[s].first == "build" ? 0 : -1));
                    CHECK(stage.from.place.line == places[at++]);
                    REQUIRE(stage.instructions.size() == made.lines[s].size());
                    for (std::size_t i = 0; i < stage.instructions.size(); ++i) {
                        sameLine(made.lines[s][i], stage.instructions[i], style);
                        CHECK(stage.instructions[i].place.line == places[at++]);
                    }
                }
            }
    CHECK(makes.size() >= 200);
}
