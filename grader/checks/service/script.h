// Role: one step of a service check, played against a running server. What a step does is told by which of request, load,
// signal, logs, metrics, events, raw, restart it has.
#pragma once

#include "checks/service/played.h"
#include "checks/service/prometheus.h"
#include "checks/service/server.h"
#include "checks/service/upstream.h"

namespace assay::checks::service {

class Script {
  public:
    // `ready`: waits until the server answers; said by the kind, since a restart needs it too.
    Script(Server& server, std::function<std::string()> ready, const Upstream* upstream) : m_server(server), m_ready(std::move(ready)), m_upstream(upstream) {}
    Played play(const Value& step);

  private:
    Played request(const Value& step);
    Played load(const Value& step);
    Played signal(const Value& step);
    Played logs(const Value& step);
    Played metrics(const Value& step);
    Played events(const Value& step);
    Played raw(const Value& step);
    Played calls(const Value& step);
    Played restart(const Value& step);
    Exchange send(const Value& table, const Value& step, HttpRequest& request, const Sending& how = {});
    std::optional<Mismatch> answered(const Value& step, const HttpRequest& request, const Exchange& exchange) const;
    std::optional<Played> save(const Value& step, const HttpResponse& response);
    Played judgeEnd(const Value& expect);
    void rememberCookies(const HttpResponse& response);
    std::string fallen(const Metrics& metrics);
    std::optional<Mismatch> compareSample(const Value& wanted, const Metrics& metrics) const;

    Server& m_server;
    std::function<std::string()> m_ready;
    const Upstream* m_upstream;  // null: none
    Variables m_variables;
    std::map<std::string, std::string> m_cookies;
    std::map<std::string, double> m_counters;  // the most that each sample of this process was seen to count
};

int signalNumber(std::string_view name);  // "TERM" → 15; 0: none of those that a step may send

}  // namespace assay::checks::service
