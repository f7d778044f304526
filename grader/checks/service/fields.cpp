#include "checks/service/fields.h"

#include <algorithm>

namespace assay::checks::service {

namespace {

using course::FieldSpec;
using course::FieldType;
using List = std::vector<FieldSpec>;

FieldSpec field(std::string name, FieldType type, std::string fallback, std::string meaning) {
    return {.name = std::move(name), .type = type, .fallback = std::move(fallback), .meaning = std::move(meaning)};
}
FieldSpec required(std::string name, FieldType type, std::string meaning) { return {.name = std::move(name), .type = type, .required = true, .meaning = std::move(meaning)}; }
FieldSpec count(std::string name, std::string fallback, std::string meaning, double least, double most) {
    return {.name = std::move(name), .type = FieldType::Integer, .fallback = std::move(fallback), .meaning = std::move(meaning), .least = least, .most = most};
}
FieldSpec table(std::string name, std::string meaning, List fields) {
    return {.name = std::move(name), .type = FieldType::Table, .fallback = "none", .meaning = std::move(meaning), .fields = std::move(fields)};
}
List operator+(List a, const List& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

List requestFields() {
    return {field("method", FieldType::String, "GET", "The method."),
            field("path", FieldType::String, "/", "Path and query; ${name} is what a step before has saved."),
            field("headers", FieldType::Table, "none", "Headers of the request."),
            field("body", FieldType::String, "empty", "The body, as it is."),
            field("json", FieldType::Any, "none", "The body, as JSON; Content-Type is set."),
            field("cookies", FieldType::Boolean, "true", "Sends the cookies of answers before.")};
}

List expectFields() {
    return {count("status", "any", "The status.", 100, 999),
            field("statuses", FieldType::Integers, "any", "One of these."),
            field("body", FieldType::String, "anything", "The body, byte for byte."),
            field("body_matches", FieldType::String, "anything", "A regular expression (RE2) that the body matches somewhere."),
            field("body_lacks", FieldType::Strings, "none", "Texts that the body must not hold."),
            field("headers", FieldType::Table, "any", "Headers with exactly these values."),
            field("header_matches", FieldType::Table, "any", "Headers that match these regular expressions."),
            field("json", FieldType::Any, "anything", "Values by path (items.0.name); objects may have more fields."),
            field("json_matches", FieldType::Table, "anything", "Regular expressions by path."),
            field("json_has", FieldType::Strings, "none", "Paths that have to be there."),
            count("within_ms", "5000", "For each answer.", 1, 60000),
            count("eventually_ms", "0", "The request is made again until it is so, for so long.", 0, 30000),
            field("same", FieldType::Boolean, "false", "With times: every answer has the status and body of the first."),
            field("closed", FieldType::Boolean, "false", "Of raw: the server ends the connection in time, with an answer or without."),
            field("at_least", FieldType::Table, "none", "Of load: how many answers of a status there are at least ({ 429 = 5 })."),
            count("exit", "none", "The program ends with this status.", 0, 255),
            count("exit_within_ms", "5000", "In so much time after the signal.", 1, 60000)};
}

List stepFields() {
    const List wanted{required("name", FieldType::String, "The sample's name."),
                      {.name = "type", .type = FieldType::String, .fallback = "any", .meaning = "As # TYPE declares it.", .oneOf = {"counter", "gauge", "histogram", "summary"}},
                      field("labels", FieldType::Table, "any", "Labels that it carries."),
                      field("value", FieldType::Number, "any", "The sum of the samples that fit."),
                      field("at_least", FieldType::Number, "none", "The sum is at least this.")};
    const List signals{{.name = "name", .type = FieldType::String, .fallback = "TERM", .meaning = "The signal.", .oneOf = {"TERM", "INT", "HUP", "QUIT", "KILL", "USR1", "USR2"}},
                       table("in_flight", "A request that is on its way when the signal comes; `expect` is about its answer.", requestFields()),
                       count("requests", "1", "How many of them.", 1, 100),
                       count("after_ms", "100", "How long after they were sent.", 0, 10000),
                       field("refuses_new", FieldType::Boolean, "false", "After the signal new requests are refused (or get 503).")};
    return {
        required("name", FieldType::String, "What the step shows."),
        table("request", "One request.", requestFields() + List{count("times", "1", "How often, one after another.", 1, 100)}),
        table("load", "Many requests at a time.",
              requestFields() + List{count("requests", "100", "How many.", 1, 10000), count("concurrency", "10", "How many at a time.", 1, 100),
                                     {.name = "rate", .type = FieldType::Number, .fallback = "as fast as they go", .meaning = "Requests a second.", .least = 0, .most = 100000}}),
        table("signal", "A signal, and what becomes of requests in flight and of the program.", signals),
        table("logs", "What it has written to a stream so far, line by line.",
              {{.name = "stream", .type = FieldType::String, .fallback = "stderr", .meaning = "Which one.", .oneOf = {"stderr", "stdout"}},
               {.name = "format", .type = FieldType::String, .fallback = "json", .meaning = "Each line is a JSON object, or any text.", .oneOf = {"json", "text"}},
               field("each_has", FieldType::Strings, "none", "Fields that every line has."),
               field("none_has", FieldType::Strings, "none", "Texts that no line holds (a password)."),
               field("where", FieldType::Table, "any", "Lines with these fields are counted."),
               field("matches", FieldType::String, "any", "Lines that match are counted."),
               count("at_least", "1", "How many there are.", 0, 100000),
               field("distinct", FieldType::String, "none", "A field of the counted lines …"),
               count("distinct_at_least", "0", "… which takes so many different values.", 0, 100000)}),
        table("metrics", "A page in Prometheus' text format; it is read strictly.",
              requestFields() + List{{.name = "has", .type = FieldType::Tables, .fallback = "none", .meaning = "Samples that it has.", .fields = wanted},
                                     field("no_label_values", FieldType::Strings, "none", "Regular expressions that no label's value matches (ids in paths).")}),
        table("events", "A stream of server-sent events.", requestFields() + List{count("at_least", "1", "How many come.", 1, 1000)}),
        table("raw", "Bytes as they are: half requests and slow clients.",
              {required("send", FieldType::String, "The bytes."), count("piece", "all", "How many at a time.", 0, 65536), count("pause_ms", "0", "Between them.", 0, 10000),
               field("close", FieldType::Boolean, "false", "Closes the connection after them."), count("connections", "1", "How many do so at a time.", 1, 100),
               table("meanwhile", "A request beside them.", requestFields() + List{table("expect", "Of its answer.", expectFields())})}),
        table("calls", "What the upstream server was asked so far.",
              {field("path", FieldType::String, "/", "Calls whose path begins so are counted."), count("at_least", "1", "How many there are.", 0, 1000), count("at_most", "any", "How many at most.", 0, 1000),
               field("method", FieldType::String, "any", "Their method."), field("header_matches", FieldType::Table, "any", "Each of them has headers that match (variables are filled in)."),
               field("header_lacks", FieldType::Table, "none", "… and that do not hold these texts."), field("body_matches", FieldType::String, "any", "… and a body that matches.")}),
        table("restart", "Ends the program and starts it again; {data} stays.",
              {{.name = "signal", .type = FieldType::String, .fallback = "TERM", .meaning = "KILL gives it no time.", .oneOf = {"TERM", "INT", "KILL"}}}),
        table("expect", "What has to be so.", expectFields()),
        field("save", FieldType::Table, "none", "Variables from the answer: { token = \"json:token\" }; also header:, cookie:, body: with a pattern."),
        {.name = "weight", .type = FieldType::Number, .fallback = "1", .meaning = "Its share of the points.", .least = 0, .most = 1000},
        field("hidden", FieldType::Boolean, "false", "Its name, requests and answers are not shown."),
        field("reveal", FieldType::String, "A hidden step fails.", "What a learner is told when a hidden one fails."),
    };
}

}  // namespace

std::vector<FieldSpec> checkFields() {
    return {
        field("args", FieldType::Strings, "none", "Arguments; {port} is the port to listen on (on 127.0.0.1), {data} the data folder."),
        field("env", FieldType::Table, "none", "Further environment variables, with the same words."),
        field("data", FieldType::Boolean, "false", "There is a folder that stays over restarts."),
        table("ready", "The request whose answer says that it has started.",
              {field("path", FieldType::String, "/", "Its path."), count("status", "200", "Its status.", 100, 999), count("within_ms", "5000", "In so much time.", 1, 60000)}),
        count("timeout_ms", "60000", "For all steps together, where [limits] has no wall_ms.", 1000, 600000),
        {.name = "upstream", .type = FieldType::Tables, .fallback = "none", .meaning = "A server that the program may call, at 127.0.0.1:{upstream}: its answers.",
         .fields = {field("path", FieldType::String, "/", "Calls whose path begins so."), count("status", "200", "The status.", 100, 599), field("first", FieldType::Integers, "none", "Statuses of the first calls."),
                    field("body", FieldType::String, "empty", "The body."), field("type", FieldType::String, "application/json", "Its Content-Type."), count("delay_ms", "0", "How long it takes.", 0, 30000)}},
        {.name = "step", .type = FieldType::Tables, .required = true, .meaning = "What the client does, in order.", .fields = stepFields()},
    };
}

bool isExpectField(std::string_view name) {
    const List fields = expectFields();
    return std::any_of(fields.begin(), fields.end(), [&](const FieldSpec& field) { return field.name == name; });
}

const std::vector<const char*>& stepWays() {
    static const std::vector<const char*> ways{"request", "load", "signal", "logs", "metrics", "events", "raw", "calls", "restart"};
    return ways;
}

}  // namespace assay::checks::service
