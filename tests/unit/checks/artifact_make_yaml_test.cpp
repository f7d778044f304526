// Manifests and workflows of different make: what each holds is known before it is written down, in one of many ways to
// write YAML, and the parser has to find that and nothing else. Different are both what they hold and how they are written.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "checks/artifact/ci.h"
#include "checks/artifact/kubernetes.h"

using namespace assay::checks::artifact;

namespace {

struct Tree {
    enum class Kind { Text, List, Map } kind = Kind::Text;
    std::string text;
    std::vector<Tree> items;
    std::vector<std::pair<std::string, Tree>> entries;
    Tree(const char* t) : text(t) {}         // NOLINT: so that the files below can be read
    Tree(std::string t) : text(std::move(t)) {}  // NOLINT
    Tree() = default;
};
using Entries = std::vector<std::pair<std::string, Tree>>;
Tree map(Entries entries) {
    Tree tree;
    tree.kind = Tree::Kind::Map;
    tree.entries = std::move(entries);
    return tree;
}
Tree list(std::vector<Tree> items) {
    Tree tree;
    tree.kind = Tree::Kind::List;
    tree.items = std::move(items);
    return tree;
}

// One way to write YAML.
struct Style {
    const char* name;
    std::size_t step = 2;
    bool deepLists = true;   // the dash stands deeper than the key
    bool flowLeaves = false;  // maps and lists of texts alone stand in { } and [ ]
    bool json = false;
    char quote = '\0';
    bool folded = false;  // > in place of | where a text has lines
    bool comments = false, crlf = false, bom = false, tabs = false, marks = false, directive = false, anchors = false, keysQuoted = false, blank = false;
};
const std::vector<Style> kStyles{
    {.name = "plain"},
    {.name = "kubectl", .deepLists = false},
    {.name = "four", .step = 4, .quote = '"'},
    {.name = "flow", .flowLeaves = true},
    {.name = "json", .json = true},
    {.name = "commented", .comments = true, .blank = true},
    {.name = "windows", .crlf = true},
    {.name = "bom", .quote = '\'', .bom = true},
    {.name = "tabs", .comments = true, .tabs = true},
    {.name = "marks", .deepLists = false, .marks = true},
    {.name = "directive", .marks = true, .directive = true},
    {.name = "anchors", .anchors = true},
    {.name = "anchors flow crlf", .flowLeaves = true, .crlf = true, .anchors = true},
    {.name = "quoted keys", .quote = '"', .keysQuoted = true},
    {.name = "folded", .step = 3, .deepLists = false, .folded = true, .comments = true},
    {.name = "windows bom tabs", .flowLeaves = true, .comments = true, .crlf = true, .bom = true, .tabs = true},
};

class Writer {
  public:
    explicit Writer(const Style& style) : m_style(style) {}

    std::string write(const std::vector<Tree>& documents) {
        std::string out = m_style.directive ? "%YAML 1.2\n" : "";
        for (std::size_t i = 0; i < documents.size(); ++i) {
            if (i > 0 || m_style.marks) out += "---\n";
            if (m_style.comments) out += "# document " + std::to_string(i) + ": { \"not\": a map }\n";
            m_anchored.clear();
            out += m_style.json ? flow(documents[i], true) + "\n" : block(documents[i], 0);
            if (m_style.marks && i + 1 == documents.size()) out += "...\n";
        }
        if (m_style.crlf)
            for (std::size_t at = 0; (at = out.find('\n', at)) != std::string::npos; at += 2) out.insert(at, "\r");
        return (m_style.bom ? "\xef\xbb\xbf" : "") + out;
    }

