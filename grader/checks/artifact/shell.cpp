// Walks the tree of a script and notes for each command where its failure would go. The rules of `set -e` are those of bash:
// it looks away in conditions, after `!`, and before the last command of a list of && and ||.

#include "checks/artifact/shell.h"

#include <algorithm>
#include <cctype>
#include <map>

#include "checks/artifact/shell_syntax.h"

namespace assay::checks::artifact {

namespace {

constexpr int kMostNested = 6;                // functions within functions, sh -c 'sh -c …'
constexpr std::size_t kFarthestExit = 100;     // statements between code=$? and exit $code
constexpr std::size_t kMostCommands = 20'000;  // functions that call each other could make more than anyone wrote

struct State {  // of one shell process
    bool exitOnError = false, pipefail = false;
    bool ended = false;      // an exit that is always reached
    bool swallowed = false;  // a trap ends the script with success
};
// Where a part stands.
struct Position {
    bool sure = true;
    bool status = true;     // its failure is a failure of the script, whatever set -e says
    bool exits = true;      // `exit 1` here fails the script
    bool stops = false;     // its success fails the script
    bool ignoring = false;  // set -e looks away
    bool first = false;     // the first of its pipe is looked at: exit ${PIPESTATUS[0]}
    int depth = 0;
};

const Part* onlyCommand(const Part& part) {
    const Part* at = &part;
    while (at->parts.size() == 1 && (at->kind == Part::Kind::AndOr || at->kind == Part::Kind::Pipeline || at->kind == Part::Kind::List) && !at->negated) at = &at->parts.front();
    return at->kind == Part::Kind::Simple ? at : nullptr;
}
bool isNamed(const Part* command, std::string_view name) { return command != nullptr && !command->words.empty() && command->words.front() == name; }
std::string firstArgument(const Part* command) { return command != nullptr && command->words.size() > 1 ? command->words[1] : std::string(); }

// A command that asks something and changes nothing: what follows its && may well not run.
bool asks(const Part& part) {
    if (part.negated) return true;
    const Part* command = onlyCommand(part);
    if (command == nullptr || command->words.empty()) return command == nullptr;
    const std::string& name = command->words.front();
    for (const char* one : {"[", "[[", "test", "false", "which", "type", "hash", "grep"})
        if (name == one) return true;
    return name == "command" && firstArgument(command).starts_with("-");
}

// `exit 1`, or a block that comes to one. exit of a variable is taken for one that fails: that is why a script keeps it.
bool fails(const Part& part, bool& outright) {
    if (const Part* command = onlyCommand(part)) {
        const std::string code = firstArgument(command);
        outright = isNamed(command, "exit");
        if (isNamed(command, "false")) return true;
        return (outright || isNamed(command, "return")) && !code.empty() && code.find_first_not_of('0') != std::string::npos;
    }
    if (part.kind == Part::Kind::List) return std::any_of(part.parts.begin(), part.parts.end(), [&](const Part& p) { return fails(p, outright) && outright; });
    if (part.kind == Part::Kind::AndOr && part.parts.size() > 1) {  // echo no && exit 1
        for (std::size_t i = 0; i + 1 < part.parts.size(); ++i)
            if (part.joins[i] != "&&" || asks(part.parts[i])) return false;
        return fails(part.parts.back(), outright);
    }
    if (part.kind == Part::Kind::Subshell) {
        bool own = false;
        outright = false;
        return fails(part.parts.front(), own);
    }
    return part.parts.size() == 1 && part.kind != Part::Kind::Loop && part.kind != Part::Kind::For && part.kind != Part::Kind::Function && !part.negated && fails(part.parts.front(), outright);
}

bool mayGoOverSomething(const std::vector<std::string>& words) {
    return std::any_of(words.begin(), words.end(), [](const std::string& word) {
        if (word.find('$') == std::string::npos && word.find('`') == std::string::npos) return true;
        for (const char* lists : {"$(go ", "$(find ", "$(ls", "$(git ls-files", "${{"})
            if (word.find(lists) != std::string::npos) return true;
        return false;
    });
}

class Walk {
  public:
    Walk(const ShellOptions& options, Script& out, std::size_t& budget) : m_options(options), m_out(out), m_budget(budget) {}

    void script(std::string_view text, const Position& position, std::size_t shift) {
        const Part tree = parseShell(text);
        m_shift = shift;
        State state{m_options.exitOnError, m_options.pipefail, false, false};
        list(tree, position, state, "");
    }

