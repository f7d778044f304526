// Three passes. Lines become logical lines (directives, comments, continuations, heredocs); a logical line becomes an
// instruction (flags, forms); instructions become stages. Each keeps the places of the one before.

#include "checks/artifact/dockerfile.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace assay::checks::artifact {

namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 18> kInstructions{"ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL",
                                                         "MAINTAINER", "ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"};
constexpr std::size_t kMostHeredocs = 50, kMostStages = 200;

bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f'; }

std::string_view trimLeft(std::string_view text) {
    while (!text.empty() && isBlank(text.front())) text.remove_prefix(1);
    return text;
}
std::string_view trimRight(std::string_view text) {
    while (!text.empty() && isBlank(text.back())) text.remove_suffix(1);
    return text;
}
std::string upper(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return out;
}
std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

// Words of a line, quotes taken off; in `raw`, as they are written.
struct Word {
    std::string text, raw;
};
std::vector<Word> wordsOf(std::string_view line, char escape) {
    std::vector<Word> words;
    for (std::size_t i = 0; i < line.size();) {
        if (isBlank(line[i]) || line[i] == '\n') {
            ++i;
            continue;
        }
        Word word;
        char quote = '\0';
        const std::size_t begin = i;
        for (; i < line.size(); ++i) {
            const char c = line[i];
            if (quote == '\0' && (isBlank(c) || c == '\n')) break;
            if (c == escape && quote != '\'' && i + 1 < line.size()) word.text += line[++i];
            else if (quote == '\0' && (c == '\'' || c == '"')) quote = c;
            else if (c == quote && quote != '\0') quote = '\0';
            else word.text += c;
        }
        word.raw = line.substr(begin, i - begin);
        words.push_back(std::move(word));
    }
    return words;
}

struct PendingHeredoc {
    std::string name;
    bool tabs = false, expands = true;
};
// Each word of the form [digits]<<[-]name begins a heredoc.
std::vector<PendingHeredoc> heredocsOf(std::string_view line, char escape) {
    std::vector<PendingHeredoc> found;
    for (const Word& word : wordsOf(line, escape)) {
        std::string_view raw = word.raw;
        while (!raw.empty() && raw.front() >= '0' && raw.front() <= '9') raw.remove_prefix(1);
        if (!raw.starts_with("<<") || raw.starts_with("<<<")) continue;
        raw.remove_prefix(2);
        PendingHeredoc one;
        if (raw.starts_with("-")) one.tabs = true, raw.remove_prefix(1);
        for (const char c : raw) {
            if (c == '\'' || c == '"') one.expands = false;
            else one.name += c;
        }
        if (!one.name.empty() && one.name.find('<') == std::string::npos) found.push_back(std::move(one));
    }
    return found;
}

class Parser {
  public:
    explicit Parser(std::string_view text) : m_lines(base::splitLines(text)) {}

    Dockerfile parse() {
        if (!m_lines.empty() && m_lines.front().starts_with("\xef\xbb\xbf")) m_lines.front().erase(0, 3);
        readDirectives();
        while (m_at < m_lines.size() && m_file.problems.empty()) readLogicalLine();
        if (m_file.problems.empty() && m_file.stages.empty()) problem({1, 1}, "there is no FROM: an image begins with the image that it is made from");
        return std::move(m_file);
    }

  private:
    void problem(Place place, std::string message) { m_file.problems.push_back({place, std::move(message)}); }

    // "# escape=`" and its like, before anything else.
    void readDirectives() {
        std::vector<std::string> seen;
        for (; m_at < m_lines.size(); ++m_at) {
            std::string_view line = trimLeft(m_lines[m_at]);
            if (!line.starts_with('#')) return;
            line = trimLeft(line.substr(1));
            const std::size_t equals = line.find('=');
            if (equals == std::string_view::npos) return;
            const std::string name = lower(trimRight(line.substr(0, equals)));
            if (name != "escape" && name != "syntax" && name != "check") return;
            const std::string_view value = trimRight(trimLeft(line.substr(equals + 1)));
            const Place place{static_cast<int>(m_at) + 1, 1};
            if (std::find(seen.begin(), seen.end(), name) != seen.end()) return problem(place, "the directive " + base::quote(name) + " stands twice");
            seen.push_back(name);
            if (name != "escape") continue;
            if (value != "\\" && value != "`") return problem(place, "the directive escape has to be \\ or `");
            m_file.escape = value.front();
        }
    }

    bool continues(std::string_view& line) const {
        const std::string_view trimmed = trimRight(line);
        if (trimmed.empty() || trimmed.back() != m_file.escape) return false;
        if (trimmed.size() > 1 && trimmed[trimmed.size() - 2] == m_file.escape) return false;
        line = trimmed.substr(0, trimmed.size() - 1);
        return true;
    }