  private:
    static bool isPlain(const std::string& text) {
        if (text.empty() || text.find_first_of(":#{}[],&*!|>'\"%@`\n") != std::string::npos || text.front() == '-' || text.front() == '?' || text.front() == ' ' || text.back() == ' ') return false;
        return text != "null" && text != "~";
    }
    static std::string quoted(const std::string& text, char quote) {
        std::string out(1, quote);
        for (const char c : text) {
            if (quote == '\'') out += c == '\'' ? std::string("''") : std::string(1, c);
            else if (c == '\n') out += "\\n";
            else out += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
        }
        return out + quote;
    }
    std::string scalar(const std::string& text, bool json = false) const {
        if (json || text.find('\n') != std::string::npos) return quoted(text, '"');
        if (m_style.quote != '\0') return quoted(text, m_style.quote);
        return isPlain(text) ? text : quoted(text, '\'');
    }
    std::string key(const std::string& text) const { return m_style.keysQuoted ? quoted(text, '"') : text; }
    std::string flow(const Tree& tree, bool json = false) const {
        if (tree.kind == Tree::Kind::Text) return scalar(tree.text, json);
        std::string out;
        for (const Tree& item : tree.items) out += (out.empty() ? "" : ", ") + flow(item, json);
        for (const auto& [name, value] : tree.entries) out += (out.empty() ? "" : json ? ",\n  " : ", ") + (json ? quoted(name, '"') : key(name)) + ": " + flow(value, json);
        return tree.kind == Tree::Kind::List ? "[" + out + "]" : "{" + out + "}";
    }
    static bool isLeaf(const Tree& tree) {
        const auto text = [](const Tree& t) { return t.kind == Tree::Kind::Text && t.text.find('\n') == std::string::npos; };
        return std::all_of(tree.items.begin(), tree.items.end(), text) && std::all_of(tree.entries.begin(), tree.entries.end(), [&](const auto& e) { return text(e.second); });
    }
    std::string ending() {
        std::string out = m_style.tabs ? "\t " : "";
        if (m_style.comments && ++m_written % 3 == 0) out += std::string(out.empty() ? " " : "") + "# a comment: with 'signs' - in it";
        out += "\n";
        if (m_style.blank && m_written % 4 == 0) out += "\n   # one that stands alone\n\n";
        return out;
    }
    // A value behind "key:" or "-", to the end of its lines.
    std::string value(const Tree& tree, std::size_t indent, bool inList) {
        const std::string gap = m_style.tabs ? "\t" : " ";
        if (tree.kind == Tree::Kind::Text && tree.text.ends_with('\n') && m_style.quote == '\0') {
            std::string out = std::string(" ") + (m_style.folded && tree.text.find('\n') + 1 == tree.text.size() ? ">" : "|") + "\n";
            for (std::size_t at = 0; at < tree.text.size(); at = tree.text.find('\n', at) + 1) out += std::string(indent + m_style.step, ' ') + tree.text.substr(at, tree.text.find('\n', at) - at) + "\n";
            return out;
        }
        if (tree.kind == Tree::Kind::Text) return gap + scalar(tree.text) + ending();
        const std::string whole = flow(tree);
        if (m_style.anchors && tree.kind == Tree::Kind::Map && !tree.entries.empty()) {
            const auto known = std::find(m_anchored.begin(), m_anchored.end(), whole);
            const std::string name = "a" + std::to_string(known - m_anchored.begin());
            if (known != m_anchored.end()) return " *" + name + ending();
            if (isLeaf(tree) && !inList) {
                m_anchored.push_back(whole);
                return " &" + name + (m_style.flowLeaves ? " " + whole + ending() : "\n" + block(tree, indent + m_style.step));
            }
        }
        if ((tree.items.empty() && tree.entries.empty()) || (m_style.flowLeaves && isLeaf(tree))) return gap + whole + ending();
        if (inList) return block(tree, indent + 2).replace(0, indent + 1, "");
        const bool shallow = tree.kind == Tree::Kind::List && !m_style.deepLists;
        return ending() + block(tree, shallow ? indent : indent + m_style.step);
    }
    std::string block(const Tree& tree, std::size_t indent) {
        std::string out;
        const std::string space(indent, ' ');
        for (const Tree& item : tree.items) out += space + "-" + value(item, indent, true);
        for (const auto& [name, one] : tree.entries) out += space + key(name) + ":" + value(one, indent, false);
        return out;
    }

