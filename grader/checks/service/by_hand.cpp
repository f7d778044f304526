#include "checks/service/by_hand.h"

#include <algorithm>

#include "base/text.h"
#include "checks/service/played.h"
#include "checks/shell_words.h"

namespace assay::checks::service {

namespace {

constexpr const char* kAddress = "8080";

std::string filled(std::string text, const std::string& exercise) {
    text = replaced(std::move(text), "{port}", kAddress);
    return replaced(std::move(text), "{data}", "/tmp/" + exercise + "-data");
}

// The request of a step that can be typed as it stands: no variable of an earlier answer in it.
const Value* typed(const Value& step) {
    const Value* table = step.find("request");
    if (table == nullptr) return nullptr;
    const HttpRequest request = readRequest(*table, {});
    const bool plain = std::none_of(request.body.begin(), request.body.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    return plain && request.body.size() <= 300 && request.text().find("${") == std::string::npos ? table : nullptr;
}

const Value* chosen(const Value& check, const std::vector<TestResult>& tests) {
    const Value* first = nullptr;
    const course::Array& steps = check.array("step");
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const Value* table = steps[i].boolean("hidden") ? nullptr : typed(steps[i]);
        if (table == nullptr) continue;
        if (i < tests.size() && tests[i].verdict != Verdict::Passed && tests[i].verdict != Verdict::NotRun) return table;
        if (first == nullptr) first = table;
    }
    return first;
}

std::string curl(const Value* table, const Value& check) {
    HttpRequest request;
    if (table != nullptr) request = readRequest(*table, {});
    else request.path = tableAt(check, "ready").string("path", "/");
    std::string line = "curl -i --retry 9 --retry-connrefused";
    if (request.method != "GET") line += " -X " + shellWord(request.method);
    for (const auto& [name, value] : request.headers) line += " -H " + shellWord(name + ": " + value);
    if (!request.body.empty() && std::none_of(request.headers.begin(), request.headers.end(), [](const auto& h) { return sameName(h.first, "Content-Type"); })) line += " -H Content-Type:";  // curl adds one
    if (!request.body.empty()) line += " --data-binary " + shellWord(request.body);
    return line + " " + shellWord(std::string("http://127.0.0.1:") + kAddress + request.path);
}

}  // namespace

std::string byHand(const std::string& exercise, const Value& check, const std::vector<TestResult>& tests) {
    if (!check.array("upstream").empty()) return {};
    const std::string program = "/tmp/" + exercise;
    // Not `go run`: it does not pass a SIGTERM on to the program.
    std::string line = "go build -o " + shellWord(program) + " . && ";
    if (check.boolean("data")) line += "mkdir -p " + shellWord(program + "-data") + " && ";
    line += "{ ";
    for (const auto& [name, value] : textTable(tableAt(check, "env"), {})) line += name + "=" + shellWord(filled(value, exercise)) + " ";
    line += shellWord(program);
    for (const std::string& argument : check.strings("args")) line += " " + shellWord(filled(argument, exercise));
    return line + " & " + curl(chosen(check, tests), check) + "; kill -TERM $!; wait $!; echo exit $?; }";
}

}  // namespace assay::checks::service
