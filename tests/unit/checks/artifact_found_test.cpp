// Files that once passed a rule without keeping it, and right ones that once did not pass.
#include <catch2/catch_test_macros.hpp>

#include <string>

#include "checks/artifact/kubernetes.h"
#include "checks/artifact/rules.h"

using namespace assay::checks::artifact;

namespace {

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}
Findings findings(Type type, const std::string& text, const char* rule) {
    const Inspection inspection = inspect(type, text, {{rule, {10}}});
    for (const Finding& problem : inspection.problems) UNSCOPED_INFO(problem.place.line << ": " << problem.message);
    REQUIRE(inspection.problems.empty());
    for (const Finding& finding : inspection.findings.front()) UNSCOPED_INFO(finding.place.line << ": " << finding.message);
    return inspection.findings.front();
}
std::size_t manifest(const std::string& text, const char* rule) { return findings(Type::Kubernetes, text, rule).size(); }
std::size_t image(const std::string& text, const char* rule) { return findings(Type::Dockerfile, text, rule).size(); }

const std::string kService =
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: svc}\nspec:\n  selector:\n    matchLabels: {app: svc}\n  template:\n    metadata: {labels: {app: svc}}\n    spec:\n"
    "      securityContext: {runAsNonRoot: true}\n      containers:\n        - name: svc\n          image: example.com/svc:1.2.3\n          args: [-addr, \":8080\"]\n          ports: [{name: http, containerPort: 8080}]\n"
    "          env:\n            - {name: MODE, value: fast}\n          resources:\n            requests: {cpu: 100m, memory: 64Mi}\n            limits: {memory: 128Mi}\n"
    "          livenessProbe: {httpGet: {path: /healthz, port: http}}\n          readinessProbe: {httpGet: {path: /readyz, port: 8080}}\n"
    "---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: svc}\nspec:\n  minAvailable: 2\n  selector: {matchLabels: {app: svc}}\n"
    "---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: svc}\nspec:\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: svc}\n  minReplicas: 3\n  maxReplicas: 6\n"
    "  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}]\n";

const std::string kBuild =
    "FROM golang:1.26 AS build\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN CGO_ENABLED=0 go build -trimpath -o /out/service .\nFROM alpine:3.22\nCOPY --from=build /out/service /service\n"
    "USER 10001\nENTRYPOINT [\"/service\"]\n";

}  // namespace

TEST_CASE("Kubernetes: rules do not contradict each other where an autoscaler has the number") {
    for (const char* rule : {"autoscaler", "disruption-budget", "replicas"}) CHECK(manifest(kService, rule) == 0);
    CHECK(manifest(replaced(kService, "minReplicas: 3", "minReplicas: 2"), "disruption-budget") == 1);
    CHECK(manifest(replaced(kService, "minReplicas: 3", "minReplicas: 1"), "replicas") == 1);
    CHECK(manifest(replaced(kService, "kind: Deployment, name: svc}", "kind: Deployment, name: other}"), "disruption-budget") == 1);
}

TEST_CASE("Kubernetes: selectors by expression, and by namespace") {
    const auto by = [](const std::string& expression) { return replaced(kService, "    matchLabels: {app: svc}", "    matchExpressions: [" + expression + "]"); };
    CHECK(manifest(by("{key: app, operator: In, values: [svc, other]}"), "selector-matches") == 0);
    CHECK(manifest(by("{key: app, operator: Exists}"), "selector-matches") == 0);
    CHECK(manifest(by("{key: app, operator: In, values: [other]}"), "selector-matches") == 1);
    CHECK(manifest(by("{key: app, operator: NotIn, values: [svc]}"), "selector-matches") == 1);
    CHECK(manifest(by("{key: app, operator: DoesNotExist}"), "selector-matches") == 1);
    CHECK(manifest(replaced(kService, "  selector: {matchLabels: {app: svc}}", "  selector: {matchExpressions: [{key: app, operator: In, values: [svc]}]}"), "disruption-budget") == 0);
    CHECK(manifest(replaced(kService, "PodDisruptionBudget\nmetadata: {name: svc}", "PodDisruptionBudget\nmetadata: {name: svc, namespace: other}"), "disruption-budget") == 1);
}

TEST_CASE("Kubernetes: secrets stand in arguments and addresses too") {
    for (const char* args : {"[\"--password=hunter2\"]", "[--db-password, hunter2]", "[\"postgres://svc:hunter2@db/x\"]", "[\"api_token=abc\"]"}) {
        INFO(args);
        CHECK(manifest(replaced(kService, "[-addr, \":8080\"]", args), "no-plain-secrets") == 1);
    }
    for (const char* args : {"[\"--password=$(DB_PASSWORD)\"]", "[--password-file, /run/secrets/db]", "[\"postgres://svc@db/x\"]", "[\"postgres://svc:$(DB_PASSWORD)@db/x\"]", "[token, service]", "[--token, --verbose]"}) {
        INFO(args);
        CHECK(manifest(replaced(kService, "[-addr, \":8080\"]", args), "no-plain-secrets") == 0);
    }
    CHECK(manifest(replaced(kService, "{name: MODE, value: fast}", "{name: DATABASE_URL, value: \"postgres://svc:hunter2@db/x\"}"), "no-plain-secrets") == 1);
}

