#include "checks/crossbuild/script.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "base/text.h"

namespace assay::checks::crossbuild {

namespace {

constexpr std::size_t kMostBytes = 64u << 10, kMostLines = 20;

constexpr std::array<std::string_view, 12> kVariables{"CGO_ENABLED", "GOOS", "GOARCH", "GOAMD64", "GOARM", "GOARM64", "GO386",
                                                      "GOMIPS", "GOPPC64", "GORISCV64", "GOWASM", "GOFLAGS"};
struct Flag {
    std::string_view name;
    bool value = false;
};
constexpr std::array<Flag, 11> kFlags{{{"o", true}, {"ldflags", true}, {"gcflags", true}, {"tags", true}, {"buildvcs", true}, {"buildmode", true},
                                       {"mod", true}, {"pgo", true}, {"trimpath"}, {"v"}, {"x"}}};

std::string why(char c) {
    switch (c) {
        case '&':
        case '|':
        case ';': return "each go build stands on a line of its own, and runs if the one before did not fail";
        case '<':
        case '>': return "what go build prints is shown by itself";
        case '`':
        case '(':
        case ')': return "no other command is run to make a value";
        case '*':
        case '?':
        case '[': return "go build takes packages, not patterns of files";
        default: return "it is not part of the grammar";
    }
}

struct Word {
    std::string text;
    int line = 0, column = 0;
    bool assignment = false;  // NAME= came before any quote
};

bool isName(std::string_view text) {
    if (text.empty() || (text[0] >= '0' && text[0] <= '9')) return false;
    return std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
}

class Reader {
  public:
    explicit Reader(std::string_view text) : m_text(text) {}

    Script read() {
        // A shell takes it as part of the word before it: "dist/x\r".
        if (const std::size_t cr = m_text.find('\r'); cr != std::string_view::npos) {
            const auto line = 1 + static_cast<int>(std::count(m_text.begin(), m_text.begin() + static_cast<std::ptrdiff_t>(cr), '\n'));
            const std::size_t begin = cr == 0 ? std::string_view::npos : m_text.rfind('\n', cr - 1);
            const std::size_t column = cr - (begin == std::string_view::npos ? 0 : begin + 1) + 1;
            problem(line, static_cast<int>(column), "a carriage return (Windows line end) is refused: a shell would take it as part of the last word. Save the file with line ends of Unix (LF)");
        }
        while (m_at < m_text.size() && m_script.problems.empty()) {
            std::vector<Word> words = readLine();
            if (!words.empty() && m_script.problems.empty()) takeLine(std::move(words));
        }
        if (m_script.problems.empty() && m_script.lines.empty()) problem(1, 1, "there is no go build line in this script");
        if (!m_script.problems.empty()) m_script.lines.clear();  // of a script that is refused nothing is run
        return std::move(m_script);
    }

  private:
    void problem(int line, int column, std::string message) { m_script.problems.push_back({line, column, std::move(message)}); }
    char peek(std::size_t ahead = 0) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0'; }
    char next() {
        const char c = m_text[m_at++];
        ++m_column;
        if (c == '\n') ++m_line, m_column = 1;
        return c;
    }

    std::vector<Word> readLine() {
        std::vector<Word> words;
        while (m_at < m_text.size() && m_script.problems.empty()) {
            const char c = peek();
            if (c == '\n') return next(), words;
            if (c == ' ' || c == '\t') next();
            else if (continuation()) skipContinuation();
            else if (c == '#') skipComment();
            else words.push_back(readWord());
        }
        return words;
    }
    bool continuation() const { return peek() == '\\' && peek(1) == '\n'; }
    void skipContinuation() {
        while (next() != '\n') {
        }
    }
    void skipComment() {
        while (m_at < m_text.size() && peek() != '\n') next();
    }

    Word readWord() {
        Word word{{}, m_line, m_column, false};
        bool quoted = false;
        while (m_at < m_text.size() && m_script.problems.empty()) {
            const char c = peek();
            if (c == ' ' || c == '\t' || c == '\n') break;
            if (continuation()) break;
            if (std::string_view("&|;<>()`*?[").find(c) != std::string_view::npos) {
                problem(m_line, m_column, std::string("'") + c + "' is refused: " + why(c));
                break;
            }
            if (c == '=' && !quoted && isName(word.text)) word.assignment = true;
            if (c == '\'') quoted = true, readSingle(word);
            else if (c == '"') quoted = true, readDouble(word);
            else if (c == '$') readVariable(word);
            else if (c == '\\') next(), word.text += m_at < m_text.size() ? next() : '\\';
            else word.text += next();
        }
        return word;
    }
    void readSingle(Word& word) {
        const int line = m_line, column = m_column;
        next();
        while (m_at < m_text.size() && peek() != '\'') word.text += next();
        if (m_at >= m_text.size()) return problem(line, column, "this quote is never closed");
        next();
    }
    void readDouble(Word& word) {
        const int line = m_line, column = m_column;
        next();
        while (m_at < m_text.size() && peek() != '"' && m_script.problems.empty()) {
            if (peek() == '$') readVariable(word);
            else if (peek() == '`') problem(m_line, m_column, "'`' is refused: " + why('`'));
            else if (peek() == '\\' && std::string_view("\"\\$`").find(peek(1)) != std::string_view::npos && peek(1) != '\0') next(), word.text += next();
            else word.text += next();
        }
        if (m_script.problems.empty() && m_at >= m_text.size()) return problem(line, column, "this quote is never closed");
        if (m_script.problems.empty()) next();
    }
    void readVariable(Word& word) {
        const int line = m_line, column = m_column;
        next();
        const bool braces = peek() == '{';
        if (peek() == '(') return problem(line, column, "'$(' is refused: " + why('('));
        if (braces) next();
        std::string name;
        while (std::isalnum(static_cast<unsigned char>(peek())) != 0 || peek() == '_') name += next();
        if (braces && peek() != '}') return problem(line, column, "only ${NAME} is known of what a shell makes of variables");
        if (braces) next();
        const auto known = m_variables.find(name);
        if (known == m_variables.end()) return problem(line, column, "the variable " + base::quote(base::cut(name, 60)) + " has no value: set it on a line before, NAME=value");
        if (word.text.size() + known->second.size() > kMostBytes) return problem(line, column, "this word is too long");
        word.text += known->second;
    }

