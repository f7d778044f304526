#include <catch2/catch_test_macros.hpp>

#include "checks/service/expect.h"
#include "checks/service/prometheus.h"
#include "course/toml.h"

using namespace assay;
using namespace assay::checks::service;

namespace {

HttpResponse read(std::string_view bytes, bool closed = false) {
    ResponseReader reader;
    for (const char c : bytes) reader.feed({&c, 1});  // in the smallest pieces
    if (closed) reader.end();
    UNSCOPED_INFO(reader.problem());
    REQUIRE(reader.done());
    REQUIRE(reader.problem().empty());
    return reader.response();
}
std::string problemOf(std::string_view bytes) {
    ResponseReader reader;
    reader.feed(bytes);
    reader.end();
    return reader.problem();
}
course::Value toml(std::string_view text) {
    std::vector<course::Fault> faults;
    auto value = course::parseToml(text, "x", faults);
    REQUIRE(value);
    return *value;
}
std::string mismatch(std::string_view expect, HttpResponse response, const Variables& variables = {}) {
    const auto wrong = compareAnswer(toml(expect), response, variables);
    return wrong ? wrong->message : "";
}

}  // namespace

TEST_CASE("HTTP: bodies by length, in chunks and to the end of the connection") {
    CHECK(read("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX: y\r\n\r\nab").body == "ab");
    const HttpResponse chunked = read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n1\r\nd\r\n0\r\nT: t\r\n\r\n");
    CHECK(chunked.body == "abcd");
    CHECK(read("HTTP/1.0 404 Not Found\r\n\r\nto the end", true).body == "to the end");
    CHECK(read("HTTP/1.1 204 No Content\r\n\r\n").status == 204);
    CHECK(read("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\ncontent-length: 0\r\n\r\n").status == 201);
    CHECK(read("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nx-a:  b \r\n\r\n").header("X-A") == "b");
}