    const Style& m_style;
    std::vector<std::string> m_anchored;
    std::size_t m_written = 0;
};

void same(const Tree& tree, const Node& node, const std::string& where) {
    INFO(where);
    switch (tree.kind) {
        case Tree::Kind::Text:
            if (tree.text == "null") REQUIRE((node.isNull() || node.text == "null"));
            else REQUIRE(node.text == tree.text);
            return;
        case Tree::Kind::List:
            REQUIRE(node.items.size() == tree.items.size());
            for (std::size_t i = 0; i < tree.items.size(); ++i) same(tree.items[i], node.items[i], where + "/" + std::to_string(i));
            return;
        case Tree::Kind::Map:
            REQUIRE(node.entries.size() == tree.entries.size());
            for (std::size_t i = 0; i < tree.entries.size(); ++i) {
                REQUIRE(node.entries[i].key == tree.entries[i].first);
                same(tree.entries[i].second, node.entries[i].value, where + "." + tree.entries[i].first);
            }
    }
}

// --- Manifests ---

const std::vector<const char*> kKinds{"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob", "Pod", "Service", "Ingress", "ConfigMap", "Secret", "PodDisruptionBudget",
                                      "HorizontalPodAutoscaler", "NetworkPolicy", "ServiceAccount", "Role", "RoleBinding", "PersistentVolumeClaim", "Namespace", "CustomResourceDefinition", "Certificate"};

Tree podSpec(std::size_t n) {
    Entries container{{"name", "main"}, {"image", "registry.example.com:5000/team/app:1." + std::to_string(n)}};
    if (n % 2 == 0) container.emplace_back("args", list({"-addr", ":8080", "--log=json", "it's # no comment"}));
    if (n % 3 == 0) container.emplace_back("command", list({"sh", "-c", "set -e\nexec /app \"$@\"\n"}));
    if (n % 3 != 1) container.emplace_back("env", list({map({{"name", "MODE"}, {"value", "true"}}), map({{"name", "PASS"}, {"valueFrom", map({{"secretKeyRef", map({{"name", "db"}, {"key", "p"}})}})}})}));
    container.emplace_back("resources", map({{"requests", map({{"cpu", "100m"}, {"memory", "64Mi"}})}, {"limits", map({{"cpu", "100m"}, {"memory", "64Mi"}})}}));
    if (n % 4 == 1) container.emplace_back("livenessProbe", map({{"httpGet", map({{"path", "/healthz?x=1&y=[2]"}, {"port", "http"}})}, {"periodSeconds", "5"}}));
    Entries pod{{"securityContext", map({{"runAsNonRoot", "true"}, {"runAsUser", "10001"}})}};
    if (n % 5 == 0) pod.emplace_back("initContainers", list({map({{"name", "wait"}, {"image", "busybox:1.37"}})}));
    pod.emplace_back("containers", list({map(std::move(container))}));
    if (n % 4 == 0) pod.emplace_back("volumes", list({map({{"name", "tmp"}, {"emptyDir", map({})}})}));
    return map(std::move(pod));
}
Tree object(const std::string& kind, std::size_t n) {
    const Tree labels = map({{"app.kubernetes.io/name", "app"}, {"tier", "back-" + std::to_string(n % 3)}});
    const Tree selector = map({{"matchLabels", labels}});
    const Tree pod = map({{"metadata", map({{"labels", labels}})}, {"spec", podSpec(n)}});
    Entries top{{"apiVersion", "v1"}, {"kind", kind}, {"metadata", map({{"name", "o" + std::to_string(n)}, {"namespace", "shop"}, {"labels", labels}, {"annotations", map({{"note", "a: b, {c} \"d\" \\ e"}})}})}};
    if (kind == "Pod") top.emplace_back("spec", podSpec(n));
    else if (kind == "CronJob") top.emplace_back("spec", map({{"schedule", "*/5 * * * *"}, {"jobTemplate", map({{"spec", map({{"template", pod}})}})}}));
    else if (kind == "Job" || kind == "DaemonSet" || kind == "ReplicaSet" || kind == "Deployment" || kind == "StatefulSet") top.emplace_back("spec", map({{"replicas", std::to_string(n % 7)}, {"selector", selector}, {"template", pod}}));
    else if (kind == "Service") top.emplace_back("spec", map({{"selector", labels}, {"ports", list({map({{"port", "80"}, {"targetPort", "http"}})})}}));
    else if (kind == "ConfigMap" || kind == "Secret") top.emplace_back("data", map({{"app.ini", "[main]\nkey = 'value' # kept\n\n  indented: yes\n"}, {"empty", ""}, {"one", "1.0"}}));
    else if (kind == "NetworkPolicy") top.emplace_back("spec", map({{"podSelector", map({})}, {"policyTypes", list({"Ingress", "Egress"})}, {"ingress", list({map({{"ports", list({map({{"port", "8080"}})})}})})}}));
    else top.emplace_back("spec", map({{"selector", selector}, {"rules", list({map({{"apiGroups", list({"", "apps"})}, {"verbs", list({"get", "list"})}})})}, {"note", "one line that is folded\n"}}));
    return map(std::move(top));
}

// --- Workflows ---

struct Made {
    Tree root;
    std::vector<std::string> triggers, jobs;
    std::vector<std::vector<std::string>> commands;  // of each job, the commands' first words
};
struct Piece {
    const char* run;
    std::vector<std::string> firsts;
};
const std::vector<Piece> kRuns{
    {"go vet ./...\n", {"go"}},
    {"set -euo pipefail\ngo test -race ./... | tee out.txt\n", {"set", "go", "tee"}},
    {"cat <<EOF > config.yml\nnot: a command\nEOF\ngo build ./...\n", {"cat", "go"}},
    {"for p in a b; do\n  (cd \"$p\" && make test)\ndone\n", {"cd", "make"}},
    {"if [ -n \"$(gofmt -l .)\" ]; then\n  exit 1\nfi\n", {"[", "exit"}},
    {"docker build \\\n  -t app:${{ github.sha }} \\\n  .\n", {"docker"}},
    {"npm ci && npm run build -- --prod\n", {"npm", "npm"}},
    {"echo \"it's: #1\" # a comment\npytest -q\n", {"echo", "pytest"}},
    {"case \"$X\" in\n  a|b) cargo test ;;\n  *) cargo build ;;\nesac\n", {"cargo", "cargo"}},
    {"deploy() {\n  kubectl apply -f \"$1\"\n}\ndeploy k.yaml\n", {"kubectl"}},
    {"./gradlew check\n", {"./gradlew"}},
};

Made workflow(std::size_t n) {
    Made made;
    const std::vector<std::pair<Tree, std::vector<std::string>>> triggers{
        {"push", {"push"}},
        {list({"push", "pull_request"}), {"push", "pull_request"}},
        {map({{"push", map({{"branches", list({"main", "release/**"})}, {"tags", list({"v*.*.*"})}})}, {"pull_request", map({{"types", list({"opened", "synchronize"})}})}}), {"push", "pull_request"}},
        {map({{"schedule", list({map({{"cron", "0 3 * * 1"}})})}, {"workflow_dispatch", map({{"inputs", map({{"level", map({{"required", "true"}, {"default", "info"}})}})}})}}), {"schedule", "workflow_dispatch"}},
        {map({{"workflow_call", map({{"secrets", map({{"token", map({{"required", "true"}})}})}})}}), {"workflow_call"}},
    };
    const auto& [on, names] = triggers[n % triggers.size()];
    made.triggers = names;
    Entries root{{"name", "CI: build & test #" + std::to_string(n)}, {"on", on}};
    if (n % 2 == 0) root.emplace_back("permissions", map({{"contents", "read"}}));
    if (n % 3 == 0) root.emplace_back("concurrency", map({{"group", "${{ github.workflow }}-${{ github.ref }}"}, {"cancel-in-progress", "true"}}));
    if (n % 4 == 0) root.emplace_back("defaults", map({{"run", map({{"shell", "bash"}})}}));
    Entries jobs;
    for (std::size_t j = 0; j < 1 + n % 4; ++j) {
        Entries job;
        made.jobs.push_back("job-" + std::to_string(j));
        made.commands.emplace_back();
        if (j > 0) job.emplace_back("needs", n % 2 == 0 ? Tree("job-" + std::to_string(j - 1)) : list({"job-0"}));
        if (j == 3) {
            job.emplace_back("uses", "./.github/workflows/release.yml");
            jobs.emplace_back(made.jobs.back(), map(std::move(job)));
            continue;
        }
        job.emplace_back("runs-on", n % 5 == 1 ? list({"self-hosted", "linux"}) : Tree(n % 5 == 2 ? "${{ matrix.os }}" : "ubuntu-24.04"));
        if (n % 5 == 2) job.emplace_back("strategy", map({{"matrix", map({{"os", list({"ubuntu-24.04", "macos-15"})}, {"go", list({"1.25", "1.26"})}})}}));
        if (n % 6 == 0) job.emplace_back("services", map({{"db", map({{"image", "postgres:17"}, {"env", map({{"POSTGRES_USER", "ci"}})}, {"options", "--health-cmd pg_isready"}})}}));
        std::vector<Tree> steps{map({{"uses", "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8"}})};
        if (n % 3 != 0) steps.push_back(map({{"name", "Go"}, {"uses", "actions/setup-go@v6"}, {"with", map({{"go-version-file", "go.mod"}, {"cache", "true"}})}}));
        for (std::size_t s = 0; s < 1 + (n + j) % 3; ++s) {
            const Piece& piece = kRuns[(n * 3 + j * 5 + s) % kRuns.size()];
            Entries step{{"run", piece.run}};
            if (s % 2 == 1) step.insert(step.begin(), {"name", "Step: " + std::to_string(s)});
            if (n % 4 == 3) step.emplace_back("env", map({{"X", "${{ secrets.X }}"}}));
            steps.push_back(map(std::move(step)));
            made.commands.back().insert(made.commands.back().end(), piece.firsts.begin(), piece.firsts.end());
        }
        job.emplace_back("steps", list(std::move(steps)));
        jobs.emplace_back(made.jobs.back(), map(std::move(job)));
    }
    root.emplace_back("jobs", map(std::move(jobs)));
    made.root = map(std::move(root));
    return made;
}

std::string problemsOf(const Findings& problems) { return problems.empty() ? "" : std::to_string(problems.front().place.line) + ": " + problems.front().message; }

}  // namespace