    void takeLine(std::vector<Word> words) {
        const auto first = std::find_if(words.begin(), words.end(), [](const Word& w) { return !w.assignment; });
        if (first == words.end()) {
            for (const Word& word : words) m_variables[word.text.substr(0, word.text.find('='))] = word.text.substr(word.text.find('=') + 1);
            return;
        }
        if (first == words.begin() && first->text == "set") return;  // how a shell ends at a failure: here that is always so
        const bool build = first->text == "go" && first + 1 != words.end() && (first + 1)->text == "build";
        if (!build) return problem(first->line, first->column, base::quote(base::cut(first->text, 60)) + " is refused: a line is [NAME=value …] go build …" + hint(first->text));
        if (m_script.lines.size() >= kMostLines) return problem(first->line, first->column, "there are more than 20 go build lines");
        BuildLine line;
        line.line = first->line;
        for (auto word = words.begin(); word != first && m_script.problems.empty(); ++word) takeVariable(*word, line);
        std::vector<Word> rest(first + 2, words.end());
        takeArguments(rest, line);
        if (m_script.problems.empty()) m_script.lines.push_back(std::move(line));
    }
    static std::string hint(const std::string& word) {
        if (word == "for" || word == "while" || word == "if") return "; write a line for each target";
        if (word == "mkdir") return "; go build makes the folder of -o by itself";
        if (word == "export") return "; put NAME=value before go build, on its line";
        return {};
    }

    void takeVariable(const Word& word, BuildLine& line) {
        const std::string name = word.text.substr(0, word.text.find('=')), value = word.text.substr(word.text.find('=') + 1);
        const std::vector<std::string> known(kVariables.begin(), kVariables.end());
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            const std::string near = base::nearest(name, known);
            return problem(word.line, word.column, "the variable " + name + " is refused; known are " + base::join(known, ", ") + (near.empty() ? "" : "; did you mean " + near + "?"));
        }
        if (name != "GOFLAGS") {
            line.environment[name] = value;
            return;
        }
        std::vector<Word> flags;
        for (std::string& flag : splitFlags(value)) flags.push_back({std::move(flag), word.line, word.column, false});
        takeArguments(flags, line);
    }

    void takeArguments(const std::vector<Word>& words, BuildLine& line) {
        bool packages = false;
        for (std::size_t i = 0; i < words.size() && m_script.problems.empty(); ++i) {
            const Word& word = words[i];
            if (packages || !word.text.starts_with('-')) {
                packages = true;
                takePackage(word, line);
                continue;
            }
            std::string_view name = std::string_view(word.text).substr(word.text.starts_with("--") ? 2 : 1);
            const std::size_t equals = name.find('=');
            std::optional<std::string> value;
            if (equals != std::string_view::npos) value = name.substr(equals + 1);
            name = name.substr(0, equals);
            const auto flag = std::find_if(kFlags.begin(), kFlags.end(), [&](const Flag& f) { return f.name == name; });
            if (flag == kFlags.end()) return unknownFlag(word, std::string(name));
            if (flag->value && !value) {
                if (i + 1 >= words.size()) return problem(word.line, word.column, "-" + std::string(name) + " needs a value");
                value = words[++i].text;
            }
            takeFlag(word, std::string(name), value, line);
        }
    }
    void unknownFlag(const Word& word, const std::string& name) {
        std::vector<std::string> known;
        for (const Flag& flag : kFlags) known.push_back("-" + std::string(flag.name));
        std::string reason;
        if (name == "toolexec" || name == "exec" || name == "overlay" || name == "modfile" || name == "C" || name == "pkgdir") reason = " (it would run or read what is not part of the exercise)";
        if (name == "race" || name == "msan" || name == "asan") reason = " (it needs a C compiler for the target)";
        problem(word.line, word.column, "the flag " + base::quote(base::cut("-" + name, 60)) + " is refused" + reason + "; known are " + base::join(known, ", "));
    }