  private:
    // Statement `at`'s status is kept, and the script ends with it: code=$? … exit $code.
    bool statusIsKept(const Part& list, std::size_t at, bool& first) const {
        if (at + 1 >= list.parts.size()) return false;
        const Part* next = onlyCommand(list.parts[at + 1]);
        if (next == nullptr) return false;
        const std::string code = firstArgument(next);
        first = code.find("PIPESTATUS[0]") != std::string::npos;
        if (isNamed(next, "exit")) return next->words.size() == 1 || code == "$?" || first;
        if (!next->words.empty() || next->assignments.size() != 1) return false;
        const std::string& kept = next->assignments.front();
        first = kept.find("PIPESTATUS[0]") != std::string::npos;
        if (!kept.ends_with("=$?") && !first) return false;
        const std::string name = kept.substr(0, kept.find('='));
        for (std::size_t i = at + 2; i < std::min(list.parts.size(), at + kFarthestExit); ++i) {
            const Part* end = onlyCommand(list.parts[i]);
            if (isNamed(end, "exit")) return firstArgument(end) == "$" + name || firstArgument(end) == "${" + name + "}";
        }
        return false;
    }

    void list(const Part& part, const Position& position, State& state, const std::string& after) {
        const Position whole = position;
        for (std::size_t i = 0; i < part.parts.size(); ++i) {
            const bool isLast = i + 1 == part.parts.size();
            Position here = whole;
            here.sure = whole.sure && !state.ended && part.joins[i] != "&";
            here.status = isLast && whole.status;
            here.stops = isLast && whole.stops;
            bool first = false;
            if (statusIsKept(part, i, first)) first ? here.first = whole.exits : here.status = whole.exits;
            if (part.joins[i] == "&") here.status = here.stops = false, here.ignoring = true;
            andOr(part.parts[i], here, state, isLast && !after.empty() ? after : part.joins[i]);
        }
    }

    void andOr(const Part& part, const Position& position, State& state, const std::string& after) {
        const std::size_t last = part.parts.size() - 1;
        bool sure = position.sure;
        for (std::size_t i = 0; i <= last; ++i) {
            Position here = position;
            here.sure = sure && (i == 0 || part.joins[i - 1] == "&&");
            here.stops = last == 0 && position.stops;
            bool outright = false;
            std::size_t handler = i + 1;
            while (handler <= last && part.joins[handler - 1] != "||") ++handler;
            if (handler <= last) {
                const bool handed = fails(part.parts[handler], outright);
                here.status = handed && (outright ? position.exits : handler == last && (position.status || (state.exitOnError && !position.ignoring)));
            }
            if (i != last) here.ignoring = true;
            if (i != last && part.joins[i] == "&&" && fails(part.parts[i + 1], outright) && outright) here.stops = position.exits;
            pipeline(part.parts[i], here, state, i == last ? after : part.joins[i]);
            // What a question decides runs for sure only where the other answer ends the script.
            if (i != last && part.joins[i] == "&&" && asks(part.parts[i]) && !(here.status && here.sure)) sure = false;
        }
    }

    void pipeline(const Part& part, Position position, State& state, const std::string& after) {
        if (part.negated) {
            std::swap(position.status, position.stops);
            position.ignoring = true;
        }
        const std::size_t last = part.parts.size() - 1;
        for (std::size_t i = 0; i <= last; ++i) {
            Position here = position;
            if (i != last) {
                here.stops = false;
                here.status = (position.status && state.pipefail) || (i == 0 && position.first);
                here.ignoring = position.ignoring || !state.pipefail;
            }
            if (last == 0) {
                here.status = here.status || position.first;
                return command(part.parts[0], here, state, after);
            }
            State own = state;  // each stage is a process of its own
            command(part.parts[i], here, own, i == last ? after : "|");
        }
    }

    void command(const Part& part, const Position& position, State& state, const std::string& after) {
        using Kind = Part::Kind;
        Position inside = position;
        switch (part.kind) {
            case Kind::Simple: return simple(part, position, state, after);
            case Kind::Group: return list(part.parts.front(), inside, state, after);
            case Kind::Subshell: {
                State own = state;
                inside.status = inside.exits = position.status || (state.exitOnError && !position.ignoring);
                return list(part.parts.front(), inside, own, after);
            }
            case Kind::If: return branches(part, position, state);
            case Kind::Function: {
                m_functions[part.name] = {&part, m_out.commands.size()};
                inside.sure = false;
                State own = state;
                return command(part.parts.front(), inside, own, "");
            }
            case Kind::For: inside.sure = position.sure && mayGoOverSomething(part.words); break;
            default: inside.sure = false; break;  // Loop, Case
        }
        inside.status = inside.stops = false;
        for (const Part& body : part.parts) list(body, inside, state, "\n");
    }

