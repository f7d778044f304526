// What a hostile server may send: an answer, a page of metrics, a JSON body, a log line.

#include <cstdint>
#include <string_view>

#include "checks/service/expect.h"
#include "checks/service/prometheus.h"
#include "checks/service/upstream.h"

using namespace assay::checks::service;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    ResponseReader whole, pieces;
    whole.feed(bytes);
    for (const char c : bytes) pieces.feed({&c, 1});
    whole.end(), pieces.end();
    // How it was cut on its way changes no answer.
    if (whole.problem().empty() != pieces.problem().empty()) __builtin_trap();
    if (whole.problem().empty() && whole.response().body != pieces.response().body) __builtin_trap();
    take("json:a.0.b", whole.response());
    take("cookie:a", whole.response());
    parseMetrics(bytes);
    isJsonObject(bytes);
    Call call;
    readCall(bytes, call);
    return 0;
}
