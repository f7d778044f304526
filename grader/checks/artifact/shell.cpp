#include "checks/artifact/shell.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace assay::checks::artifact {

namespace {

constexpr std::array<std::string_view, 12> kKeywords{"if", "then", "else", "elif", "fi", "do", "done", "while", "until", "!", "{", "}"};
constexpr int kMostNested = 3;  // sh -c 'sh -c …'

bool isKeyword(std::string_view word) { return std::find(kKeywords.begin(), kKeywords.end(), word) != kKeywords.end(); }

bool isAssignment(std::string_view word) {
    const std::size_t equals = word.find('=');
    if (equals == 0 || equals == std::string_view::npos) return false;
    return std::all_of(word.begin(), word.begin() + static_cast<std::ptrdiff_t>(equals),
                       [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
}

class Splitter {
  public:
    explicit Splitter(std::string_view text) : m_text(text) {}

    std::vector<Command> split() {
        while (m_at < m_text.size()) step();
        endWord();
        endCommand("");
        return std::move(m_commands);
    }

  private:
    char peek(std::size_t ahead = 0) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0'; }

    void step() {
        const char c = peek();
        if (c == '\\') return escaped();
        if (c == '\'' || c == '"') return quoted(c);
        if (c == ' ' || c == '\t' || c == '\r') return endWord(), advance(1);
        if (c == '#' && !m_inWord) return comment();
        if (c == '\n') return separate("\n", 1);
        if (c == '&' && peek(1) == '&') return separate("&&", 2);
        if (c == '|' && peek(1) == '|') return separate("||", 2);
        if (c == '>' && peek(1) == '&') return add(c), add('&'), advance(2);  // 2>&1 ends no command
        if (c == '&' && peek(1) == '>') return add(c), add('>'), advance(2);
        if (c == '|') return separate("|", 1);
        if (c == ';') return separate(";", peek(1) == ';' ? 2 : 1);
        if (c == '&') return separate("&", 1);
        if (c == '(' && !m_inWord) return separate("\n", 1);
        if (c == ')' && m_depth == 0) return separate("\n", 1);
        if (c == '(') ++m_depth;
        if (c == ')') --m_depth;
        add(c);
        advance(1);
    }
    void escaped() {
        if (peek(1) == '\n') return advance(2);
        if (peek(1) == '\r' && peek(2) == '\n') return advance(3);
        if (m_at + 1 < m_text.size()) add(m_text[m_at + 1]);
        advance(2);
    }
    void quoted(char quote) {
        begin();
        for (advance(1); m_at < m_text.size() && peek() != quote; advance(1)) {
            if (quote == '"' && peek() == '\\' && (peek(1) == '"' || peek(1) == '\\' || peek(1) == '$')) advance(1);
            add(peek());
        }
        advance(1);
    }
    void comment() {
        while (m_at < m_text.size() && peek() != '\n') advance(1);
    }
    void advance(std::size_t n) { m_at = std::min(m_at + n, m_text.size()); }
    void begin() {
        if (!m_inWord) m_wordAt = m_at;
        m_inWord = true;
    }
    void add(char c) {
        begin();
        m_word += c;
    }
    void endWord() {
        if (!m_inWord) return;
        m_inWord = false;
        m_depth = 0;
        std::string word = std::exchange(m_word, {});
        if (m_command.words.empty()) {
            if (isKeyword(word)) return;
            if (isAssignment(word)) return m_command.assignments.push_back(std::move(word));
            m_command.offset = m_wordAt;
        }
        m_command.words.push_back(std::move(word));
    }
    void separate(std::string_view by, std::size_t length) {
        endWord();
        endCommand(by);
        advance(length);
    }
    void endCommand(std::string_view after) {
        Command done = std::exchange(m_command, {});
        if (done.words.empty()) return;
        done.after = after;
        m_commands.push_back(std::move(done));
    }

    std::string_view m_text;
    std::size_t m_at = 0, m_wordAt = 0;
    int m_depth = 0;
    bool m_inWord = false;
    std::string m_word;
    Command m_command;
    std::vector<Command> m_commands;
};

void splitInto(std::string_view script, std::size_t shift, int depth, std::vector<Command>& out) {
    for (Command& command : Splitter(script).split()) {
        command.offset += shift;
        const bool shell = command.is("sh") || command.is("bash") || command.is("ash") || command.is("env");
        const auto flag = std::find_if(command.words.begin(), command.words.end(), [](const std::string& w) {
            return w.size() >= 2 && w.size() <= 8 && w[0] == '-' && w[1] != '-' && w.back() == 'c';
        });
        const std::size_t offset = command.offset;
        std::string inner = shell && flag != command.words.end() && flag + 1 != command.words.end() ? *(flag + 1) : std::string();
        out.push_back(std::move(command));
        if (inner.empty() || depth >= kMostNested) continue;
        const std::size_t first = out.size();
        splitInto(inner, 0, depth + 1, out);
        for (std::size_t i = first; i < out.size(); ++i) out[i].offset = offset;
    }
}

}  // namespace

bool Command::is(std::string_view first) const {
    std::string_view name = words.front();
    if (const std::size_t slash = name.rfind('/'); slash != std::string_view::npos) name.remove_prefix(slash + 1);
    return name == first;
}
bool Command::is(std::string_view first, std::string_view second) const { return is(first) && words.size() > 1 && words[1] == second; }
bool Command::hasWord(std::string_view word) const { return std::find(words.begin(), words.end(), word) != words.end(); }
bool Command::hasFlag(std::string_view name) const {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
        if (word.starts_with("--")) word.remove_prefix(2);
        else if (word.starts_with("-")) word.remove_prefix(1);
        else return false;
        return word.substr(0, word.find('=')) == name;
    });
}

std::vector<Command> splitCommands(std::string_view script) {
    std::vector<Command> commands;
    splitInto(script, 0, 0, commands);
    return commands;
}

}  // namespace assay::checks::artifact