    void branches(const Part& part, const Position& position, State& state) {
        const std::size_t pairs = part.parts.size() / 2;
        bool outright = false;
        const Part* constant = onlyCommand(part.parts.front());
        const bool always = isNamed(constant, "true") || isNamed(constant, ":");
        for (std::size_t i = 0; i < pairs; ++i) {
            Position condition = position;
            condition.sure = position.sure && i == 0;
            condition.ignoring = true;
            condition.stops = fails(part.parts[2 * i + 1], outright) && outright && position.exits;
            condition.status = pairs == 1 && part.parts.size() == 3 && fails(part.parts.back(), outright) && outright && position.exits;
            list(part.parts[2 * i], condition, state, ";");
            body(part.parts[2 * i + 1], position, state, always && i == 0);
        }
        if (part.parts.size() % 2 == 1) body(part.parts.back(), position, state, false);
    }
    void body(const Part& part, Position position, State& state, bool sure) {
        position.sure = position.sure && sure;
        position.stops = false;
        list(part, position, state, "\n");
    }

    void simple(const Part& part, const Position& position, State& state, const std::string& after) {
        if (m_budget == 0) return;
        --m_budget;
        const bool sure = position.sure && !state.swallowed && !state.ended;
        if (part.words.empty()) {
            if (sure) m_out.assignments.insert(m_out.assignments.end(), part.assignments.begin(), part.assignments.end());
            return;
        }
        Command one{part.words, part.assignments, part.heredocs, part.output, after, m_shift + part.offset, sure, sure, sure && position.stops};
        one.counts = sure && (position.status || (state.exitOnError && !position.ignoring));
        if (position.depth < kMostNested) {
            if (const auto known = m_functions.find(one.words.front()); known != m_functions.end()) return call(known->second, position, state);
            add(std::move(one), position, state);
        } else {
            one.sure = one.counts = one.stops = false;
            m_out.commands.push_back(std::move(one));
        }
    }
    void add(Command one, const Position& position, State& state) {
        effects(one, state);
        const std::string inner = innerScript(one);
        std::vector<std::string> wrapped = innerCommand(one);
        Command copy = one;
        m_out.commands.push_back(std::move(one));
        if (!wrapped.empty()) {
            for (std::size_t i = 1; i + wrapped.size() < copy.words.size(); ++i)
                if (copy.words[i].find('=') != std::string::npos && !copy.words[i].starts_with('-')) copy.assignments.push_back(copy.words[i]);
            copy.words = std::move(wrapped);
            Position deeper = position;
            ++deeper.depth;
            if (deeper.depth >= kMostNested) return;
            return add(std::move(copy), deeper, state);
        }
        if (inner.empty()) return;
        const std::size_t begin = m_out.commands.size();
        Position deeper = position;
        deeper.sure = copy.sure, deeper.status = deeper.exits = copy.counts, deeper.stops = false, deeper.ignoring = false;
        ++deeper.depth;
        const auto given = [&](char letter) {
            return std::any_of(copy.words.begin() + 1, copy.words.end(), [&](const std::string& w) { return w.starts_with('-') && !w.starts_with("--") && w.size() < 8 && w.find(letter) != std::string::npos; });
        };
        Walk(ShellOptions{given('e'), copy.hasWord("pipefail")}, m_out, m_budget).script(inner, deeper, 0);
        for (std::size_t i = begin; i < m_out.commands.size(); ++i) m_out.commands[i].offset = copy.offset;
    }
    // What `sh -c` or `eval` is given, or the heredoc that a shell reads.
    static std::string innerScript(const Command& one) {
        if (one.is("eval") && one.words.size() > 1) return one.words[1];
        if (!one.is("sh") && !one.is("bash") && !one.is("ash") && !one.is("dash")) return {};
        for (std::size_t i = 1; i + 1 < one.words.size(); ++i) {
            const std::string& word = one.words[i];
            if (word.size() >= 2 && word.size() <= 8 && word[0] == '-' && word[1] != '-' && word.back() == 'c') return one.words[i + 1];
        }
        const bool reads = std::all_of(one.words.begin() + 1, one.words.end(), [](const std::string& w) { return w.starts_with('-') || w == "pipefail"; });
        return reads && !one.heredocs.empty() ? one.heredocs.back() : std::string();
    }
    // The command that time, env, timeout and their like start.
    static std::vector<std::string> innerCommand(const Command& one) {
        bool known = false;
        for (const char* name : {"time", "env", "exec", "command", "nice", "nohup", "timeout", "sudo", "stdbuf", "xvfb-run"}) known = known || one.is(name);
        if (!known || (one.is("command") && one.words.size() > 1 && one.words[1].starts_with('-'))) return {};
        for (auto at = one.words.begin() + 1; at != one.words.end(); ++at) {
            const bool number = !at->empty() && std::isdigit(static_cast<unsigned char>(at->front())) != 0;
            if (at->starts_with('-') || at->find('=') != std::string::npos || number) continue;
            return {at, one.words.end()};
        }
        return {};
    }