TEST_CASE("Kubernetes: requests are amounts, and within the limit") {
    CHECK(manifest(kService, "requests") == 0);
    CHECK(manifest(replaced(kService, "cpu: 100m, memory: 64Mi", "cpu: 0, memory: 0"), "requests") == 2);
    CHECK(manifest(replaced(kService, "memory: 64Mi", "memory: 256Mi"), "requests") == 1);
    CHECK(manifest(replaced(kService, "memory: 64Mi", "memory: 128M"), "requests") == 0);
    CHECK(manifest(replaced(kService, "memory: 64Mi", "memory: lots"), "requests") == 1);
    CHECK(manifest(replaced(kService, "{memory: 128Mi}", "{memory: 0}"), "memory-limit") == 1);
    CHECK(readQuantity("100m") == 100);
    CHECK(readQuantity("0.5") == 500);
    CHECK(readQuantity("1Ki") == 1024e3);
    CHECK(readQuantity("1e3") == 1e6);
    CHECK_FALSE(readQuantity("1mi").has_value());
    CHECK_FALSE(readQuantity("").has_value());
}

TEST_CASE("Kubernetes: probes that ask the same in other words are the same") {
    CHECK(manifest(kService, "probes-differ") == 0);
    CHECK(manifest(replaced(kService, "/readyz", "/healthz"), "probes-differ") == 1);  // http is 8080
    CHECK(manifest(replaced(kService, "{path: /readyz, port: 8080}", "{port: 8080, scheme: HTTP, path: /healthz}"), "probes-differ") == 1);
    CHECK(manifest(replaced(kService, "{path: /readyz, port: 8080}", "{port: 9090, path: /healthz}"), "probes-differ") == 0);
}

TEST_CASE("Kubernetes: true is what kubectl takes for true") {
    // sigs.k8s.io/yaml reads YAML 1.1: kubectl sends true for yes, on and y, and the text "yes" for "yes".
    for (const char* yes : {"true", "True", "yes", "Yes", "on", "y"}) CHECK(manifest(replaced(kService, "runAsNonRoot: true", std::string("runAsNonRoot: ") + yes), "non-root") == 0);
    for (const char* no : {"false", "no", "off", "\"true\"", "'yes'", "yEs", "!!str true", "1"}) {
        INFO(no);
        CHECK(manifest(replaced(kService, "runAsNonRoot: true", std::string("runAsNonRoot: ") + no), "non-root") == 1);
    }
}

TEST_CASE("YAML: quotes that are never closed are no sound file") {
    for (const char* text : {"a: \"b", "a: 'b", "a: 1\nb: \"c\n", "a: &x \"b", "a: 'it''s", "a: \"b\\\""}) {
        INFO(text);
        REQUIRE(parseYaml(text).problems.size() == 1);
    }
    for (const char* text : {"a: \"b\"", "a: 'it''s'", "a: &x \"b\"\nc: *x", "\xef\xbb\xbf" "a: \"b\"\nc: |\n  \"d\n", "\"a\": 'b'", "a: b\"c", "a: >-\n  'x\n"}) {
        INFO(text);
        CHECK(parseYaml(text).problems.empty());
    }
    CHECK(parseYaml("\xef\xbb\xbf" "a: |\n  text\n").documents.front().at("a").block);
}

TEST_CASE("Dockerfile: the user is what the variable means") {
    const auto user = [](const std::string& lines, const char* rule = "non-root") { return image(replaced(kBuild, "USER 10001", lines), rule); };
    CHECK(user("ARG U=root\nUSER ${U}") == 1);
    CHECK(user("ENV U=0\nUSER $U") == 1);
    CHECK(user("ENV U 0\nUSER $U") == 1);
    CHECK(user("ARG U\nUSER ${U}") == 1);
    CHECK(user("ARG U\nUSER ${U:-10001}") == 0);
    CHECK(user("ARG U=10001\nUSER ${U}:${U}") == 0);
    CHECK(user("ARG U=10001\nUSER ${U}", "numeric-user") == 0);
    CHECK(user("ARG U=10001\nENV U=root\nUSER ${U}") == 1);  // ENV outweighs ARG
    CHECK(image("ARG U=0\nFROM alpine:3.22\nARG U\nUSER $U\n", "non-root") == 1);
}