    void readLogicalLine() {
        std::string joined;
        std::vector<std::pair<std::size_t, Place>> origins;
        bool more = true;
        while (more && m_at < m_lines.size()) {
            std::string_view line = m_lines[m_at++];
            const std::string_view text = trimLeft(line);
            // Comments and empty lines inside a continuation are dropped, and it goes on.
            if (text.starts_with('#') || trimRight(text).empty()) {
                if (joined.empty()) return;
                continue;
            }
            if (joined.empty()) line = text;
            const auto column = static_cast<int>(line.data() - m_lines[m_at - 1].data()) + 1;
            origins.emplace_back(joined.size(), Place{static_cast<int>(m_at), column});
            more = continues(line);
            joined += line;
        }
        if (joined.empty()) return;
        readInstruction(trimRight(joined), std::move(origins));
    }

    void readInstruction(std::string_view line, std::vector<std::pair<std::size_t, Place>> origins) {
        Instruction one;
        one.place = origins.front().second;
        std::size_t at = 0;
        const auto word = [&] {
            const std::size_t begin = at;
            while (at < line.size() && !isBlank(line[at])) ++at;
            const std::string found = upper(line.substr(begin, at - begin));
            while (at < line.size() && isBlank(line[at])) ++at;
            return found;
        };
        one.name = word();
        if (one.name == "ONBUILD") {
            one.onBuild = true;
            one.name = word();
            if (one.name == "ONBUILD" || one.name == "FROM" || one.name == "MAINTAINER") return problem(one.place, one.name + " cannot stand in ONBUILD");
        }
        if (std::find(kInstructions.begin(), kInstructions.end(), one.name) == kInstructions.end()) return unknown(one);
        readFlags(line, at, one);
        one.arguments = line.substr(at);
        for (const auto& [offset, place] : origins) {
            if (offset >= at) one.origins.emplace_back(offset - at, place);
            else one.origins = {{0, Place{place.line, place.column + static_cast<int>(at - offset)}}};
        }
        if (one.arguments.empty()) return problem(one.place, one.name + " has nothing after it");
        readForm(one);
        if (one.name == "RUN" || one.name == "COPY" || one.name == "ADD") readHeredocs(one);
        if (m_file.problems.empty()) take(std::move(one));
    }

    void unknown(const Instruction& one) {
        const std::vector<std::string> known(kInstructions.begin(), kInstructions.end());
        const std::string near = base::nearest(one.name, known);
        problem(one.place, base::quote(base::cut(one.name, 60)) + " is no instruction" + (near.empty() ? "; a line that goes on needs the escape character at the end of the one before" : "; did you mean " + near + "?"));
    }

    static void readFlags(std::string_view line, std::size_t& at, Instruction& one) {
        while (line.substr(at).starts_with("--")) {
            const std::size_t begin = at + 2;
            while (at < line.size() && !isBlank(line[at])) ++at;
            const std::string_view flag = line.substr(begin, at - begin);
            const std::size_t equals = flag.find('=');
            one.flags.emplace_back(flag.substr(0, equals), equals == std::string_view::npos ? "" : flag.substr(equals + 1));
            while (at < line.size() && isBlank(line[at])) ++at;
        }
    }

    void readForm(Instruction& one) const {
        std::string_view text = one.arguments;
        if (one.name == "HEALTHCHECK" && upper(text.substr(0, 3)) == "CMD") text = trimLeft(text.substr(3));
        if (text.starts_with('[')) {
            const json list = json::parse(text, nullptr, false);
            const bool texts = list.is_array() && std::all_of(list.begin(), list.end(), [](const json& item) { return item.is_string(); });
            if (texts) {
                one.exec = true;
                for (const json& item : list) one.words.push_back(item.get<std::string>());
                return;
            }
        }
        for (Word& word : wordsOf(text, m_file.escape)) one.words.push_back(std::move(word.text));
    }

    void readHeredocs(Instruction& one) {
        if (one.exec) return;
        const std::vector<PendingHeredoc> pending = heredocsOf(one.arguments, m_file.escape);
        if (pending.size() > kMostHeredocs) return problem(one.place, "there are more than 50 heredocs in one instruction");
        for (const PendingHeredoc& wanted : pending) {
            Heredoc heredoc{wanted.name, {}, {static_cast<int>(m_at) + 1, 1}, wanted.expands};
            bool ended = false;
            while (m_at < m_lines.size() && !ended) {
                std::string_view line = m_lines[m_at++];
                if (wanted.tabs)
                    while (line.starts_with('\t')) line.remove_prefix(1);
                ended = line == wanted.name;
                if (!ended) heredoc.content += std::string(line) + "\n";
            }
            if (!ended) return problem(one.place, "the heredoc " + base::quote(base::cut(wanted.name, 60)) + " has no end: a line with its name alone ends it");
            one.heredocs.push_back(std::move(heredoc));
        }
    }

    void take(Instruction one) {
        if (one.name == "FROM") return takeFrom(std::move(one));
        if (!m_file.stages.empty()) {
            m_file.stages.back().instructions.push_back(std::move(one));
            return;
        }
        if (one.name != "ARG") return problem(one.place, one.name + " stands before the first FROM; only ARG may");
        for (const std::string& word : one.words) {
            const std::size_t equals = word.find('=');
            if (equals != std::string::npos) m_file.arguments[word.substr(0, equals)] = word.substr(equals + 1);
        }
        m_file.argumentLines.push_back(std::move(one));
    }