    struct Known {
        const Part* part;
        std::size_t listed;  // where its commands begin in the list
    };
    // The commands of the body are in the list already, from the definition; a call makes them sure.
    void call(const Known& known, Position position, State& state) {
        ++position.depth;
        std::vector<Command> made;
        made.swap(m_out.commands);
        command(known.part->parts.front(), position, state, "");
        made.swap(m_out.commands);
        for (std::size_t i = 0; i < made.size() && known.listed + i < m_out.commands.size(); ++i) {
            Command& one = m_out.commands[known.listed + i];
            if (one.words != made[i].words) break;  // something in it was not the same: nothing is taken for sure
            one.sure = one.sure || made[i].sure, one.counts = one.counts || made[i].counts, one.stops = one.stops || made[i].stops;
        }
    }

    static void effects(const Command& one, State& state) {
        if (one.words.front() == "set") return options(one, state);
        if (!one.sure) return;
        if (one.words.front() == "exit" || one.words.front() == "exec") state.ended = true;
        if (one.words.front() == "trap" && one.words.size() > 1 && one.words[1].find("exit 0") != std::string::npos && (one.hasWord("EXIT") || one.hasWord("ERR") || one.hasWord("0"))) state.swallowed = true;
    }
    static void options(const Command& one, State& state) {
        for (std::size_t i = 1; i < one.words.size(); ++i) {
            const std::string& word = one.words[i];
            const bool on = word.starts_with('-');
            if (word.size() < 2 || (!on && !word.starts_with('+')) || word == "--") return;
            if (word.find('e') != std::string::npos) state.exitOnError = on && (one.sure || state.exitOnError);
            if (word.find('n') != std::string::npos && on) state.ended = true;  // reads commands and runs none
            if (word.back() != 'o' || i + 1 >= one.words.size()) continue;
            const std::string& name = one.words[++i];
            if (name == "pipefail") state.pipefail = on && (one.sure || state.pipefail);
            if (name == "errexit") state.exitOnError = on && (one.sure || state.exitOnError);
        }
    }

    ShellOptions m_options;
    Script& m_out;
    std::size_t& m_budget;
    std::size_t m_shift = 0;
    std::map<std::string, Known> m_functions;
};

}  // namespace

bool Command::is(std::string_view first) const {
    std::string_view name = words.front();
    if (const std::size_t slash = name.rfind('/'); slash != std::string_view::npos) name.remove_prefix(slash + 1);
    return name == first;
}
bool Command::is(std::string_view first, std::string_view second) const { return is(first) && words.size() > 1 && words[1] == second; }
bool Command::hasWord(std::string_view word) const { return std::find(words.begin(), words.end(), word) != words.end(); }
const std::string* Command::flag(std::string_view name, std::string& storage) const {
    for (std::size_t i = 1; i < words.size(); ++i) {
        std::string_view word = words[i];
        if (!word.starts_with('-')) continue;
        word.remove_prefix(word.starts_with("--") ? 2 : 1);
        const std::size_t equals = word.find('=');
        if (word.substr(0, equals) != name) continue;
        storage = equals != std::string_view::npos ? std::string(word.substr(equals + 1)) : i + 1 < words.size() ? words[i + 1] : std::string();
        return &storage;
    }
    return nullptr;
}
bool Command::hasFlag(std::string_view name) const {
    std::string value;
    return flag(name, value) != nullptr;
}

Script readScript(std::string_view script, const ShellOptions& options) {
    Script out;
    std::size_t budget = kMostCommands;
    Walk(options, out, budget).script(script, {}, 0);
    return out;
}
std::vector<Command> splitCommands(std::string_view script) { return readScript(script, {}).commands; }

}  // namespace assay::checks::artifact
