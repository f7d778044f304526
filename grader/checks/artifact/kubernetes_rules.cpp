// The rules for Kubernetes manifests. What a rule is about and is not in the file is a finding too: a manifest without a
// Deployment has no probes that could be right.

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "checks/artifact/images.h"
#include "checks/artifact/rules.h"

namespace assay::checks::artifact {

namespace {

std::string shown(std::string_view text) { return base::quote(base::cut(text, 80)); }
std::string called(const Object& object) { return object.kind + " " + shown(object.name); }

using Visit = std::function<void(const Workload&, const Node& container)>;

// Long-running workloads; jobs too where `jobs`. None at all is a finding.
bool eachWorkload(const Manifests& file, bool jobs, Findings& out, const std::function<void(const Workload&)>& fn) {
    bool any = false;
    for (const Workload& one : file.workloads)
        if (jobs || !one.job) any = true, fn(one);
    if (!any) out.push_back({{}, jobs ? "nothing in this file runs containers" : "there is no Deployment or other long-running workload in this file"});
    return any;
}
void eachContainer(const Manifests& file, bool jobs, bool initToo, Findings& out, const Visit& fn) {
    eachWorkload(file, jobs, out, [&](const Workload& one) {
        for (const Node& container : one.pod->at("containers").items) fn(one, container);
        if (initToo)
            for (const Node& container : one.pod->at("initContainers").items) fn(one, container);
    });
}
std::string nameOf(const Node& container) { return "container " + shown(container.at("name").text); }
// The pod's setting, unless the container has its own.
const Node& security(const Workload& workload, const Node& container, std::string_view key) {
    const Node& own = container.at("securityContext").at(key);
    return own.isNull() ? workload.pod->at("securityContext").at(key) : own;
}

void needsProbe(const Manifests& file, std::string_view probe, std::string_view why, Findings& out) {
    eachContainer(file, false, false, out, [&](const Workload&, const Node& container) {
        const Node& node = container.at(probe);
        if (!node.isMap()) return void(out.push_back({container.place, nameOf(container) + " has no " + std::string(probe) + ": " + std::string(why)}));
        if (!node.has("httpGet") && !node.has("tcpSocket") && !node.has("exec") && !node.has("grpc")) out.push_back({node.place, "this " + std::string(probe) + " asks nothing"});
    });
}
void liveness(const Manifests& file, const Parameters&, Findings& out) { needsProbe(file, "livenessProbe", "a program that hangs stays so", out); }
void readiness(const Manifests& file, const Parameters&, Findings& out) { needsProbe(file, "readinessProbe", "requests come before it can answer them", out); }

// What a probe asks, as the kubelet would: a port's name is its number, and what is left out has its default.
std::string asked(const Node& container, const Node& probe, std::string_view how) {
    const Node& at = probe.at(how);
    std::string port = at.at("port").text;
    for (const Node& one : container.at("ports").items)
        if (!port.empty() && one.at("name").text == port) port = one.at("containerPort").text;
    std::string text = std::string(how) + " " + port;
    if (how == "httpGet") {
        const std::string &path = at.at("path").text, &scheme = at.at("scheme").text;
        text += " " + (path.empty() ? "/" : path.starts_with("/") ? path : "/" + path) + " " + (scheme.empty() ? "HTTP" : scheme) + " " + at.at("host").text;
        for (const Node& header : at.at("httpHeaders").items) text += " " + header.at("name").text + "=" + header.at("value").text;
    }
    if (how == "grpc") text += " " + at.at("service").text;
    if (how == "tcpSocket") text += " " + at.at("host").text;
    for (const Node& word : at.at("command").items) text += " " + base::quote(word.text);
    return text;
}
void probesDiffer(const Manifests& file, const Parameters&, Findings& out) {
    eachContainer(file, false, false, out, [&](const Workload&, const Node& container) {
        const Node &live = container.at("livenessProbe"), &ready = container.at("readinessProbe");
        if (!live.isMap() || !ready.isMap()) return void(out.push_back({container.place, nameOf(container) + " has not both probes"}));
        for (const char* how : {"httpGet", "tcpSocket", "exec", "grpc"})
            if (live.has(how) && ready.has(how) && asked(container, live, how) == asked(container, ready, how)) out.push_back({live.place, "both probes ask the same: a database that is away would restart every pod"});
    });
}
void startup(const Manifests& file, const Parameters&, Findings& out) {
    eachContainer(file, false, false, out, [&](const Workload&, const Node& container) {
        const bool live = container.has("livenessProbe");
        if (!live || (!container.has("startupProbe") && container.path("livenessProbe.initialDelaySeconds").number(0) <= 0))
            out.push_back({container.place, nameOf(container) + " may be killed for being alive too late: startupProbe, or initialDelaySeconds of livenessProbe"});
    });
}
void probePorts(const Manifests& file, const Parameters&, Findings& out) {
    eachContainer(file, false, false, out, [&](const Workload&, const Node& container) {
        for (const char* probe : {"livenessProbe", "readinessProbe", "startupProbe"})
            for (const char* how : {"httpGet", "tcpSocket", "grpc"}) {
                const Node& port = container.at(probe).at(how).at("port");
                if (!port.isScalar()) continue;
                const auto& ports = container.at("ports").items;
                const bool known = std::any_of(ports.begin(), ports.end(), [&](const Node& p) { return p.at("name").text == port.text || p.at("containerPort").text == port.text; });
                if (!known) out.push_back({port.place, "`" + std::string(probe) + "` asks port " + shown(port.text) + ", which " + nameOf(container) + " does not list"});
            }
    });
}

void requests(const Manifests& file, const Parameters&, Findings& out) {
    eachContainer(file, true, true, out, [&](const Workload&, const Node& container) {
        for (const char* what : {"cpu", "memory"}) {
            const Node &asked = container.path("resources.requests").at(what), &limit = container.path("resources.limits").at(what);
            const std::optional<double> amount = readQuantity(asked.text), most = readQuantity(limit.text);
            if (!asked.isScalar()) out.push_back({container.place, nameOf(container) + " requests no " + what});
            else if (!amount) out.push_back({asked.place, shown(asked.text) + " is no quantity of " + what});
            else if (*amount <= 0) out.push_back({asked.place, nameOf(container) + " requests " + shown(asked.text) + " of " + what + ", which reserves nothing"});
            else if (most && *amount > *most) out.push_back({asked.place, nameOf(container) + " requests more " + what + " than its limit allows, which the API refuses: " + shown(asked.text) + " above " + shown(limit.text)});
        }
    });
}
void memoryLimit(const Manifests& file, const Parameters&, Findings& out) {
    eachContainer(file, true, true, out, [&](const Workload&, const Node& container) {
        const Node& limit = container.path("resources.limits.memory");
        const std::optional<double> most = readQuantity(limit.text);
        if (!limit.isScalar()) out.push_back({container.place, nameOf(container) + " has no limit of memory"});
        else if (!most || *most <= 0) out.push_back({limit.place, shown(limit.text) + " is no limit of memory"});
    });
}
void goMemoryLimit(const Manifests& file, const Parameters&, Findings& out) {
    eachContainer(file, false, false, out, [&](const Workload&, const Node& container) {
        for (const Node& variable : container.at("env").items)
            if (variable.at("name").text == "GOMEMLIMIT") return;
        out.push_back({container.place, nameOf(container) + " does not tell the Go runtime its limit: GOMEMLIMIT"});
    });
}
void pinnedImage(const Manifests& file, const Parameters&, Findings& out) {
    eachContainer(file, true, true, out, [&](const Workload&, const Node& container) {
        const Node& image = container.at("image");
        if (!image.isScalar() || !readImage(image.text).pinned()) out.push_back({image.isScalar() ? image.place : container.place, "the image " + shown(image.text) + " has no version that stays"});
    });
}

void nonRoot(const Manifests& file, const Parameters&, Findings& out) {
    eachContainer(file, true, true, out, [&](const Workload& one, const Node& container) {
        if (!security(one, container, "runAsNonRoot").saysTrue()) out.push_back({container.place, nameOf(container) + " may run as root: it lacks `runAsNonRoot: true`"});
        const Node& user = security(one, container, "runAsUser");
        if (user.isScalar() && user.number(1) == 0) out.push_back({user.place, "`runAsUser: 0` is root"});
    });
}
void readOnlyRoot(const Manifests& file, const Parameters&, Findings& out) {
    eachContainer(file, true, true, out, [&](const Workload&, const Node& container) {
        if (!container.path("securityContext.readOnlyRootFilesystem").saysTrue()) out.push_back({container.place, nameOf(container) + " may write into its image: it lacks `readOnlyRootFilesystem: true`"});
    });
}
void noEscalation(const Manifests& file, const Parameters&, Findings& out) {
    eachContainer(file, true, true, out, [&](const Workload&, const Node& container) {
        if (!container.path("securityContext.allowPrivilegeEscalation").saysFalse()) out.push_back({container.place, nameOf(container) + " may gain rights: it lacks `allowPrivilegeEscalation: false`"});
    });
}
void dropCapabilities(const Manifests& file, const Parameters&, Findings& out) {
    eachContainer(file, true, true, out, [&](const Workload&, const Node& container) {
        const Node& capabilities = container.path("securityContext.capabilities");
        const auto& drop = capabilities.at("drop").items;
        if (std::none_of(drop.begin(), drop.end(), [](const Node& c) { return c.text == "ALL"; })) out.push_back({container.place, nameOf(container) + " keeps the capabilities of the runtime: it lacks `drop: [ALL]`"});
        for (const Node& added : capabilities.at("add").items)
            if (added.text != "NET_BIND_SERVICE") out.push_back({added.place, "the capability " + shown(added.text) + " is added"});
    });
}
void seccomp(const Manifests& file, const Parameters&, Findings& out) {
    eachContainer(file, true, true, out, [&](const Workload& one, const Node& container) {
        const std::string& type = security(one, container, "seccompProfile").at("type").text;
        if (type != "RuntimeDefault" && type != "Localhost") out.push_back({container.place, nameOf(container) + " has no filter of system calls: it lacks `seccompProfile: {type: RuntimeDefault}`"});
    });
}
void notPrivileged(const Manifests& file, const Parameters&, Findings& out) {
    eachWorkload(file, true, out, [&](const Workload& one) {
        for (const char* key : {"hostNetwork", "hostPID", "hostIPC"})
            if (one.pod->at(key).saysTrue()) out.push_back({one.pod->at(key).place, "`" + std::string(key) + "` lets the pod into the node"});
        for (const Node& volume : one.pod->at("volumes").items)
            if (volume.has("hostPath")) out.push_back({volume.place, "`hostPath` shows the pod the node's own files"});
        for (const char* list : {"containers", "initContainers"})
            for (const Node& container : one.pod->at(list).items)
                if (container.path("securityContext.privileged").saysTrue()) out.push_back({container.place, nameOf(container) + " is privileged: it is root on the node"});
    });
}
void noApiToken(const Manifests& file, const Parameters&, Findings& out) {
    eachWorkload(file, true, out, [&](const Workload& one) {
        const Node& token = one.pod->at("automountServiceAccountToken");
        const std::string& account = one.pod->at("serviceAccountName").text;
        for (const Object* object : file.ofKind("ServiceAccount"))
            if (token.isNull() && object->name == account && object->root->at("automountServiceAccountToken").saysFalse()) return;
        if (!token.saysFalse()) out.push_back({one.pod->place, called(*one.object) + " gets a token of the cluster's API: it lacks `automountServiceAccountToken: false`"});
    });
}
// --password=hunter2, --token hunter2, postgres://user:hunter2@db; $(NAME) is taken from the environment.
bool givesSecret(std::string_view word, std::string_view next) {
    if (looksLikeSecret(word) || holdsPassword(word)) return true;
    std::string_view name = word;
    while (name.starts_with('-')) name.remove_prefix(1);
    const std::size_t equals = name.find('=');
    const std::string_view value = equals == std::string_view::npos ? next : name.substr(equals + 1);
    const bool flag = word.starts_with('-') || equals != std::string_view::npos;
    return flag && namesSecret(name.substr(0, equals)) && !value.empty() && !value.starts_with('-') && !value.starts_with('$') && !value.starts_with('/');
}
void noPlainSecrets(const Manifests& file, const Parameters&, Findings& out) {
    const auto visit = [&](const Node& container) {
        for (const char* list : {"command", "args"}) {
            const auto& words = container.at(list).items;
            for (std::size_t i = 0; i < words.size(); ++i)
                if (givesSecret(words[i].text, i + 1 < words.size() ? words[i + 1].text : std::string())) out.push_back({words[i].place, "a secret stands in " + std::string(list) + " as text, where every list of processes shows it: give it by env and secretKeyRef, or as a file"});
        }
        for (const Node& variable : container.at("env").items) {
            const Node& value = variable.at("value");
            if (value.isScalar() && !value.text.empty() && (namesSecret(variable.at("name").text) || looksLikeSecret(value.text) || holdsPassword(value.text)))
                out.push_back({variable.place, shown(variable.at("name").text) + " stands in the manifest as text: it belongs into a Secret, named by `valueFrom: {secretKeyRef: …}`"});
        }
    };
    for (const Workload& one : file.workloads)
        for (const char* list : {"containers", "initContainers"})
            for (const Node& container : one.pod->at(list).items) visit(container);
    for (const Object* object : file.ofKind("ConfigMap"))
        for (const Node::Entry& entry : object->root->at("data").entries)
            if (namesSecret(entry.key) || looksLikeSecret(entry.value.text) || holdsPassword(entry.value.text)) out.push_back({entry.place, shown(entry.key) + " is a secret in a ConfigMap"});
    for (const Object* object : file.ofKind("Secret"))
        if (!object->root->at("data").entries.empty() || !object->root->at("stringData").entries.empty()) out.push_back({object->root->place, "a Secret with its values does not belong into a file that is kept with the sources"});
}

// Seconds that a preStop hook takes, where it says so.
long long preStopSeconds(const Node& container) {
    const Node& hook = container.path("lifecycle.preStop");
    const long long sleeps = hook.path("sleep.seconds").number(0);
    if (sleeps > 0) return sleeps;
    const auto& command = hook.path("exec.command").items;
    std::string line;
    for (const Node& word : command) line += word.text + " ";
    const std::size_t at = line.find("sleep ");
    return at == std::string::npos ? 0 : std::min(std::atoll(line.c_str() + at + 6), 86'400LL);
}
void gracePeriod(const Manifests& file, const Parameters& parameters, Findings& out) {
    eachWorkload(file, false, out, [&](const Workload& one) {
        const Node& node = one.pod->at("terminationGracePeriodSeconds");
        const long long grace = node.number(30);
        long long needed = 0;
        for (const Node& container : one.pod->at("containers").items) needed = std::max(needed, preStopSeconds(container));
        needed += parameters.seconds;
        if (node.isNull()) out.push_back({one.pod->place, called(*one.object) + " says no terminationGracePeriodSeconds"});
        if (grace <= needed) out.push_back({node.isNull() ? one.pod->place : node.place, "the pod is killed after " + std::to_string(grace) + " s; preStop and draining take " + std::to_string(needed) + " s"});
    });
}
void preStop(const Manifests& file, const Parameters&, Findings& out) {
    eachContainer(file, false, false, out, [&](const Workload&, const Node& container) {
        if (preStopSeconds(container) <= 0) out.push_back({container.place, nameOf(container) + " has no preStop that waits: it is told to end before everyone has stopped sending requests"});
    });
}
// As they are written: an object without a namespace goes to wherever kubectl points, which is another place.
bool sameSpace(const Object& a, const Object& b) { return a.space == b.space; }
const Object* scalerOf(const Manifests& file, const Object& workload) {
    for (const Object* scaler : file.ofKind("HorizontalPodAutoscaler")) {
        const Node& target = scaler->root->path("spec.scaleTargetRef");
        if (target.at("name").text == workload.name && target.at("kind").text == workload.kind && sameSpace(*scaler, workload)) return scaler;
    }
    return nullptr;
}
// How many pods there are at least: with an autoscaler what it is allowed to go down to.
long long fewestPods(const Manifests& file, const Object& workload) {
    const Object* scaler = scalerOf(file, workload);
    return (scaler != nullptr ? scaler->root->path("spec.minReplicas") : workload.root->path("spec.replicas")).number(1);
}
void replicas(const Manifests& file, const Parameters&, Findings& out) {
    eachWorkload(file, false, out, [&](const Workload& one) {
        if (!one.replicated) return;
        const Object* scaler = scalerOf(file, *one.object);
        const Node& count = scaler != nullptr ? scaler->root->path("spec.minReplicas") : one.object->root->path("spec.replicas");
        const Node& whole = scaler != nullptr ? *scaler->root : *one.object->root;
        if (count.number(1) < 2) out.push_back({count.isNull() ? whole.place : count.place, called(*one.object) + (scaler != nullptr ? " may be scaled down to one pod" : " has one pod") + ": each restart of a node is an outage"});
    });
}
void rollout(const Manifests& file, const Parameters&, Findings& out) {
    const std::vector<const Object*> deployments = file.ofKind("Deployment");
    if (deployments.empty()) out.push_back({{}, "there is no Deployment in this file"});
    for (const Object* one : deployments) {
        const Node& strategy = one->root->path("spec.strategy");
        const Node& rolling = strategy.at("rollingUpdate");
        if (strategy.at("type").text == "Recreate") out.push_back({strategy.place, "Recreate ends every pod before a new one runs"});
        else if (!rolling.has("maxUnavailable") || !rolling.has("maxSurge")) out.push_back({strategy.isNull() ? one->root->place : strategy.place, called(*one) + " leaves the limits of a rollout to the default: maxUnavailable and maxSurge"});
        else if (rolling.at("maxUnavailable").text != "0") out.push_back({rolling.at("maxUnavailable").place, "`maxUnavailable` takes pods away before new ones are ready: it has to be 0"});
        else if (rolling.at("maxSurge").text == "0") out.push_back({rolling.at("maxSurge").place, "with `maxUnavailable` and `maxSurge` 0 no rollout can begin"});
    }
}
void disruptionBudget(const Manifests& file, const Parameters&, Findings& out) {
    eachWorkload(file, false, out, [&](const Workload& one) {
        if (!one.replicated) return;
        const Object* found = nullptr;
        for (const Object* budget : file.ofKind("PodDisruptionBudget"))
            if (sameSpace(*budget, *one.object) && selectsBy(budget->root->path("spec.selector"), one.metadata->at("labels"))) found = budget;
        if (found == nullptr) return void(out.push_back({one.object->root->place, "no PodDisruptionBudget of its namespace selects the pods of " + called(*one.object)}));
        const Node &least = found->root->path("spec.minAvailable"), &most = found->root->path("spec.maxUnavailable");
        const long long count = fewestPods(file, *one.object);
        if (least.isNull() == most.isNull()) out.push_back({found->root->place, "a PodDisruptionBudget has either minAvailable or maxUnavailable"});
        else if (least.number(0) >= count || least.text == "100%" || most.text == "0" || most.text == "0%") out.push_back({found->root->place, "this budget lets no pod go: of " + (count == 1 ? "1 pod " : std::to_string(count) + " pods ") + "none may be away, so no node could ever be drained"});
    });
}
void selectorMatches(const Manifests& file, const Parameters&, Findings& out) {
    eachWorkload(file, false, out, [&](const Workload& one) {
        if (one.object->kind == "Pod") return;
        if (one.job) return;  // the API makes the selector of a Job by itself
        const Node& selector = one.object->root->path("spec.selector");
        if (!selectsBy(selector, one.metadata->at("labels"))) out.push_back({selector.isNull() ? one.object->root->place : selector.place, "the selector of " + called(*one.object) + " does not select its own pods"});
    });
}
const Workload* selectedBy(const Manifests& file, const Object& service) {
    for (const Workload& one : file.workloads)
        if (sameSpace(*one.object, service) && selects(service.root->path("spec.selector"), one.metadata->at("labels"))) return &one;
    return nullptr;
}
void serviceMatches(const Manifests& file, const Parameters&, Findings& out) {
    const std::vector<const Object*> services = file.ofKind("Service");
    if (services.empty()) out.push_back({{}, "there is no Service in this file"});
    for (const Object* service : services) {
        const Workload* workload = selectedBy(file, *service);
        if (workload == nullptr) {
            out.push_back({service->root->path("spec.selector").isNull() ? service->root->place : service->root->path("spec.selector").place, called(*service) + " selects no pods of this file"});
            continue;
        }
        for (const Node& port : service->root->path("spec.ports").items) {
            const Node& target = port.has("targetPort") ? port.at("targetPort") : port.at("port");
            bool known = false;
            for (const Node& container : workload->pod->at("containers").items)
                for (const Node& own : container.at("ports").items) known = known || own.at("name").text == target.text || own.at("containerPort").text == target.text;
            if (!known) out.push_back({target.place, called(*service) + " sends to port " + shown(target.text) + ", which no container lists"});
        }
    }
}
void spread(const Manifests& file, const Parameters&, Findings& out) {
    eachWorkload(file, false, out, [&](const Workload& one) {
        if (!one.replicated) return;
        if (one.pod->at("topologySpreadConstraints").items.empty() && !one.pod->path("affinity.podAntiAffinity").isMap())
            out.push_back({one.pod->place, "the pods of " + called(*one.object) + " may all land on one node: topologySpreadConstraints"});
    });
}
void standardLabels(const Manifests& file, const Parameters&, Findings& out) {
    for (const Object& object : file.objects)
        for (const char* key : {"app.kubernetes.io/name", "app.kubernetes.io/version"})
            if (!object.root->path("metadata.labels").at(key).isScalar()) out.push_back({object.root->place, called(object) + " has no label " + key});
}
void currentApis(const Manifests& file, const Parameters&, Findings& out) {
    for (const Object& object : file.objects) {
        const Node& version = object.root->at("apiVersion");
        const std::string group = version.text.substr(0, version.text.find('/'));
        const bool beta = version.text.find("beta") != std::string::npos || version.text.find("alpha") != std::string::npos;
        const bool core = group == "extensions" || group == "apps" || group == "batch" || group == "policy" || group == "autoscaling" || group == "networking.k8s.io" || group == "rbac.authorization.k8s.io";
        if (core && beta) out.push_back({version.place, "clusters of today do not know " + shown(version.text) + " for " + object.kind});
    }
}
void autoscaler(const Manifests& file, const Parameters&, Findings& out) {
    const std::vector<const Object*> scalers = file.ofKind("HorizontalPodAutoscaler");
    if (scalers.empty()) out.push_back({{}, "there is no HorizontalPodAutoscaler in this file"});
    for (const Object* scaler : scalers) {
        const Node& spec = scaler->root->at("spec");
        const std::string& target = spec.path("scaleTargetRef.name").text;
        const auto workload = std::find_if(file.workloads.begin(), file.workloads.end(), [&](const Workload& w) { return w.object->name == target && w.object->kind == spec.path("scaleTargetRef.kind").text; });
        if (workload == file.workloads.end()) out.push_back({spec.place, called(*scaler) + " scales " + shown(target) + ", which is not in this file"});
        else if (workload->object->root->path("spec").has("replicas")) out.push_back({workload->object->root->path("spec.replicas").place, "`replicas` and an autoscaler fight: each apply sets the number back; leave it out"});
        if (spec.at("maxReplicas").number(0) <= spec.at("minReplicas").number(1)) out.push_back({spec.place, "`maxReplicas` is not above `minReplicas`"});
        if (spec.at("metrics").items.empty()) out.push_back({spec.place, "no metric says when to scale"});
    }
}
void jobLimits(const Manifests& file, const Parameters&, Findings& out) {
    bool any = false;
    for (const Workload& one : file.workloads) {
        if (!one.job) continue;
        any = true;
        const Node& spec = one.object->kind == "Job" ? one.object->root->at("spec") : one.object->root->path("spec.jobTemplate.spec");
        for (const char* key : {"backoffLimit", "activeDeadlineSeconds"})
            if (!spec.at(key).isScalar()) out.push_back({spec.place, called(*one.object) + " has no " + key});
        if (one.object->kind == "Job" && !spec.at("ttlSecondsAfterFinished").isScalar()) out.push_back({spec.place, called(*one.object) + " stays after it has ended: ttlSecondsAfterFinished"});
        if (one.object->kind == "CronJob" && !one.object->root->path("spec.concurrencyPolicy").isScalar()) out.push_back({spec.place, called(*one.object) + " does not say what becomes of a run that is late: concurrencyPolicy"});
    }
    if (!any) out.push_back({{}, "there is no Job or CronJob in this file"});
}
void networkPolicy(const Manifests& file, const Parameters&, Findings& out) {
    eachWorkload(file, false, out, [&](const Workload& one) {
        for (const Object* policy : file.ofKind("NetworkPolicy")) {
            const Node& selector = policy->root->path("spec.podSelector");
            const bool all = selector.at("matchLabels").entries.empty() && selector.at("matchExpressions").items.empty();
            if (sameSpace(*policy, *one.object) && (all || selectsBy(selector, one.metadata->at("labels")))) return;
        }
        out.push_back({one.object->root->place, "no NetworkPolicy of its namespace selects the pods of " + called(*one.object) + ": everything in the cluster may talk to them"});
    });
}

constexpr Rule<Manifests> kRules[] = {
    {{"liveness-probe", "Each container says whether it is alive.", "A program that hangs is restarted only if somebody asks it.", Piece::Container,
      "image: service:1.4.0\n", "image: service:1.4.0\nlivenessProbe:\n  httpGet: {path: /livez, port: 8080}\n"}, liveness},
    {{"readiness-probe", "Each container says whether it can take requests.", "Without it requests arrive while it is starting, and while it is draining.", Piece::Container,
      "image: service:1.4.0\n", "image: service:1.4.0\nreadinessProbe:\n  httpGet: {path: /readyz, port: 8080}\n"}, readiness},
    {{"probes-differ", "Liveness and readiness ask different things.", "Readiness asks after what it depends on; if liveness does so too, a database that is away restarts every pod at once.", Piece::Container,
      "livenessProbe:\n  httpGet: {path: /healthz, port: 8080}\nreadinessProbe:\n  httpGet: {path: /healthz, port: 8080}\n",
      "livenessProbe:\n  httpGet: {path: /livez, port: 8080}\nreadinessProbe:\n  httpGet: {path: /readyz, port: 8080}\n"}, probesDiffer},
    {{"startup-time", "A slow start is not taken for a hang.", "Liveness that asks from the first second kills a program that is still reading its data.", Piece::Container,
      "livenessProbe:\n  httpGet: {path: /livez, port: 8080}\n",
      "livenessProbe:\n  httpGet: {path: /livez, port: 8080}\nstartupProbe:\n  httpGet: {path: /livez, port: 8080}\n  failureThreshold: 30\n"}, startup},
    {{"probe-ports", "Probes ask ports that the container lists.", "A probe of a port that nobody serves restarts a healthy program for ever.", Piece::Container,
      "ports: [{containerPort: 8080}]\nlivenessProbe:\n  httpGet: {path: /livez, port: 9090}\n",
      "ports: [{containerPort: 8080}]\nlivenessProbe:\n  httpGet: {path: /livez, port: 8080}\n"}, probePorts},
    {{"requests", "Each container requests processor and memory.", "The scheduler places pods by requests: without them a node is filled until it fails.", Piece::Container,
      "image: service:1.4.0\n", "resources:\n  requests: {cpu: 100m, memory: 64Mi}\n"}, requests},
    {{"memory-limit", "Each container has a limit of memory.", "Without one a leak takes the memory of its neighbours before anyone notices.", Piece::Container,
      "resources:\n  requests: {cpu: 100m, memory: 64Mi}\n", "resources:\n  limits: {memory: 128Mi}\n"}, memoryLimit},
    {{"go-memory-limit", "The Go runtime knows the limit.", "The collector does not know the container's limit: told it, it collects in time instead of being killed.", Piece::Container,
      "resources:\n  limits: {memory: 128Mi}\n", "env:\n  - {name: GOMEMLIMIT, value: 115MiB}\n"}, goMemoryLimit},
    {{"pinned-image", "Each image has a version that stays.", "With latest two pods of one Deployment may run different programs, and a rollback rolls nothing back.", Piece::Container,
      "image: service:latest\n", "image: service:1.4.0\n"}, pinnedImage},
    {{"non-root", "Nothing runs as root.", "Who breaks out of a program that runs as root has half the way to the node behind him.", Piece::Pod,
      "containers:\n  - {name: service, image: service:1.4.0}\n", "securityContext: {runAsNonRoot: true, runAsUser: 10001}\ncontainers:\n  - {name: service, image: service:1.4.0}\n"}, nonRoot},
    {{"read-only-root", "Containers cannot write into their image.", "What cannot be written cannot be replaced by an attacker; a volume takes what has to be written.", Piece::Container,
      "securityContext: {readOnlyRootFilesystem: false}\n", "securityContext: {readOnlyRootFilesystem: true}\n"}, readOnlyRoot},
    {{"no-escalation", "No process can gain rights.", "A program with the set-user bit in the image would undo runAsNonRoot.", Piece::Container,
      "image: service:1.4.0\n", "securityContext: {allowPrivilegeEscalation: false}\n"}, noEscalation},
    {{"drop-capabilities", "All capabilities are dropped.", "A Go service on a port above 1024 needs none of root's rights.", Piece::Container,
      "securityContext:\n  capabilities: {add: [SYS_ADMIN]}\n", "securityContext:\n  capabilities: {drop: [ALL]}\n"}, dropCapabilities},
    {{"seccomp-profile", "System calls are filtered.", "Most ways out of a container begin with a call that no service needs.", Piece::Container,
      "image: service:1.4.0\n", "securityContext:\n  seccompProfile: {type: RuntimeDefault}\n"}, seccomp},
    {{"not-privileged", "Nothing reaches into the node.", "privileged, the host's namespaces and hostPath each undo the container.", Piece::Pod,
      "hostNetwork: true\ncontainers:\n  - {name: service, image: service:1.4.0}\n", "containers:\n  - {name: service, image: service:1.4.0}\n"}, notPrivileged},
    {{"no-api-token", "Pods get no token of the cluster's API.", "A service that never asks the API should not carry a key to it.", Piece::Pod,
      "containers:\n  - {name: service, image: service:1.4.0}\n", "automountServiceAccountToken: false\ncontainers:\n  - {name: service, image: service:1.4.0}\n"}, noApiToken},
    {{"no-plain-secrets", "No secret stands in the manifest.", "Manifests are kept with the sources and read by everyone who builds.", Piece::Container,
      "env:\n  - {name: DB_PASSWORD, value: hunter2}\n",
      "env:\n  - name: DB_PASSWORD\n    valueFrom:\n      secretKeyRef: {name: db, key: password}\n"}, noPlainSecrets},
    {{"grace-period", "The grace period is longer than draining takes.", "After it comes SIGKILL: requests that were nearly done are cut off. `seconds` of the rule says how long the program drains.", Piece::Pod,
      "terminationGracePeriodSeconds: 5\ncontainers:\n  - name: service\n    lifecycle: {preStop: {sleep: {seconds: 5}}}\n",
      "terminationGracePeriodSeconds: 45\ncontainers:\n  - name: service\n    lifecycle: {preStop: {sleep: {seconds: 5}}}\n"}, gracePeriod},
    {{"pre-stop", "Containers wait before they end.", "SIGTERM and the removal from the Service happen at the same time: for a few seconds requests still come.", Piece::Container,
      "image: service:1.4.0\n", "lifecycle:\n  preStop:\n    sleep: {seconds: 5}\n"}, preStop},
    {{"replicas", "There are two pods or more.", "With one each restart of a node or of the program is an outage.", Piece::Deployment, "replicas: 1\n", "replicas: 3\n"}, replicas},
    {{"rollout", "A rollout takes no pod away before a new one is ready.", "The default takes a quarter of the pods away first.", Piece::Deployment,
      "strategy: {type: Recreate}\n", "strategy:\n  type: RollingUpdate\n  rollingUpdate: {maxUnavailable: 0, maxSurge: 1}\n"}, rollout},
    {{"disruption-budget", "A disruption budget covers the pods, and lets some go.", "Draining a node may otherwise end all of them at once, or, with a budget that is too strict, never end.", Piece::File,
      "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: service}\nspec:\n  replicas: 2\n  selector: {matchLabels: {app: service}}\n  template:\n    metadata: {labels: {app: service}}\n    spec:\n      containers: [{name: service}]\n---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: service}\nspec:\n  minAvailable: 2\n  selector: {matchLabels: {app: service}}\n",
      "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: service}\nspec:\n  replicas: 3\n  selector: {matchLabels: {app: service}}\n  template:\n    metadata: {labels: {app: service}}\n    spec:\n      containers: [{name: service}]\n---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: service}\nspec:\n  maxUnavailable: 1\n  selector: {matchLabels: {app: service}}\n"}, disruptionBudget},
    {{"selector-matches", "A workload selects its own pods.", "The API refuses the manifest otherwise, at the moment of the release.", Piece::Deployment,
      "selector: {matchLabels: {app: servise}}\n", "selector: {matchLabels: {app: service}}\n"}, selectorMatches},
    {{"service-matches", "Services select pods and ports that are there.", "A Service that selects nothing is no error anywhere: requests find nobody.", Piece::File,
      "apiVersion: v1\nkind: Service\nmetadata: {name: service}\nspec:\n  selector: {app: other}\n  ports: [{port: 80, targetPort: 8080}]\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: service, labels: {app: service}}\nspec:\n  containers: [{name: service, ports: [{containerPort: 8080}]}]\n",
      "apiVersion: v1\nkind: Service\nmetadata: {name: service}\nspec:\n  selector: {app: service}\n  ports: [{port: 80, targetPort: 8080}]\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: service, labels: {app: service}}\nspec:\n  containers: [{name: service, ports: [{containerPort: 8080}]}]\n"}, serviceMatches},
    {{"spread", "Pods are spread over nodes.", "Three pods on one node fail together.", Piece::Pod,
      "containers:\n  - {name: service}\n",
      "topologySpreadConstraints:\n  - maxSkew: 1\n    topologyKey: kubernetes.io/hostname\n    whenUnsatisfiable: ScheduleAnyway\n    labelSelector: {matchLabels: {app: service}}\ncontainers:\n  - {name: service}\n"}, spread},
    {{"standard-labels", "Objects carry the common labels.", "Tools and people find what belongs together by app.kubernetes.io/name and version.", Piece::File,
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: service}\n",
      "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: service\n  labels: {app.kubernetes.io/name: service, app.kubernetes.io/version: 1.4.0}\n"}, standardLabels},
    {{"current-apis", "No API is used that clusters have dropped.", "The manifest that worked last year is refused after the cluster's update.", Piece::File,
      "apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: service}\n", "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: service}\n"}, currentApis},
    {{"autoscaler", "The autoscaler has room, a metric and the number for itself.", "replicas in the Deployment sets the number back at each apply.", Piece::File,
      "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: service}\nspec:\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: service}\n  minReplicas: 2\n  maxReplicas: 2\n",
      "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: service}\nspec:\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: service}\n  minReplicas: 2\n  maxReplicas: 6\n  metrics:\n    - type: Resource\n      resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: service}\nspec:\n  selector: {matchLabels: {app: service}}\n  template:\n    metadata: {labels: {app: service}}\n    spec:\n      containers: [{name: service}]\n"}, autoscaler},
    {{"job-limits", "Jobs end, and are cleared away.", "A job that fails for ever is started for ever; one that hangs is never noticed.", Piece::File,
      "apiVersion: batch/v1\nkind: Job\nmetadata: {name: migrate}\nspec:\n  template:\n    spec:\n      restartPolicy: Never\n      containers: [{name: migrate}]\n",
      "apiVersion: batch/v1\nkind: Job\nmetadata: {name: migrate}\nspec:\n  backoffLimit: 2\n  activeDeadlineSeconds: 600\n  ttlSecondsAfterFinished: 3600\n  template:\n    spec:\n      restartPolicy: Never\n      containers: [{name: migrate}]\n"}, jobLimits},
    {{"network-policy", "A network policy covers the pods.", "Without one every pod of the cluster may open a connection to them.", Piece::File,
      "apiVersion: v1\nkind: Pod\nmetadata: {name: service, labels: {app: service}}\nspec:\n  containers: [{name: service}]\n",
      "apiVersion: v1\nkind: Pod\nmetadata: {name: service, labels: {app: service}}\nspec:\n  containers: [{name: service}]\n---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: service}\nspec:\n  podSelector: {matchLabels: {app: service}}\n  ingress:\n    - ports: [{port: 8080}]\n"}, networkPolicy},
};

}  // namespace

std::span<const Rule<Manifests>> kubernetesRules() { return kRules; }

}  // namespace assay::checks::artifact
