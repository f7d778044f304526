// The rules for Dockerfiles. Each looks at what the builder would do, not at how a line is spelt.

#include <fnmatch.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "checks/artifact/images.h"
#include "checks/artifact/rules.h"
#include "checks/artifact/shell.h"

namespace assay::checks::artifact {

namespace {

std::string shown(std::string_view text) { return base::quote(base::cut(text, 80)); }

bool isGoImage(std::string_view image) {
    const std::string name = readImage(image).repository;
    return name == "golang" || name.ends_with("/golang");
}
bool isStageOrScratch(const Stage& stage) { return stage.base >= 0 || stage.image == "scratch"; }

struct RunLine {
    const Instruction* instruction;
    Command command;
    Place place;
};
std::vector<RunLine> runsOf(const std::vector<const Instruction*>& instructions) {
    std::vector<RunLine> lines;
    for (const Instruction* one : instructions) {
        if (one->name != "RUN") continue;
        for (Command& command : splitCommands(one->script())) {
            const Place place = one->placeInScript(command.offset);
            lines.push_back({one, std::move(command), place});
        }
    }
    return lines;
}
std::vector<RunLine> allRuns(const Dockerfile& file) {
    std::vector<RunLine> lines;
    for (const Stage& stage : file.stages)
        for (RunLine& line : runsOf([&] {
                 std::vector<const Instruction*> own;
                 for (const Instruction& one : stage.instructions) own.push_back(&one);
                 return own;
             }()))
            lines.push_back(std::move(line));
    return lines;
}
template <class Fn>
void eachInstruction(const Dockerfile& file, Fn&& fn) {
    for (const Stage& stage : file.stages)
        for (const Instruction& one : stage.instructions) fn(stage, one);
}
bool isCopy(const Instruction& one) { return one.name == "COPY" || one.name == "ADD"; }
const Instruction* last(const std::vector<const Instruction*>& list, std::string_view name) {
    const Instruction* found = nullptr;
    for (const Instruction* one : list)
        if (one->name == name && !one->onBuild) found = one;
    return found;
}

void multiStage(const Dockerfile& file, const Parameters&, Findings& out) {
    const Stage& final = file.final();
    if (file.stages.size() < 2) return void(out.push_back({final.from.place, "there is one stage: build in one and begin a second FROM for what runs"}));
    for (const Instruction* one : file.effective(final))
        if (one->name == "COPY" && file.stageNamed(one->flag("from")) >= 0) return;
    out.push_back({final.from.place, "the last stage takes nothing from the one that builds: COPY --from=… is missing"});
}

void pinnedBase(const Dockerfile& file, const Parameters&, Findings& out) {
    for (const Stage& stage : file.stages) {
        if (isStageOrScratch(stage) || readImage(stage.image).pinned()) continue;
        const std::string tag = readImage(stage.image).tag;
        out.push_back({stage.from.place, "the image " + shown(stage.image) + (tag.empty() ? " has no tag, which means latest" : " has the tag " + shown(tag) + ", which moves")});
    }
}

void digestBase(const Dockerfile& file, const Parameters&, Findings& out) {
    for (const Stage& stage : file.stages)
        if (!isStageOrScratch(stage) && readImage(stage.image).digest.find("sha256:") != 0)
            out.push_back({stage.from.place, "the image " + shown(stage.image) + " has no digest (name:tag@sha256:…)"});
}

// What ARG (its default) and ENV have set when the builder comes to `until`.
std::map<std::string, std::string> variablesAt(const Dockerfile& file, const std::vector<const Instruction*>& chain, const Instruction* until) {
    std::map<std::string, std::string> values, environment;
    for (const Instruction* one : chain) {
        if (one == until) break;
        if ((one->name != "ARG" && one->name != "ENV") || one->onBuild) continue;
        const bool old = one->name == "ENV" && one->words.size() > 1 && one->words.front().find('=') == std::string::npos;  // ENV NAME value
        for (const std::string& word : one->words) {
            const std::size_t equals = word.find('=');
            const std::string name = word.substr(0, equals);
            std::string value = old ? one->words[1] : equals != std::string::npos ? expandVariables(word.substr(equals + 1), values, file.escape) : std::string();
            if (one->name == "ARG" && equals == std::string::npos)
                if (const auto known = file.arguments.find(name); known != file.arguments.end()) value = known->second;
            if (one->name == "ENV") environment[name] = value;
            values[name] = std::move(value);
            if (old) break;
        }
        for (const auto& [name, value] : environment) values[name] = value;  // ENV outweighs ARG
    }
    return values;
}

struct User {
    std::string text, written;  // with its variables put in, and as it stands
    Place place;
};
User userOf(const Dockerfile& file) {
    const auto chain = file.effective(file.final());
    const Instruction* user = last(chain, "USER");
    if (user != nullptr) {
        const std::string written = user->words.empty() ? std::string() : user->words.front();
        return {expandVariables(written, variablesAt(file, chain, user), file.escape), written, user->place};
    }
    // Images that are made to run as somebody else say so in their tag.
    const ImageName root = readImage(file.rootImage(file.final()));
    const std::string text = root.tag.find("nonroot") != std::string::npos ? "65532" : "";
    return {text, text, file.final().from.place};
}

void nonRoot(const Dockerfile& file, const Parameters&, Findings& out) {
    const User user = userOf(file);
    const std::string name = user.text.substr(0, user.text.find(':'));
    const std::string means = user.text == user.written ? std::string() : " means " + shown(user.text) + ", which";
    if (user.written.empty()) out.push_back({user.place, "the last stage has no USER, so the program runs as root"});
    else if (name.empty()) out.push_back({user.place, "USER " + shown(user.written) + " has no value in this file"});
    else if (name == "root" || name.find_first_not_of('0') == std::string::npos) out.push_back({user.place, "USER " + shown(user.written) + means + " is root"});
}

void numericUser(const Dockerfile& file, const Parameters&, Findings& out) {
    const User user = userOf(file);
    const std::string name = user.text.substr(0, user.text.find(':'));
    if (name.empty() || name.find_first_not_of("0123456789") != std::string::npos)
        out.push_back({user.place, user.written.empty() ? "the last stage has no USER" : "USER " + shown(user.written) + " is a name, which the orchestrator cannot prove to be another than root"});
}

bool copiesAll(const Instruction& one) {
    if (!isCopy(one) || !one.flag("from").empty() || one.words.size() < 2) return false;
    return std::any_of(one.words.begin(), one.words.end() - 1, [](std::string_view source) {
        if (source.starts_with("./")) source.remove_prefix(2);
        const std::string_view folder = source.substr(0, source.find('/'));
        return source.empty() || source == "." || source == "*" || source.ends_with(".go") || folder == "cmd" || folder == "internal" || folder == "pkg";
    });
}

// go.mod is among what a word of COPY names: go.mod, go.*, ./go.mod, service/go.mod.
bool namesModules(const std::string& word) { return fnmatch("*go.mod", word.c_str(), 0) == 0 || fnmatch(word.substr(word.rfind('/') + 1).c_str(), "go.mod", 0) == 0; }

// What RUN --mount shows the command. `modules`: go.mod; `everything`: the whole context; `kept`: the module cache.
struct Mounts {
    bool modules = false, everything = false, kept = false;
};
Mounts mountsOf(const Instruction& one) {
    Mounts mounts;
    for (const auto& [name, value] : one.flags) {
        if (name != "mount") continue;
        std::map<std::string, std::string> options;
        for (std::size_t at = 0; at < value.size();) {
            const std::size_t end = std::min(value.find(',', at), value.size()), equals = std::min(value.find('=', at), end);
            options[value.substr(at, equals - at)] = equals < end ? value.substr(equals + 1, end - equals - 1) : std::string();
            at = end + 1;
        }
        const std::string type = options["type"], source = options["source"] + options["src"], target = options["target"] + options["dst"] + options["destination"];
        mounts.kept = mounts.kept || (type == "cache" && target.find("/pkg/mod") != std::string::npos);
        if (!options["from"].empty() || (type != "bind" && !type.empty())) continue;
        mounts.modules = mounts.modules || namesModules(source);
        mounts.everything = mounts.everything || source.empty() || source == "." || source == "./";
    }
    return mounts;
}

// Modules that lie in vendor/ are not downloaded, so nothing has to come before the sources.
bool isVendored(const std::vector<const Instruction*>& chain) {
    for (const Instruction* one : chain) {
        if (one->name == "ENV" && one->arguments.find("GOFLAGS") != std::string::npos && one->arguments.find("-mod=vendor") != std::string::npos) return true;
        if (isCopy(*one) && one->flag("from").empty())
            for (std::size_t i = 0; i + 1 < one->words.size(); ++i)
                if (fnmatch("*vendor", one->words[i].c_str(), 0) == 0 || fnmatch("*vendor/", one->words[i].c_str(), 0) == 0) return true;
    }
    for (const RunLine& line : runsOf(chain)) {
        std::string value;
        if (line.command.is("go") && line.command.flag("mod", value) != nullptr && value == "vendor") return true;
    }
    return false;
}

void modulesBeforeSources(const Dockerfile& file, const Parameters&, Findings& out) {
    struct State {
        bool modules = false, downloaded = false;
    };
    bool built = false;
    std::vector<State> states;  // of each stage at its end, for those that continue it
    for (const Stage& stage : file.stages) {
        State state = stage.base >= 0 ? states[static_cast<std::size_t>(stage.base)] : State{};
        const bool vendored = isVendored(file.effective(stage));
        const auto sources = [&](Place place) {
            if (!vendored && (!state.modules || !state.downloaded)) out.push_back({place, state.modules ? "the sources come before `RUN go mod download`" : "the sources come before go.mod and go.sum were there alone"});
            state = {true, true};
        };
        for (const Instruction& one : stage.instructions) {
            if (copiesAll(one)) sources(one.place);
            else if (isCopy(one) && one.words.size() > 1 && std::any_of(one.words.begin(), one.words.end() - 1, namesModules)) state.modules = true;
            if (one.name != "RUN") continue;
            const Mounts mounts = mountsOf(one);
            state.modules = state.modules || mounts.modules;
            for (const RunLine& line : runsOf({&one})) {
                const bool builds = line.command.is("go", "build") || line.command.is("go", "install");
                if (line.command.is("go", "mod") && line.command.hasWord("download")) state.downloaded = state.modules;
                if (builds && mounts.everything && !mounts.kept) sources(one.place);
                built = built || builds;
            }
        }
        states.push_back(state);
    }
    if (!built) out.push_back({file.stages.front().from.place, "nothing is built with `go build` in this file"});
}

// ["sh", "-c", "/service"]: a list, but of a shell. One that is replaced by the program (exec) gets no signal.
bool startsShell(const Instruction& one) {
    if (!one.exec || one.words.size() < 3) return false;
    const std::string name = one.words[0].substr(one.words[0].rfind('/') + 1);
    const bool shell = name == "sh" || name == "bash" || name == "ash" || name == "dash";
    const auto command = std::find_if(one.words.begin() + 1, one.words.end(), [](const std::string& w) { return w.starts_with('-') && w.ends_with('c'); });
    if (!shell || command == one.words.end() || command + 1 == one.words.end()) return false;
    const std::vector<Command> commands = splitCommands(*(command + 1));
    return commands.empty() || std::none_of(commands.begin(), commands.end(), [](const Command& c) { return c.sure && c.is("exec"); });
}
void execForm(const Dockerfile& file, const Parameters&, Findings& out) {
    const auto chain = file.effective(file.final());
    bool any = false;
    for (const char* name : {"ENTRYPOINT", "CMD"}) {
        const Instruction* one = last(chain, name);
        if (one == nullptr) continue;
        any = true;
        if (startsShell(*one)) out.push_back({one->place, std::string(name) + " is a list that starts a shell, and the shell gets the signals"});
        if (one->exec) continue;
        const bool nearly = one->arguments.starts_with('[');
        out.push_back({one->place, std::string(name) + (nearly ? " looks like a list but is no JSON: texts stand in double quotes" : " is in shell form, so a shell gets the signals")});
    }
    if (!any) out.push_back({file.final().from.place, "the last stage says nothing to run: ENTRYPOINT is missing"});
}

void noSecrets(const Dockerfile& file, const Parameters&, Findings& out) {
    const auto variables = [&](const Instruction& one) {
        const bool old = one.name == "ENV" && !one.words.empty() && one.words.front().find('=') == std::string::npos;
        for (std::size_t i = 0; i < one.words.size(); ++i) {
            const std::string& word = one.words[i];
            const std::size_t equals = word.find('=');
            const std::string name = word.substr(0, equals), value = equals == std::string::npos ? std::string() : word.substr(equals + 1);
            if ((old && i > 0) || (!namesSecret(name) && !looksLikeSecret(value) && !holdsPassword(value))) continue;
            out.push_back({one.place, one.name + " " + shown(name) + " puts a secret into the image's history"});
        }
    };
    for (const Instruction& one : file.argumentLines) variables(one);
    eachInstruction(file, [&](const Stage&, const Instruction& one) {
        if (one.name == "ENV" || one.name == "ARG") variables(one);
        if (isCopy(one) && one.flag("from").empty())
            for (std::size_t i = 0; i + 1 < one.words.size(); ++i)
                if (isSecretFile(one.words[i])) out.push_back({one.place, shown(one.words[i]) + " would be in a layer of the image"});
        for (const Heredoc& heredoc : one.heredocs)
            if (looksLikeSecret(heredoc.content)) out.push_back({heredoc.place, "a secret stands in this text"});
    });
}

void copyNotAdd(const Dockerfile& file, const Parameters&, Findings& out) {
    eachInstruction(file, [&](const Stage&, const Instruction& one) {
        if (one.name != "ADD" || one.words.size() < 2) return;
        const std::string& source = one.words.front();
        const bool remote = source.find("://") != std::string::npos || source.starts_with("git@");
        if (remote && one.flag("checksum").empty() && source.find(".git") == std::string::npos) out.push_back({one.place, "ADD fetches " + shown(source) + " without --checksum"});
        if (!remote) out.push_back({one.place, "ADD of a local file: COPY copies and does nothing else"});
    });
}

void absoluteWorkdir(const Dockerfile& file, const Parameters&, Findings& out) {
    eachInstruction(file, [&](const Stage&, const Instruction& one) {
        if (one.name != "WORKDIR" || one.words.empty()) return;
        const char first = one.words.front().empty() ? '\0' : one.words.front().front();
        if (first != '/' && first != '$') out.push_back({one.place, "WORKDIR " + shown(one.arguments) + " depends on the one before it"});
    });
    for (const RunLine& line : allRuns(file))
        if (line.command.is("cd") && (line.command.after.empty() || line.command.after == "\n")) out.push_back({line.place, "`cd` at the end of a RUN is forgotten by the next one; WORKDIR stays"});
}

void noToolchain(const Dockerfile& file, const Parameters&, Findings& out) {
    const Stage& final = file.final();
    if (isGoImage(file.rootImage(final))) out.push_back({final.from.place, "what runs is made from " + shown(file.rootImage(final)) + ": the compiler goes with it"});
}

void noSources(const Dockerfile& file, const Parameters&, Findings& out) {
    for (const Instruction* one : file.effective(file.final()))
        if (copiesAll(*one)) out.push_back({one->place, "the whole folder is copied into the image that runs"});
}

void staticBinary(const Dockerfile& file, const Parameters&, Findings& out) {
    bool built = false;
    for (const Stage& stage : file.stages) {
        bool off = false;
        for (const Instruction* one : file.effective(stage)) {
            if (one->name == "ENV" && (one->arguments.find("CGO_ENABLED=0") != std::string::npos || one->arguments == "CGO_ENABLED 0")) off = true;
            for (const RunLine& line : runsOf({one})) {
                if (line.command.is("export") && line.command.hasWord("CGO_ENABLED=0")) off = true;
                if (line.command.is("go", "env") && line.command.hasFlag("w") && line.command.hasWord("CGO_ENABLED=0")) off = true;
                if (!line.command.is("go", "build") && !line.command.is("go", "install")) continue;
                built = true;
                const auto& own = line.command.assignments;
                if (!off && std::find(own.begin(), own.end(), "CGO_ENABLED=0") == own.end()) out.push_back({line.place, "`go build` without CGO_ENABLED=0 may need a C library that the image that runs has not"});
            }
        }
    }
    if (!built) out.push_back({file.stages.front().from.place, "nothing is built with `go build` in this file"});
}

void trimmedBuild(const Dockerfile& file, const Parameters&, Findings& out) {
    bool built = false;
    for (const RunLine& line : allRuns(file)) {
        if (!line.command.is("go", "build")) continue;
        built = true;
        const auto& own = line.command.assignments;
        const bool inFlags = std::any_of(own.begin(), own.end(), [](const std::string& a) { return a.starts_with("GOFLAGS=") && a.find("-trimpath") != std::string::npos; });
        if (!line.command.hasFlag("trimpath") && !inFlags) out.push_back({line.place, "`go build` without -trimpath"});
    }
    if (!built) out.push_back({file.stages.front().from.place, "nothing is built with `go build` in this file"});
}

void packagesClean(const Dockerfile& file, const Parameters&, Findings& out) {
    eachInstruction(file, [&](const Stage&, const Instruction& one) {
        bool updated = false, installed = false, cleaned = one.flag("mount").find("/var/") != std::string::npos;
        Place place;
        for (const RunLine& line : runsOf({&one})) {
            const Command& c = line.command;
            if (c.is("apt-get") || c.is("apt")) {
                if (c.hasWord("update")) updated = true;
                if (c.hasWord("install")) {
                    if (!updated) out.push_back({line.place, "the package list may be an old layer's: run apt-get update in the same RUN"});
                    if (!c.hasFlag("no-install-recommends")) out.push_back({line.place, "`apt-get install` takes recommended packages too: --no-install-recommends"});
                    installed = true, place = line.place;
                }
            }
            if (c.is("rm") && std::any_of(c.words.begin(), c.words.end(), [](const std::string& w) { return w.starts_with("/var/lib/apt/lists"); })) cleaned = true;
            if (c.is("apk") && c.hasWord("add") && !c.hasFlag("no-cache")) out.push_back({line.place, "`apk add` keeps its index in the layer: --no-cache"});
        }
        if (installed && !cleaned) out.push_back({place, "the package lists stay in this layer: rm -rf /var/lib/apt/lists/* in the same RUN"});
    });
}

void noUpgrade(const Dockerfile& file, const Parameters&, Findings& out) {
    for (const RunLine& line : allRuns(file)) {
        const Command& c = line.command;
        std::string what = c.is("go", "get") && c.hasFlag("u") ? "get -u" : "";
        if (c.is("apt-get") || c.is("apt") || c.is("apk"))
            for (const char* word : {"upgrade", "dist-upgrade", "full-upgrade"})
                if (c.hasWord(word)) what = word;
        if (!what.empty()) out.push_back({line.place, "`" + c.words[0] + " " + what + "` gives another image each day"});
    }
}

void healthcheck(const Dockerfile& file, const Parameters&, Findings& out) {
    const Instruction* one = last(file.effective(file.final()), "HEALTHCHECK");
    if (one == nullptr) out.push_back({file.final().from.place, "the last stage has no HEALTHCHECK"});
    else if (!one->words.empty() && one->words.front() == "NONE") out.push_back({one->place, "HEALTHCHECK NONE switches it off"});
    else if (one->flag("timeout").empty() || one->flag("interval").empty()) out.push_back({one->place, "HEALTHCHECK without --interval and --timeout waits 30 s for each answer"});
}

void exposedPort(const Dockerfile& file, const Parameters&, Findings& out) {
    bool any = false;
    for (const Instruction* one : file.effective(file.final())) {
        if (one->name != "EXPOSE") continue;
        for (const std::string& word : one->words) {
            any = true;
            const std::string number = word.substr(0, word.find('/'));
            const bool digits = !number.empty() && number.size() <= 5 && number.find_first_not_of("0123456789") == std::string::npos;
            const int port = digits ? std::stoi(number) : 0;
            if (digits && (port < 1024 || port > 65535)) out.push_back({one->place, "port " + number + (port < 1024 ? " is for root: take one from 1024 on" : " does not exist")});
        }
    }
    if (!any) out.push_back({file.final().from.place, "the last stage does not say which port it serves: EXPOSE"});
}

void namedStages(const Dockerfile& file, const Parameters&, Findings& out) {
    eachInstruction(file, [&](const Stage&, const Instruction& one) {
        const std::string from = one.flag("from");
        if (!isCopy(one) || from.empty() || from.find_first_not_of("0123456789") != std::string::npos) return;
        out.push_back({one.place, "--from=" + from + " counts stages: another FROM before it changes what it means; give the stage a name with AS"});
    });
}

void noSudo(const Dockerfile& file, const Parameters&, Findings& out) {
    for (const RunLine& line : allRuns(file))
        if (line.command.is("sudo") || line.command.is("su") || ((line.command.is("apt-get") || line.command.is("apk")) && line.command.hasWord("sudo")))
            out.push_back({line.place, "`sudo` has no place in an image: USER decides who runs"});
}

void noPipedScript(const Dockerfile& file, const Parameters&, Findings& out) {
    const std::vector<RunLine> lines = allRuns(file);
    const auto isShell = [](const Command& c) { return c.is("sh") || c.is("bash") || c.is("ash") || c.is("dash") || c.is("zsh"); };
    const auto fetches = [](const Command& c) { return c.is("curl") || c.is("wget"); };
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const Command& c = lines[i].command;
        bool unseen = false;
        for (std::size_t next = i; fetches(c) && lines[next].command.after == "|" && next + 1 < lines.size() && !unseen; ++next) unseen = isShell(lines[next + 1].command) || lines[next + 1].command.is("sudo");
        // sh -c "$(curl …)", bash <(curl …), eval "$(wget …)"
        if (isShell(c) || c.is("eval") || c.is("source") || c.is("."))
            for (const std::string& word : c.words)
                for (const char* begin : {"$(curl ", "$(wget ", "<(curl ", "<(wget ", "`curl ", "`wget "}) unseen = unseen || word.find(begin) != std::string::npos;
        if (unseen) out.push_back({lines[i].place, "a script from the network is run unseen: fetch it, compare its checksum, then run it"});
    }
}

void oneCommand(const Dockerfile& file, const Parameters&, Findings& out) {
    for (const Stage& stage : file.stages)
        for (const char* name : {"CMD", "ENTRYPOINT", "HEALTHCHECK"}) {
            int seen = 0;
            for (const Instruction& one : stage.instructions)
                if (one.name == name && !one.onBuild && ++seen == 2) out.push_back({one.place, std::string(name) + " stands twice in a stage: only the last one counts"});
        }
}

void labelled(const Dockerfile& file, const Parameters&, Findings& out) {
    std::string labels;
    for (const Instruction* one : file.effective(file.final()))
        if (one->name == "LABEL") labels += one->arguments + " ";
    for (const char* key : {"org.opencontainers.image.source", "org.opencontainers.image.version"})
        if (labels.find(key) == std::string::npos) out.push_back({file.final().from.place, std::string("the label ") + key + " is missing"});
    eachInstruction(file, [&](const Stage&, const Instruction& one) {
        if (one.name == "MAINTAINER") out.push_back({one.place, "MAINTAINER is out of use: LABEL org.opencontainers.image.authors"});
    });
}

void buildCache(const Dockerfile& file, const Parameters&, Findings& out) {
    bool built = false;
    for (const RunLine& line : allRuns(file)) {
        if (!line.command.is("go", "build")) continue;
        built = true;
        const auto& flags = line.instruction->flags;
        const bool cached = std::any_of(flags.begin(), flags.end(), [](const auto& f) { return f.first == "mount" && f.second.find("type=cache") != std::string::npos; });
        if (!cached) out.push_back({line.place, "`go build` without its cache compiles everything each time: RUN --mount=type=cache,target=/root/.cache/go-build"});
    }
    if (!built) out.push_back({file.stages.front().from.place, "nothing is built with `go build` in this file"});
}

constexpr std::string_view kBuild = "FROM golang:1.26-bookworm AS build\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN CGO_ENABLED=0 go build -trimpath -o /out/service .\n\nFROM alpine:3.22\nCOPY --from=build /out/service /service\nUSER 10001:10001\nENTRYPOINT [\"/service\"]\n";

constexpr Rule<Dockerfile> kRules[] = {
    {{"multi-stage", "It is built in one stage and runs in another.", "What runs needs neither compiler nor sources: each of them is weight to move and a way in.", Piece::File,
      "FROM golang:1.26-bookworm\nWORKDIR /src\nCOPY . .\nRUN go build -o /service .\nENTRYPOINT [\"/service\"]\n", kBuild}, multiStage},
    {{"pinned-base", "Each image that it begins with has a version.", "A tag that moves gives another image tomorrow, and nobody can say what ran yesterday.", Piece::File,
      "FROM golang:latest\n", "FROM golang:1.26-bookworm\n"}, pinnedBase},
    {{"digest-base", "Each image that it begins with is named by its digest.", "A tag can be pushed again with other content; a digest is its content.", Piece::File,
      "FROM alpine:3.22\n", "FROM alpine:3.22@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1\n"}, digestBase},
    {{"non-root", "The program does not run as root.", "Who breaks out of a program that runs as root is root in the container, and has half the way to the host behind him.", Piece::File,
      "FROM alpine:3.22\nENTRYPOINT [\"/service\"]\n", "FROM alpine:3.22\nUSER 10001:10001\nENTRYPOINT [\"/service\"]\n"}, nonRoot},
    {{"numeric-user", "The user is a number.", "Kubernetes' runAsNonRoot cannot know which number a name has, and refuses to start it.", Piece::File,
      "FROM alpine:3.22\nUSER app\n", "FROM alpine:3.22\nUSER 10001:10001\n"}, numericUser},
    {{"modules-before-sources", "Modules are downloaded before the sources are copied.", "A layer is made again when what it copies changes: so the modules are fetched when go.mod changes, and not at every edit.", Piece::File,
      "FROM golang:1.26 AS build\nWORKDIR /src\nCOPY . .\nRUN go mod download\nRUN go build -o /out/service .\n", kBuild}, modulesBeforeSources},
    {{"exec-form", "ENTRYPOINT and CMD are lists.", "In shell form a shell is process 1: it gets SIGTERM, keeps it, and the program is killed before it has drained.", Piece::File,
      "FROM alpine:3.22\nCMD /service -addr :8080\n", "FROM alpine:3.22\nENTRYPOINT [\"/service\"]\nCMD [\"-addr\", \":8080\"]\n"}, execForm},
    {{"no-secrets", "No secret is in the image.", "ENV, ARG and every layer can be read by whoever can pull the image, also when a later layer deletes the file.", Piece::File,
      "FROM alpine:3.22\nENV DB_PASSWORD=hunter2\n", "FROM alpine:3.22\nRUN --mount=type=secret,id=db cat /run/secrets/db > /dev/null\n"}, noSecrets},
    {{"copy-not-add", "Local files are copied with COPY.", "ADD also fetches and unpacks, by the look of the name: nobody sees from the line what it will do.", Piece::File,
      "FROM alpine:3.22\nADD config.json /etc/service/\n", "FROM alpine:3.22\nCOPY config.json /etc/service/\n"}, copyNotAdd},
    {{"absolute-workdir", "Folders are set with an absolute WORKDIR.", "A relative one depends on the lines before it, and `cd` is forgotten at the end of its RUN.", Piece::File,
      "FROM alpine:3.22\nWORKDIR app\nRUN cd /data\n", "FROM alpine:3.22\nWORKDIR /app\n"}, absoluteWorkdir},
    {{"no-toolchain", "The image that runs has no Go toolchain.", "A compiler in production is 800 MB to pull at every scale-up, and a tool for whoever gets in.", Piece::File,
      "FROM alpine:3.22 AS assets\nFROM golang:1.26\nENTRYPOINT [\"/service\"]\n", kBuild}, noToolchain},
    {{"no-sources", "The image that runs has no sources.", "What it does not need it can lose: sources, tests and .git go with `COPY . .`.", Piece::File,
      "FROM golang:1.26 AS build\nFROM alpine:3.22\nCOPY . .\n", kBuild}, noSources},
    {{"static-binary", "The program is built without cgo.", "With cgo it needs the C library of the image that it was built in; on another one it ends with \"not found\".", Piece::File,
      "FROM golang:1.26 AS build\nRUN go build -o /out/service .\n", "FROM golang:1.26 AS build\nRUN CGO_ENABLED=0 go build -o /out/service .\n"}, staticBinary},
    {{"trimmed-build", "The program is built with -trimpath.", "Without it the folders of the build machine are in the binary, and the same sources give other bytes elsewhere.", Piece::File,
      "FROM golang:1.26 AS build\nRUN go build -o /out/service .\n", "FROM golang:1.26 AS build\nRUN go build -trimpath -o /out/service .\n"}, trimmedBuild},
    {{"packages-clean", "Packages are installed small and from a fresh list.", "A package list in an older layer is out of date, and what one layer leaves behind no later one takes away.", Piece::File,
      "FROM debian:12\nRUN apt-get update\nRUN apt-get install -y ca-certificates\n",
      "FROM debian:12\nRUN apt-get update \\\n && apt-get install -y --no-install-recommends ca-certificates \\\n && rm -rf /var/lib/apt/lists/*\n"}, packagesClean},
    {{"no-upgrade", "Packages are not upgraded while the image is built.", "It makes the image depend on the day; a newer base image is the way to newer packages.", Piece::File,
      "FROM debian:12\nRUN apt-get update && apt-get upgrade -y\n", "FROM debian:12.11\n"}, noUpgrade},
    {{"healthcheck", "The image can say whether it is well.", "Without HEALTHCHECK a container that hangs counts as running.", Piece::File,
      "FROM alpine:3.22\nENTRYPOINT [\"/service\"]\n", "FROM alpine:3.22\nHEALTHCHECK --interval=10s --timeout=2s CMD [\"/service\", \"-check\"]\nENTRYPOINT [\"/service\"]\n"}, healthcheck},
    {{"exposed-port", "The port is said, and is none of root's.", "EXPOSE is where people and tools look; a port below 1024 needs a right that the program should not have.", Piece::File,
      "FROM alpine:3.22\nEXPOSE 80\n", "FROM alpine:3.22\nEXPOSE 8080\n"}, exposedPort},
    {{"named-stages", "Stages are copied from by name.", "A number changes its meaning when a stage is put in before it.", Piece::File,
      "FROM golang:1.26\nFROM alpine:3.22\nCOPY --from=0 /out/service /service\n", kBuild}, namedStages},
    {{"no-sudo", "sudo is not used.", "Who may use sudo is root; USER says it where it can be seen.", Piece::File,
      "FROM debian:12\nRUN sudo mkdir /data\n", "FROM debian:12\nRUN mkdir /data\nUSER 10001\n"}, noSudo},
    {{"no-piped-script", "No script from the network is piped into a shell.", "Whoever holds the server, or the name, decides what is in the image; an interrupted download runs by half.", Piece::File,
      "FROM debian:12\nRUN curl -fsSL https://example.com/install.sh | sh\n",
      "FROM debian:12\nADD --checksum=sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 https://example.com/tool /usr/local/bin/tool\n"}, noPipedScript},
    {{"one-command", "CMD, ENTRYPOINT and HEALTHCHECK stand once in a stage.", "Only the last one counts; the one before misleads who reads it.", Piece::File,
      "FROM alpine:3.22\nCMD [\"/a\"]\nCMD [\"/b\"]\n", "FROM alpine:3.22\nCMD [\"/b\"]\n"}, oneCommand},
    {{"labelled", "Labels say where it comes from and which version it is.", "Who finds a container that misbehaves at night has to find its source.", Piece::File,
      "FROM alpine:3.22\nMAINTAINER ada@example.com\n",
      "FROM alpine:3.22\nLABEL org.opencontainers.image.source=\"https://example.com/service\" \\\n      org.opencontainers.image.version=\"1.4.0\"\n"}, labelled},
    {{"build-cache", "go build keeps its cache between builds.", "Without a cache mount each edit compiles every dependency again.", Piece::File,
      "FROM golang:1.26 AS build\nRUN go build -o /out/service .\n", "FROM golang:1.26 AS build\nRUN --mount=type=cache,target=/root/.cache/go-build go build -o /out/service .\n"}, buildCache},
};

}  // namespace

std::span<const Rule<Dockerfile>> dockerfileRules() { return kRules; }

}  // namespace assay::checks::artifact