TEST_CASE("Dockerfile: a shell in a list is a shell") {
    const auto entry = [](const char* list) { return image(replaced(kBuild, "ENTRYPOINT [\"/service\"]", std::string("ENTRYPOINT ") + list), "exec-form"); };
    CHECK(entry("[\"sh\", \"-c\", \"/service\"]") == 1);
    CHECK(entry("[\"/bin/bash\", \"-ec\", \"/service -addr :8080\"]") == 1);
    CHECK(entry("[\"sh\", \"-c\", \"exec /service\"]") == 0);
    CHECK(entry("[\"/service\", \"-c\", \"x\"]") == 0);
    CHECK(entry("[\"/entrypoint.sh\"]") == 0);
}

TEST_CASE("Dockerfile: a script from the network is one in every spelling") {
    const auto run = [](const std::string& line) { return image("FROM debian:12\nRUN " + line + "\n", "no-piped-script"); };
    for (const char* line : {"bash -c \"$(curl -fsSL https://example.com)\"", "sh -c \"`wget -qO- https://example.com`\"", "bash <(curl -s https://example.com)", "eval \"$(curl https://example.com)\"",
                             "curl https://example.com | tee x | sh", "curl https://example.com | sudo -E bash -"}) {
        INFO(line);
        CHECK(run(line) == 1);
    }
    CHECK(run("curl -fsSLO https://example.com/x.tgz && echo \"$(cat sum)  x.tgz\" | sha256sum -c") == 0);
    CHECK(run("VERSION=$(curl -s https://example.com) && echo $VERSION") == 0);
}

TEST_CASE("Dockerfile: modules may come before the sources in each of the usual ways") {
    const std::string copy = "COPY go.mod go.sum ./\nRUN go mod download\n";
    const auto with = [&](const std::string& lines) { return image(replaced(kBuild, copy, lines), "modules-before-sources"); };
    CHECK(with("COPY go.* ./\nRUN go mod download\n") == 0);
    CHECK(with("COPY go.mod go.sum /src/\nRUN [\"go\", \"mod\", \"download\"]\n") == 0);
    CHECK(with("RUN --mount=type=bind,source=go.sum,target=go.sum --mount=type=bind,source=go.mod,target=go.mod go mod download -x\n") == 0);
    CHECK(with("RUN --mount=type=cache,target=/go/pkg/mod --mount=type=bind,src=go.mod,dst=go.mod go mod download\n") == 0);
    CHECK(with("COPY vendor ./vendor\n") == 0);
    CHECK(with("ENV GOFLAGS=-mod=vendor\n") == 0);
    CHECK(image(replaced(replaced(kBuild, copy, ""), "go build", "go build -mod=vendor"), "modules-before-sources") == 0);
    CHECK(image(replaced(kBuild, "COPY . .\n", "FROM build AS compile\nCOPY . .\n"), "modules-before-sources") == 0);  // the stage before has fetched them
    CHECK(with("") == 1);
    CHECK(with("COPY go.mod go.sum ./\n") == 1);
    CHECK(with("RUN go mod download\n") == 1);
    CHECK(image(replaced(replaced(kBuild, copy, ""), "COPY . .\nRUN ", "RUN --mount=type=bind,target=. "), "modules-before-sources") == 1);
    CHECK(image(replaced(replaced(kBuild, copy, ""), "COPY . .\nRUN ", "RUN --mount=type=cache,target=/go/pkg/mod --mount=type=bind,target=. "), "modules-before-sources") == 0);
}

TEST_CASE("Dockerfile: the text of a heredoc is run only by a shell") {
    CHECK(image("FROM golang:1.26\nRUN cat <<EOF\nCGO_ENABLED=0 go build -trimpath .\nEOF\n", "trimmed-build") == 1);
    CHECK(image("FROM golang:1.26\nRUN bash <<EOF\nCGO_ENABLED=0 go build -trimpath .\nEOF\n", "trimmed-build") == 0);
    CHECK(image("FROM golang:1.26\nRUN env CGO_ENABLED=0 go build .\n", "static-binary") == 0);
    CHECK(image("FROM golang:1.26\nRUN go env -w CGO_ENABLED=0\nRUN go build .\n", "static-binary") == 0);
}

TEST_CASE("Messages name what they mean") {
    const Findings upgrade = findings(Type::Dockerfile, "FROM debian:12\nRUN apt-get -y upgrade\n", "no-upgrade");
    REQUIRE(upgrade.size() == 1);
    CHECK(upgrade.front().message == "`apt-get upgrade` gives another image each day");
    const Findings root = findings(Type::Kubernetes, replaced(kService, "runAsNonRoot: true", "runAsNonRoot: false"), "non-root");
    REQUIRE(root.size() == 1);
    CHECK(root.front().message == "container 'svc' may run as root: it lacks `runAsNonRoot: true`");
}
