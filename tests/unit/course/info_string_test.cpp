#include "course/info_string.h"

#include <catch2/catch_test_macros.hpp>

using namespace assay::course;
using Lines = std::vector<std::string>;

TEST_CASE("An info string is a language, words and quoted values") {
    const InfoString info = parseInfoString(R"(  go run	race expect="a\n\tb \"c\" \\" verdict="failed")");
    CHECK(info.problems == Lines{});
    CHECK(info.language == "go");
    CHECK(info.words == Lines{"run", "race"});
    CHECK(info.has("race"));
    CHECK_FALSE(info.has("go"));
    CHECK(info.value("expect") == "a\n\tb \"c\" \\");
    CHECK(info.value("verdict") == "failed");
    CHECK_FALSE(info.value("other"));
}

TEST_CASE("An empty info string is empty") {
    CHECK(parseInfoString("").language.empty());
    CHECK(parseInfoString("   ").problems.empty());
}

TEST_CASE("Each slip of an info string is told, and the rest is read") {
    CHECK(parseInfoString("go expect=3 run").problems ==
          Lines{"the value of 'expect' must stand in double quotes"});
    CHECK(parseInfoString("go expect=3 run").has("run"));
    CHECK(parseInfoString(R"(go expect="a)").problems == Lines{"a value has no closing quote"});
    CHECK(parseInfoString(R"(go expect="a\x" run)").problems ==
          Lines{"escape '\\x' is not known; known are \\n, \\t, \\\" and \\\\"});
    CHECK(parseInfoString(R"(go expect="\)").problems.size() == 2);
    CHECK(parseInfoString(R"(go a="1"b="2")").problems ==
          Lines{"after the value of 'a' there must be a space"});
    CHECK(parseInfoString(R"(go a="1" a="2")").problems == Lines{"'a' stands twice"});
    CHECK(parseInfoString(R"(go a="1" a="2")").value("a") == "1");
    CHECK(parseInfoString("go expect=").problems.size() == 1);
}