    void takeFrom(Instruction one) {
        Stage stage;
        const std::vector<std::string>& words = one.words;
        const bool named = words.size() == 3 && upper(words[1]) == "AS";
        if (words.size() != 1 && !named) return problem(one.place, "FROM takes an image, or an image, AS and a name");
        stage.written = words[0];
        stage.image = expandVariables(words[0], m_file.arguments, m_file.escape);
        if (stage.image.empty()) return problem(one.place, "the image of this FROM is empty: its ARG has no default");
        if (named) stage.name = lower(words[2]);
        if (!stage.name.empty() && m_file.stageNamed(stage.name) >= 0) return problem(one.place, "a stage of this name is there already: " + base::quote(stage.name));
        for (std::size_t i = 0; i < m_file.stages.size(); ++i)
            if (!m_file.stages[i].name.empty() && m_file.stages[i].name == lower(stage.image)) stage.base = static_cast<int>(i);
        if (m_file.stages.size() >= kMostStages) return problem(one.place, "there are more than 200 stages");
        stage.from = std::move(one);
        m_file.stages.push_back(std::move(stage));
    }

    std::vector<std::string> m_lines;
    std::size_t m_at = 0;
    Dockerfile m_file;
};

}  // namespace

Dockerfile parseDockerfile(std::string_view text) {
    if (base::isUtf8(text)) return Parser(text).parse();
    Dockerfile file;
    file.problems.push_back({{}, "the file is no UTF-8 text"});
    return file;
}

std::string Instruction::flag(std::string_view flagName) const {
    for (const auto& [known, value] : flags)
        if (known == flagName) return value;
    return {};
}

Place Instruction::placeOf(std::size_t offset) const {
    Place found = place;
    for (const auto& [from, where] : origins)
        if (from <= offset) found = {where.line, where.column + static_cast<int>(offset - from)};
    return found;
}

std::string Instruction::script() const {
    if (!heredocs.empty()) {
        // "RUN <<EOF" gives the content to the shell; "RUN cat <<EOF" gives it to cat.
        const bool bare = !words.empty() && words.front().starts_with("<<");
        if (bare) return heredocs.front().content;
        std::string whole = arguments + "\n";
        for (const Heredoc& one : heredocs) whole += one.content + one.name + "\n";
        return whole;
    }
    if (!exec) return arguments;
    std::string line;
    for (const std::string& word : words) {
        if (!line.empty()) line += ' ';
        std::string inside = "'";
        for (const char c : word) inside += c == '\'' ? std::string("'\\''") : std::string(1, c);
        line += inside + "'";
    }
    return line;
}

Place Instruction::placeInScript(std::size_t offset) const {
    if (exec) return place;
    if (heredocs.empty() || !words.front().starts_with("<<")) return placeOf(offset);
    const std::string& text = heredocs.front().content;
    offset = std::min(offset, text.size());
    const std::string_view before(text.data(), offset);
    const std::size_t line = before.rfind('\n');
    return {heredocs.front().place.line + static_cast<int>(std::count(before.begin(), before.end(), '\n')),
            static_cast<int>(line == std::string_view::npos ? offset : offset - line - 1) + 1};
}

int Dockerfile::stageNamed(std::string_view nameOrNumber) const {
    const std::string wanted = lower(nameOrNumber);
    for (std::size_t i = 0; i < stages.size(); ++i)
        if ((!stages[i].name.empty() && stages[i].name == wanted) || std::to_string(i) == wanted) return static_cast<int>(i);
    return -1;
}

std::vector<const Instruction*> Dockerfile::effective(const Stage& stage) const {
    std::vector<const Instruction*> chain;
    if (stage.base >= 0) chain = effective(stages[static_cast<std::size_t>(stage.base)]);
    for (const Instruction& one : stage.instructions) chain.push_back(&one);
    return chain;
}

std::string Dockerfile::rootImage(const Stage& stage) const {
    const Stage* at = &stage;
    while (at->base >= 0) at = &stages[static_cast<std::size_t>(at->base)];
    return at->image;
}

std::string expandVariables(std::string_view text, const std::map<std::string, std::string>& values, char escape) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == escape && i + 1 < text.size()) {
            out += text[++i];
            continue;
        }
        if (text[i] != '$' || i + 1 >= text.size()) {
            out += text[i];
            continue;
        }
        const bool braces = text[i + 1] == '{';
        std::size_t begin = i + (braces ? 2 : 1), end = begin;
        while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) != 0 || text[end] == '_')) ++end;
        const auto known = values.find(std::string(text.substr(begin, end - begin)));
        std::string value = known != values.end() ? known->second : std::string();
        i = end - 1;
        if (braces) {
            const std::size_t close = text.find('}', end);
            const std::string_view rest = text.substr(end, close == std::string_view::npos ? std::string_view::npos : close - end);
            if (rest.starts_with(":-") && value.empty()) value = rest.substr(2);
            else if (rest.starts_with(":+")) value = value.empty() ? std::string() : std::string(rest.substr(2));
            i = close == std::string_view::npos ? text.size() : close;
        }
        out += value;
    }
    return out;
}

}  // namespace assay::checks::artifact