TEST_CASE("HTTP: what is no answer has a reason") {
    CHECK(problemOf("").find("without an answer") != std::string::npos);
    CHECK(problemOf("SSH-2.0\r\n\r\n").find("HTTP/1.1") != std::string::npos);
    CHECK(problemOf("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab").find("within the body") != std::string::npos);
    CHECK(problemOf("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n").find("no number") != std::string::npos);
    CHECK(problemOf("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc").find("two different") != std::string::npos);
    CHECK(problemOf("HTTP/1.1 200 OK\r\nContent-Length: 2\r\ncontent-length: 2\r\n\r\nab").empty());
    CHECK(problemOf("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n").find("4 MiB") != std::string::npos);
    CHECK(problemOf("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n").find("chunk") != std::string::npos);
    CHECK(problemOf("HTTP/1.1 200 OK\r\n" + std::string(70'000, 'x')).find("64 KiB") != std::string::npos);
    std::string many = "HTTP/1.1 200 OK\r\n";
    for (int i = 0; i < 300; ++i) many += "a: b\r\n";
    CHECK(problemOf(many + "\r\n").find("200 headers") != std::string::npos);
}

TEST_CASE("Requests are written with what is missing") {
    HttpRequest request;
    request.method = "POST";
    request.path = "/a";
    CHECK(request.text() == "POST /a HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    request.headers = {{"host", "x"}, {"connection", "keep-alive"}};
    request.body = "ab";
    CHECK(request.text() == "POST /a HTTP/1.1\r\nhost: x\r\nconnection: keep-alive\r\nContent-Length: 2\r\n\r\nab");
}

TEST_CASE("Expectations: status, headers, body, JSON by path") {
    const HttpResponse answer{201, {{"Content-Type", "application/json"}}, R"({"id": 7, "items": [{"name": "a", "n": 1}], "total": 1.5, "ok": true, "no": null})"};
    CHECK(mismatch("status = 201\nheaders = { content-type = \"application/json\" }", answer).empty());
    CHECK(mismatch("status = 200", answer).find("answered 201") != std::string::npos);
    CHECK(mismatch("statuses = [200, 204]", answer).find("200 or 204") != std::string::npos);
    CHECK(mismatch("headers = { ETag = \"x\" }", answer).find("no header ETag") != std::string::npos);
    CHECK(mismatch("json = { id = 7, \"items.0.name\" = \"a\", total = 1.5, ok = true, items = [{ n = 1 }] }", answer).empty());
    CHECK(mismatch("json = { \"items.1.name\" = \"a\" }", answer).find("no items.1.name") != std::string::npos);
    CHECK(mismatch("json = { id = 8 }", answer).find("id in the JSON") != std::string::npos);
    CHECK(mismatch("json = { id = \"${id}\" }", {200, {}, "{\"id\": \"x\"}"}, {{"id", "x"}}).empty());
    CHECK(mismatch("json_matches = { id = \"^[0-9]$\" }\njson_has = [\"no\"]", answer).empty());
    CHECK(mismatch("json_has = [\"nothing\"]", answer).find("no nothing") != std::string::npos);
    CHECK(mismatch("body_lacks = [\"items\"]", answer).find("must not") != std::string::npos);
    CHECK(mismatch("json_has = [\"a\"]", {200, {}, std::string(100'000, '[')}).find("no JSON") != std::string::npos);
}

TEST_CASE("Variables in patterns stand for themselves") {
    const HttpResponse answer{200, {{"X-Trace", "a.b-1"}}, R"({"n": "a+b"})"};
    CHECK(mismatch("header_matches = { X-Trace = \"^${t}-[0-9]$\" }", answer, {{"t", "a.b"}}).empty());
    CHECK(mismatch("header_matches = { X-Trace = \"^${t}-[0-9]$\" }", answer, {{"t", "axb"}}).find("X-Trace") != std::string::npos);
    CHECK(mismatch("json_matches = { n = \"^${t}$\" }\nbody_matches = \"${t}\"", answer, {{"t", "a+b"}}).empty());
}

TEST_CASE("Variables come out of answers and go into texts") {
    const HttpResponse answer{200, {{"Location", "/orders/7"}, {"Set-Cookie", "session=abc; HttpOnly"}}, R"({"token": "t", "n": [1, 2]})"};
    CHECK(take("json:token", answer) == "t");
    CHECK(take("json:n.1", answer) == "2");
    CHECK(take("header:location", answer) == "/orders/7");
    CHECK(take("cookie:session", answer) == "abc");
    CHECK(take("body:\"token\": \"(.)\"", answer) == "t");
    CHECK_FALSE(take("json:none", answer));
    CHECK(fillIn("/a/${x}?b=${y}${", {{"x", "1"}}) == "/a/1?b=${y}${");
    CHECK(readRequest(toml("method = \"PUT\"\njson = { a = [1, \"${x}\"] }"), {{"x", "q"}}).body == "{\"a\":[1,\"q\"]}");
}

TEST_CASE("Prometheus: what a scraper would refuse has a line") {
    const Metrics good = parseMetrics(
        "# HELP http_requests_total Requests.\n# TYPE http_requests_total counter\nhttp_requests_total{route=\"/a\",code=\"200\"} 3\nhttp_requests_total{route=\"/b\",code=\"200\",} 4 1700000000\n"
        "# TYPE d histogram\nd_bucket{le=\"0.1\"} 1\nd_bucket{le=\"+Inf\"} 2\nd_sum 1.5e-3\nd_count 2\n# a comment\nup 1\n");
    REQUIRE(good.problem.empty());
    std::size_t found = 0;
    CHECK(good.sum("http_requests_total", {{"code", "200"}}, found) == 7);
    CHECK(found == 2);
    const auto problem = [](std::string_view text) { return parseMetrics(text).problem; };
    CHECK(problem("a 1\n# TYPE a counter\n").find("line 2: TYPE of a comes after") == 0);
    CHECK(problem("d_bucket{le=\"+Inf\"} 2\nd_sum 1\nd_count 2\n# TYPE d histogram\n").find("line 4: TYPE of d comes after") == 0);
    CHECK(problem("d_count 2\n# TYPE d summary\n").find("comes after") != std::string::npos);
    CHECK(problem("# TYPE d_count gauge\nd_count 2\n# TYPE d summary\nd{quantile=\"0.5\"} 1\n").empty());
    CHECK(problem("a{b=c} 1\n").find("line 1") == 0);
    CHECK(problem("a x\n").find("no number") != std::string::npos);
    CHECK(problem("a 1\na 2\n").find("twice") != std::string::npos);
    CHECK(problem("# TYPE a_total counter\na_total -1\n").find("less than 0") != std::string::npos);
    CHECK(problem("# TYPE a counter\na 1\n").find("_total") != std::string::npos);
    CHECK(problem("# TYPE d histogram\nd_bucket{le=\"1\"} 3\nd_bucket{le=\"+Inf\"} 2\nd_sum 1\nd_count 2\n").find("fall") != std::string::npos);
    CHECK(problem("# TYPE d histogram\nd_bucket{le=\"1\"} 3\nd_sum 1\nd_count 3\n").find("+Inf") != std::string::npos);
    CHECK(problem("# TYPE d histogram\nd_bucket{le=\"+Inf\"} 3\nd_sum 1\nd_count 2\n").find("_count") != std::string::npos);
    CHECK(problem("# TYPE d thing\n").find("none of counter") != std::string::npos);
}
