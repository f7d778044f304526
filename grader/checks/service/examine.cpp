#include "checks/service/examine.h"

#include <re2/re2.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "base/text.h"
#include "checks/service/expect.h"
#include "checks/service/fields.h"
#include "checks/service/script.h"

namespace assay::checks::service {

namespace {

using course::Array;
using course::Fields;
using Names = std::vector<std::string>;

// The fields of `expect` that each way reads; `answer` stands for those about an answer's status, headers and body.
Names expectOf(const std::string& way, const Value& table) {
    Names names;
    const auto add = [&names](const Names& more) { names.insert(names.end(), more.begin(), more.end()); };
    const bool kills = table.string(way == "signal" ? "name" : "signal") == "KILL";
    if (way == "logs" || way == "calls") return {};
    if (way == "restart") return kills ? Names{} : Names{"exit", "exit_within_ms"};
    if (way == "raw" && table.boolean("close")) return {"within_ms"};
    add({"within_ms"});
    if (way != "signal" || table.find("in_flight") != nullptr) add(answerFields());
    if (way == "request") add({"eventually_ms", "same"});
    if (way == "load") add({"at_least"});
    if (way == "raw") add({"closed"});
    if (way == "signal" && !kills) add({"exit", "exit_within_ms"});
    if (way == "metrics") {
        std::erase_if(names, [](const std::string& name) { return name == "status" || name == "statuses"; });  // it has to be 200
        add({"eventually_ms"});
    }
    return names;
}

bool isToken(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isalnum(c) != 0 || std::string_view("!#$%&'*+-.^_`|~").find(static_cast<char>(c)) != std::string_view::npos; });
}
bool hasControl(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

class Examiner {
  public:
    Examiner(const course::Check& check, CourseFaults& faults) : m_check(check.fields), m_line(check.line), m_faults(faults) {}

    void check() {
        words();
        texts(m_check, "env", "the check");
        for (const Value& step : m_check.array("step"))
            if (step.as<Fields>() != nullptr) this->step(step);
    }

  private:
    void add(const Value& at, std::string message, const std::string& found, std::string expected, std::string nearest = {}) {
        m_faults.add(at.line != 0 ? at.line : m_line, std::move(message), base::safeText(found, {.keepNewlines = false, .maxBytes = 200}), std::move(expected)).nearest = std::move(nearest);
    }

    // {port} and its like, in arguments and environment.
    void words() {
        std::string all;
        for (const std::string& argument : m_check.strings("args")) all += argument + "\n";
        if (const Value* env = m_check.find("env"))
            for (const auto& [name, value] : textTable(*env, {})) all += value + "\n";
        const bool data = m_check.boolean("data"), upstream = !m_check.array("upstream").empty();
        const auto has = [&](const char* word) { return all.find(word) != std::string::npos; };
        const Value* args = m_check.find("args");
        const Value& at = args != nullptr ? *args : m_check;
        if (!has("{port}")) add(at, "neither 'args' nor 'env' has {port}: the program cannot know where to listen", wordIn(all), "{port} in one of them", wordIn(all).empty() ? "" : base::nearest(wordIn(all), {"{port}"}));
        if (has("{data}") && !data) add(at, "{data} stands there, and there is no data folder", "{data}", "data = true");
        if (data && !has("{data}")) add(*m_check.find("data"), "there is a data folder, and the program is not told where", wordIn(all), "{data} in 'args' or 'env'");
        if (has("{upstream}") && !upstream) add(at, "{upstream} stands there, and there is no upstream server", "{upstream}", "[[check.upstream]]");
        if (upstream && !has("{upstream}")) add(*m_check.find("upstream"), "there is an upstream server, and the program is not told where", wordIn(all), "{upstream} in 'args' or 'env'");
    }
    // The first {word} that means nothing, or none.
    static std::string wordIn(const std::string& text) {
        static const RE2 pattern("(\\{[a-z]+\\})");
        std::string word;
        re2::StringPiece rest(text);
        while (RE2::FindAndConsume(&rest, pattern, &word))
            if (word != "{port}" && word != "{data}" && word != "{upstream}") return word;
        return {};
    }

    void step(const Value& step) {
        const std::string name = step.string("name");
        m_in = "step " + (name.empty() ? std::string("without a name") : base::quote(name));
        Names ways;
        for (const char* way : stepWays())
            if (step.find(way) != nullptr) ways.emplace_back(way);
        if (ways.size() != 1) {
            add(step, m_in + (ways.empty() ? " does nothing" : " does more than one thing"), base::join(ways, " and "), "exactly one of " + base::join({stepWays().begin(), stepWays().end()}, ", "));
        } else if (const Value& table = *step.find(ways[0]); table.as<Fields>() != nullptr) {
            this->way(ways[0], table, step);
        }
        variables(step);
        patterns(step);
        saves(step, ways.size() == 1 && ways[0] == "request");
    }

    void way(const std::string& way, const Value& table, const Value& step) {
        const Value& expect = tableAt(step, "expect");
        reads(expect, expectOf(way, table), "a step with '" + way + "'" + (way == "raw" && table.boolean("close") ? " that closes" : ""));
        request(table);
        if (way == "calls" && m_check.array("upstream").empty()) add(table, m_in + " looks at calls, and there is no upstream server", "calls", "[[check.upstream]]");
        const bool needs = way == "request" || way == "load" || (way == "raw" && !table.boolean("close"));
        if (needs && empty(expect)) add(table, m_in + " expects nothing: any answer would pass", "no 'expect'", "expect = { status = 200 } or the like");
        if (expect.boolean("same") && table.integer("times", 1) < 2) add(*expect.find("same"), m_in + " compares one answer with itself", "same without times", "times = 2 or more");
        if (way == "load") statusCounts(expect);
        if (way == "signal") signal(table);
        if (way == "logs") logs(table);
        if (way == "raw") meanwhile(tableAt(table, "meanwhile"));
        for (const Value& sample : table.array("has")) texts(sample, "labels", m_in);
        for (const char* field : {"where", "header_matches", "header_lacks"}) texts(table, field, m_in);
        for (const char* field : {"headers", "header_matches", "json_matches"}) texts(expect, field, m_in);
    }

    static bool empty(const Value& expect) { return expect.as<Fields>() == nullptr || expect.as<Fields>()->empty(); }

    // Fields of `table` that are known, but that this does not read.
    void reads(const Value& table, const Names& names, const std::string& who) {
        const Fields* fields = table.as<Fields>();
        if (fields == nullptr) return;
        for (const auto& [name, value] : *fields) {
            if (std::find(names.begin(), names.end(), name) != names.end() || !isExpectField(name)) continue;
            add(value, who + " does not read '" + name + "' of 'expect' in " + m_in, name, names.empty() ? "no 'expect'" : "one of " + base::join(names, ", "), names.empty() ? "" : base::nearest(name, names));
        }
    }

    void request(const Value& table) {
        texts(table, "headers", m_in);
        if (table.find("json") != nullptr && table.find("body") != nullptr) add(*table.find("body"), m_in + " sends a body twice", "body and json", "one of both");
        if (const Value* method = table.find("method"); method != nullptr && method->as<std::string>() != nullptr && !isToken(*method->as<std::string>()))
            add(*method, "the method in " + m_in + " is no method", *method->as<std::string>(), "GET, POST or the like");
        if (const Value* path = table.find("path"); path != nullptr && path->as<std::string>() != nullptr) {
            const std::string& text = *path->as<std::string>();
            const bool begins = text.starts_with('/') || text.starts_with("${") || text == "*";
            if (!begins || hasControl(text) || text.find(' ') != std::string::npos) add(*path, "the path in " + m_in + " is no path", text, "/ and what follows, without blanks");
        }
        if (const Fields* headers = tableAt(table, "headers").as<Fields>())
            for (const auto& [name, value] : *headers)
                if (!isToken(name) || (value.as<std::string>() != nullptr && hasControl(*value.as<std::string>()))) add(value, "a header in " + m_in + " is no header", name, "a name and a text of one line");
    }

    // Tables whose values are sent or compared as text.
    void texts(const Value& table, const char* field, const std::string& where) {
        const Fields* fields = tableAt(table, field).as<Fields>();
        if (fields == nullptr) return;
        for (const auto& [name, value] : *fields)
            if (value.as<std::string>() == nullptr && value.as<std::int64_t>() == nullptr && value.as<bool>() == nullptr)
                add(value, base::quote(name) + " of '" + field + "' in " + where + " is no text", "a value of another type", "a string, an integer or a boolean");
    }

    void statusCounts(const Value& expect) {
        const Fields* counts = tableAt(expect, "at_least").as<Fields>();
        if (counts == nullptr) return;
        for (const auto& [status, count] : *counts) {
            const bool code = status.size() == 3 && status[0] >= '1' && status[0] <= '9' && std::all_of(status.begin(), status.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
            if (!code) add(count, base::quote(status) + " of 'at_least' in " + m_in + " is no status", status, "a status of three digits ({ 429 = 5 })");
            const std::int64_t* number = count.as<std::int64_t>();
            if (number == nullptr || *number < 1) add(count, "'at_least' in " + m_in + " says no number of answers for " + base::quote(status), number != nullptr ? std::to_string(*number) : "another type", "an integer from 1 on");
        }
    }

    void signal(const Value& table) {
        request(tableAt(table, "in_flight"));
        if (table.find("requests") != nullptr && table.find("in_flight") == nullptr) add(*table.find("requests"), m_in + " says how many requests are in flight, and none is", "requests", "in_flight beside it");
    }

    void logs(const Value& table) {
        if (table.string("format", "json") == "text")
            for (const char* field : {"each_has", "where", "distinct"})
                if (const Value* value = table.find(field)) add(*value, "'" + std::string(field) + "' in " + m_in + " is about fields, and lines of text have none", field, "format = \"json\", or 'matches'");
        if (table.find("distinct_at_least") != nullptr && table.find("distinct") == nullptr) add(*table.find("distinct_at_least"), m_in + " counts different values of no field", "distinct_at_least", "distinct beside it");
    }

    void meanwhile(const Value& table) {
        if (table.isNone()) return;
        request(table);
        Names names = answerFields();
        names.emplace_back("within_ms");
        reads(tableAt(table, "expect"), names, "a request 'meanwhile'");
        if (empty(tableAt(table, "expect"))) add(table, "the request 'meanwhile' in " + m_in + " expects nothing: any answer would pass", "no 'expect'", "expect = { status = 200 } or the like");
    }

    // ${name} in any text of the step: of what a step before has saved.
    void variables(const Value& step) {
        for (const auto& [field, value] : *step.as<Fields>())
            if (field != "name" && field != "reveal" && field != "save") variablesIn(value);
    }
    void variablesIn(const Value& value) {
        static const RE2 pattern("\\$\\{([A-Za-z_][A-Za-z0-9_]*)\\}");
        if (const auto* list = value.as<Array>())
            for (const Value& item : *list) variablesIn(item);
        if (const auto* table = value.as<Fields>())
            for (const auto& [key, item] : *table) variablesIn(item);
        const auto* text = value.as<std::string>();
        if (text == nullptr) return;
        re2::StringPiece rest(*text);
        std::string name;
        while (RE2::FindAndConsume(&rest, pattern, &name))
            if (!m_saved.contains(name)) add(value, "${" + name + "} in " + m_in + " is saved by no step before it", "${" + name + "}", m_saved.empty() ? "save = { " + name + " = \"json:…\" } in a request before" : "one of " + base::join({m_saved.begin(), m_saved.end()}, ", "), base::nearest(name, {m_saved.begin(), m_saved.end()}));
    }

    void patterns(const Value& step) {
        for (const auto& [at, pattern] : patternsOf(step))
            if (const RE2 expression(fillInPattern(pattern, m_samples), RE2::Quiet); !expression.ok()) add(*at, "a pattern in " + m_in + " is no regular expression: " + expression.error(), pattern, "a pattern of RE2");
    }

    void saves(const Value& step, bool isRequest) {
        const Value* save = step.find("save");
        const Fields* fields = save != nullptr ? save->as<Fields>() : nullptr;
        if (fields == nullptr) return;
        if (!isRequest) add(*save, "only a step with 'request' saves something of its answer; " + m_in + " has none", "save", "request");
        const Names sources{"json", "header", "cookie", "body"};
        for (const auto& [name, value] : *fields) {
            m_saved.insert(name), m_samples[name] = "x";
            const auto* what = value.as<std::string>();
            const std::size_t colon = what == nullptr ? std::string::npos : what->find(':');
            const std::string source = what == nullptr ? "" : what->substr(0, colon);
            if (colon == std::string::npos || colon + 1 == what->size() || std::find(sources.begin(), sources.end(), source) == sources.end()) {
                add(value, base::quote(name) + " of 'save' in " + m_in + " does not say where it comes from", what == nullptr ? "no text" : *what, "json:path, header:Name, cookie:name or body:pattern", base::nearest(source, sources));
            } else if (source == "body") {
                const RE2 expression(what->substr(colon + 1), RE2::Quiet);
                if (!expression.ok() || expression.NumberOfCapturingGroups() != 1) add(value, base::quote(name) + " of 'save' in " + m_in + " is no pattern with one group", *what, expression.ok() ? "one pair of parentheses" : expression.error());
            }
        }
    }

    const Value& m_check;
    int m_line;
    CourseFaults& m_faults;
    std::string m_in;  // how to speak of the step that is looked at
    std::set<std::string> m_saved;
    Variables m_samples;
};

}  // namespace

void examine(const course::Check& check, CourseFaults& faults) { Examiner(check, faults).check(); }

}  // namespace assay::checks::service