    void takeFlag(const Word& word, const std::string& name, const std::optional<std::string>& value, BuildLine& line) {
        const auto only = [&](std::string_view text, std::initializer_list<std::string_view> allowed) {
            if (std::find(allowed.begin(), allowed.end(), text) == allowed.end()) problem(word.line, word.column, base::quote(base::cut(text, 60)) + " is refused for -" + name);
        };
        if (name == "o") {
            if (!isInside(*value)) return problem(word.line, word.column, "-o has to name a file below this folder");
            line.output = *value;
        } else if (name == "ldflags") {
            checkLinkerFlags(word, *value);
            line.linkerFlags = *value;
        } else if (name == "gcflags") {
            for (const std::string& flag : splitFlags(*value)) only(flag, {"-N", "-l", "-m", "all=-N", "all=-l", "-dwarf=false"});
        } else if (name == "buildmode") {
            only(*value, {"default", "exe", "pie"});
        } else if (name == "mod") {
            only(*value, {"readonly", "vendor"});
        } else if (name == "pgo" && *value != "off" && *value != "auto" && !isInside(*value)) {
            return problem(word.line, word.column, "-pgo has to name a file below this folder");
        } else if (name == "trimpath") {
            line.trimpath = !value || *value == "true" || *value == "1";
        }
        line.arguments.push_back("-" + name + (value ? "=" + *value : ""));
    }
    void checkLinkerFlags(const Word& word, std::string_view flags) {
        const std::vector<std::string> words = splitFlags(flags);
        for (std::size_t i = 0; i < words.size(); ++i) {
            const std::string& flag = words[i];
            if (flag == "-X") {
                if (++i >= words.size() || words[i].find('=') == std::string::npos) return problem(word.line, word.column, "-X needs package.variable=value");
                continue;
            }
            if (flag == "-s" || flag == "-w" || flag.starts_with("-X=") || flag.starts_with("-buildid=") || flag == "-s=true" || flag == "-w=true") continue;
            return problem(word.line, word.column, base::quote(base::cut(flag, 60)) + " is refused in -ldflags; known are -s, -w, -X, -buildid=");
        }
    }
    void takePackage(const Word& word, BuildLine& line) {
        if (word.text != "." && !word.text.starts_with("./")) return problem(word.line, word.column, base::quote(base::cut(word.text, 60)) + " is refused: packages are . or begin with ./");
        if (!isInside(word.text)) return problem(word.line, word.column, "a package lies below this folder");
        line.arguments.push_back(word.text);
    }
    static bool isInside(std::string_view path) {
        if (path.empty() || path.starts_with('/') || path.size() > 200) return false;
        for (std::size_t at = 0; at <= path.size();) {
            const std::size_t end = std::min(path.find('/', at), path.size());
            if (path.substr(at, end - at) == "..") return false;
            at = end + 1;
        }
        return std::none_of(path.begin(), path.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    int m_line = 1, m_column = 1;
    std::map<std::string, std::string> m_variables;
    Script m_script;
};

}  // namespace

Script readScript(std::string_view text) {
    Script script;
    if (text.size() > kMostBytes) script.problems.push_back({1, 1, "the script is larger than 64 KiB"});
    else if (!base::isUtf8(text) || text.find('\0') != std::string_view::npos) script.problems.push_back({1, 1, "the script is no UTF-8 text"});
    return script.problems.empty() ? Reader(text).read() : script;
}

std::vector<std::string> splitFlags(std::string_view text) {
    std::vector<std::string> words;
    for (std::size_t i = 0; i < text.size();) {
        if (std::isspace(static_cast<unsigned char>(text[i])) != 0) {
            ++i;
            continue;
        }
        // As the go command does: a quote counts at the beginning of a word only, and goes to the next of its kind.
        const char quote = text[i] == '\'' || text[i] == '"' ? text[i] : '\0';
        std::size_t end = quote != '\0' ? text.find(quote, i + 1) : text.find_first_of(" \t\r\n", i);
        if (end == std::string_view::npos) end = text.size();
        words.emplace_back(text.substr(quote != '\0' ? i + 1 : i, end - i - (quote != '\0' ? 1 : 0)));
        i = end + (quote != '\0' ? 1 : 0);
    }
    return words;
}

std::string stampedValue(std::string_view linkerFlags, std::string_view variable, bool& found) {
    std::string value;
    found = false;
    const std::vector<std::string> words = splitFlags(linkerFlags);
    for (std::size_t i = 0; i < words.size(); ++i) {
        std::string_view pair;
        if (words[i] == "-X" && i + 1 < words.size()) pair = words[++i];
        else if (words[i].starts_with("-X=")) pair = std::string_view(words[i]).substr(3);
        const std::size_t equals = pair.find('=');
        if (equals == std::string_view::npos || pair.substr(0, equals) != variable) continue;
        value = pair.substr(equals + 1);
        found = true;
    }
    return value;
}

}  // namespace assay::checks::crossbuild
