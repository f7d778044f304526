#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "course/formats.h"
#include "course/toml.h"
#include "course_support.h"

using namespace assay::course;
using Catch::Matchers::ContainsSubstring;
using Lines = std::vector<std::string>;

TEST_CASE("TOML becomes values that know their lines") {
    std::vector<Fault> faults;
    const auto value = parseToml(
        "a = 1\nb = 2.5\nc = [\n \"x\",\n \"y\"]\n[t]\nyes = true\n[[r]]\nn = \"1\"\n[[r]]\nday = "
        "2020-01-01\n",
        "f.toml", faults, 10);
    REQUIRE(value);
    CHECK(faults.empty());
    CHECK(value->integer("a") == 1);
    CHECK(value->number("a") == 1.0);
    CHECK(value->number("b") == 2.5);
    CHECK(value->integer("b", 7) == 7);
    CHECK(value->strings("c") == Lines{"x", "y"});
    CHECK(value->array("c").at(1).line == 15);
    CHECK(value->find("t")->boolean("yes"));
    CHECK(value->find("t")->line == 16);
    CHECK(value->array("r").at(1).line == 20);
    CHECK(value->array("r").at(1).find("day")->isNone());
    CHECK(value->string("none", "fallback") == "fallback");
    CHECK(value->array("none").empty());
    CHECK(value->find("a")->find("b") == nullptr);
}

TEST_CASE("A TOML error names its line, in the file that holds the text") {
    std::vector<Fault> faults;
    CHECK_FALSE(parseToml("a = 1\nb = \"\n", "f.md", faults, 5));
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].file == "f.md");
    CHECK(faults[0].line == 7);
    CHECK_THAT(faults[0].message, ContainsSubstring("not valid TOML"));
}

TEST_CASE("A header without a key is an error like any other") {
    for (const char* text : {"[?]\n", "[[?check]]\nx = 1\n", "[=]\n", "[.a]\n", "[a.?]\n", "a = {? = 1}\n",
                             "[", "[[", "[ ", "= 1\n", ". = 1\n"}) {
        std::vector<Fault> faults;
        INFO(text);
        CHECK_FALSE(parseToml(text, "f", faults));
        CHECK(faults.size() == 1);
    }
}

TEST_CASE("Dots in strings, comments and numbers are no parts of keys") {
    std::vector<Fault> faults;
    const std::string dots(100, '.');
    const std::string text =
        "a = \"" + dots + "\\\"" + dots + "\" # " + dots + "\nb = '" + dots + "'\nc = \"\"\"\n" + dots +
        "\n\\\n" + dots + "\"\"\"\nd = '''\n" + dots +
        "'''\ne = [1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5]\n";
    REQUIRE(parseToml(text, "f", faults));
    CHECK_FALSE(parseToml("x = 1\n[a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q]\n", "f", faults));
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].line == 2);
}

TEST_CASE("Characters beyond ASCII stand in quotes and comments, and nowhere else") {
    std::vector<Fault> faults;
    const auto value = parseToml("\xef\xbb\xbf# \xcf\x8f\n\"gr\xc3\xbc\xc3\x9f\" = '\xe3\x81\x82' # \xe3\x81\x82\nb = \"\"\"\n\xcf\x8f\"\n\"\"\" # \xcf\x8f\nc = 1\n", "f", faults);
    REQUIRE(value);
    CHECK(faults.empty());
    CHECK(value->integer("c") == 1);
    for (const char* text : {"a = 1\n\xcf\x8f = 2\n", "a = 1\nb = \xe3\x81\x82\n", "a = 1\n\xc2\xa0""b = 2\n"}) {
        faults.clear();
        INFO(text);
        CHECK_FALSE(parseToml(text, "f", faults));
        REQUIRE(faults.size() == 1);
        CHECK(faults[0].line == 2);
        CHECK_THAT(faults[0].message, ContainsSubstring("is not ASCII stands outside of quotes"));
    }
}

TEST_CASE("A fault says each thing once") {
    Fault fault;
    fault.file = "exercise.toml";
    fault.line = 3;
    fault.message = "kind 'x' is not known";
    fault.found = "x";
    CHECK(describe(fault) == "exercise.toml:3: kind 'x' is not known");
    fault.expected = "build";
    fault.nearest = "build";
    CHECK(describe(fault) ==
          "exercise.toml:3: kind 'x' is not known (expected build; did you mean 'build'?)");
    fault.file.clear();
    fault.line = 0;
    fault.message = "a\x1b[31m";
    CHECK_THAT(describe(fault), !ContainsSubstring("\x1b"));
}

TEST_CASE("Nested tables and lists are checked to the bottom") {
    FieldSpec inner;
    inner.name = "port";
    inner.type = FieldType::Integer;
    inner.required = true;
    FieldSpec table;
    table.name = "ready";
    table.type = FieldType::Table;
    table.fields = {inner};
    FieldSpec open = table;
    open.name = "headers";
    open.fields.clear();
    FieldSpec choice;
    choice.name = "rules";
    choice.type = FieldType::Strings;
    choice.oneOf = {"non-root", "exec-form"};
    std::vector<Fault> faults;
    const auto value =
        parseToml("ready = { prot = 1 }\nheaders = { X = \"1\" }\nrules = [\"non-rot\", 3]\n", "f", faults);
    REQUIRE(value);
    validate(*value, {table, open, choice}, "f", "check 'c'", faults);
    CHECK(testing::described(faults) ==
          Lines{"f:1: field 'prot' is not known in 'ready' of check 'c' (expected one of port; did you mean "
                "'port'?)",
                "f:1: field 'port' is missing in 'ready' of check 'c' (expected an integer)",
                "f:3: an entry of 'rules' in check 'c' is 'non-rot' (expected one of non-root, exec-form; "
                "did you mean "
                "'non-root'?)",
                "f:3: an entry of 'rules' in check 'c' is an integer; it must be a string"});
}

TEST_CASE("An id can be a folder and a part of an import path") {
    for (const char* id : {"clamp", "a", "two-fer", "x_1", "v1.2", "A9"})
        CHECK(isValidId(id));
    for (const char* id :
         {"", "-a", ".a", "a.", "a..b", "a/b", "a b", "\xC3\xA4", "a\n", "internal", "testdata", "vendor"}) {
        CHECK_FALSE(isValidId(id));
    }
    CHECK(isValidId(std::string(64, 'a')));
    CHECK_FALSE(isValidId(std::string(65, 'a')));
}