TEST_CASE("Manifests of different make: the parser sees every value of every object") {
    std::set<std::string> makes;
    for (std::size_t n = 0; n < 21 * kStyles.size(); ++n) {
        // Each kind in each style, together with up to three others.
        const Style& style = kStyles[n / kKinds.size()];
        std::vector<Tree> documents;
        std::vector<std::string> kinds;
        for (std::size_t i = 0; i <= n % 4; ++i) kinds.emplace_back(kKinds[(n + i * (3 + n % 5)) % kKinds.size()]);
        std::string make = style.name;
        for (const std::string& kind : kinds) documents.push_back(object(kind, n)), make += " " + kind;
        makes.insert(make + std::to_string(n % 60));
        const std::string text = Writer(style).write(documents);
        INFO(make << "\n" << text);
        const Manifests file = parseManifests(text);
        REQUIRE(problemsOf(file.problems) == "");
        REQUIRE(file.objects.size() == kinds.size());
        std::size_t workloads = 0;
        for (std::size_t i = 0; i < kinds.size(); ++i) {
            CHECK(file.objects[i].kind == kinds[i]);
            CHECK(file.objects[i].name == "o" + std::to_string(n));
            CHECK(file.objects[i].space == "shop");
            same(documents[i], *file.objects[i].root, kinds[i]);
            if (std::find(kKinds.begin(), kKinds.begin() + 7, kinds[i]) != kKinds.begin() + 7) ++workloads;
        }
        REQUIRE(file.workloads.size() == workloads);
        for (const Workload& one : file.workloads) {
            CHECK(one.pod->at("containers").items.front().at("image").text == "registry.example.com:5000/team/app:1." + std::to_string(n));
            CHECK(one.pod->path("securityContext.runAsNonRoot").saysTrue() == (style.quote == '\0' && !style.json));
        }
    }
    CHECK(makes.size() >= 200);
}

TEST_CASE("A list of objects holds what documents would") {
    for (const Style& style : kStyles) {
        std::vector<Tree> items;
        for (std::size_t i = 0; i < kKinds.size(); ++i) items.push_back(object(kKinds[i], i));
        const std::string text = Writer(style).write({map({{"apiVersion", "v1"}, {"kind", "List"}, {"items", list(items)}})});
        INFO(style.name);
        const Manifests file = parseManifests(text);
        REQUIRE(problemsOf(file.problems) == "");
        REQUIRE(file.objects.size() == kKinds.size());
        CHECK(file.workloads.size() == 7);
    }
}

TEST_CASE("Workflows of different make: triggers, jobs, needs, steps and commands are seen") {
    std::set<std::string> makes;
    for (std::size_t n = 0; n < 16 * kStyles.size(); ++n) {
        const Style& style = kStyles[n % kStyles.size()];
        const Made made = workflow(n / 3 + n);
        makes.insert(std::string(style.name) + std::to_string((n / 3 + n) % 60) + std::to_string(made.jobs.size()));
        const std::string text = Writer(style).write({made.root});
        INFO(style.name << "\n" << text);
        const Workflow file = parseWorkflow(text);
        REQUIRE(problemsOf(file.problems) == "");
        same(made.root, *file.root, "");
        CHECK(file.triggers == made.triggers);
        REQUIRE(file.jobs.size() == made.jobs.size());
        for (std::size_t j = 0; j < file.jobs.size(); ++j) {
            CHECK(file.jobs[j].id == made.jobs[j]);
            CHECK(file.jobs[j].needs.size() == (j > 0 ? 1 : 0));
            CHECK(file.jobs[j].called == (j == 3));
            std::vector<std::string> firsts;
            for (const Step& step : file.jobs[j].steps)
                for (const RunCommand& run : step.commands) firsts.push_back(run.command.words.front());
            CHECK(firsts == made.commands[j]);
        }
    }
    CHECK(makes.size() >= 200);
}
