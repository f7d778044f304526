// Two passes: the text becomes tokens (quotes, substitutions, heredocs), the tokens become a tree.

#include "checks/artifact/shell_syntax.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace assay::checks::artifact {

namespace {

constexpr int kMostDeep = 60;  // of (( { if … inside each other; what lies deeper is read as a flat list

struct Token {
    enum class Kind { Word, Operator, Redirect, End };
    Kind kind = Kind::End;
    std::string text;     // of a word: without quotes
    bool quoted = false;  // a quoted word is no keyword
    std::size_t offset = 0;
    std::string heredoc;  // of the redirection <<: what it reads
};

class Lexer {
  public:
    explicit Lexer(std::string_view text) : m_text(text) {}

    std::vector<Token> read() {
        while (m_at < m_text.size()) step();
        endWord();
        m_tokens.push_back({Token::Kind::End, {}, false, m_text.size(), {}});
        return std::move(m_tokens);
    }

  private:
    struct Heredoc {
        std::size_t token;
        bool tabs;
    };

    char peek(std::size_t ahead = 0) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0'; }
    bool at(std::string_view what) const { return m_text.substr(m_at).starts_with(what); }
    void advance(std::size_t n) { m_at = std::min(m_at + n, m_text.size()); }
    void begin() {
        if (!m_inWord) m_wordAt = m_at;
        m_inWord = true;
    }
    void add(char c) {
        begin();
        m_word += c;
    }

    void step() {
        const char c = peek();
        if (c == '\\') return escaped();
        if (c == '\'' || c == '"') return quotes(c);
        if (c == '$' && (peek(1) == '(' || peek(1) == '{')) return copyNested();
        if (c == '`') return copyBackticks();
        if ((c == '<' || c == '>') && peek(1) == '(') return copyNested();
        if (c == ' ' || c == '\t' || c == '\r') return endWord(), advance(1);
        if (c == '#' && !m_inWord) {
            while (m_at < m_text.size() && peek() != '\n') advance(1);
            return;
        }
        if (c == '\n') return newline();
        if (c == '<' || c == '>' || at("&>")) return redirect();
        for (const std::string_view operation : {"&&", "||", ";;&", ";;", ";&", "|&", ";", "&", "|", "(", ")"})
            if (at(operation)) return operate(operation);
        add(c);
        advance(1);
    }
    void escaped() {
        if (peek(1) == '\n') return advance(2);
        if (peek(1) == '\r' && peek(2) == '\n') return advance(3);
        begin();
        m_quoted = true;
        if (m_at + 1 < m_text.size()) add(m_text[m_at + 1]);
        advance(2);
    }
    void quotes(char quote) {
        begin();
        m_quoted = true;
        for (advance(1); m_at < m_text.size() && peek() != quote;) {
            if (quote == '"' && peek() == '\\' && (peek(1) == '"' || peek(1) == '\\' || peek(1) == '$' || peek(1) == '`')) advance(1);
            else if (quote == '"' && peek() == '$' && (peek(1) == '(' || peek(1) == '{')) {
                copyNested();
                continue;
            }
            add(peek());
            advance(1);
        }
        advance(1);
    }
    // $(…), ${…}, <(…) as they stand, to the bracket that closes them.
    void copyNested() {
        add(peek());
        advance(1);
        const char opens = peek(), closes = opens == '(' ? ')' : '}';
        int depth = 0;
        char quote = '\0';
        while (m_at < m_text.size()) {
            const char c = peek();
            add(c);
            advance(1);
            if (c == '\\' && quote != '\'' && m_at < m_text.size()) add(peek()), advance(1);
            else if (quote != '\0') quote = c == quote ? '\0' : quote;
            else if (c == '\'' || c == '"') quote = c;
            else if (c == opens) ++depth;
            else if (c == closes && --depth == 0) return;
        }
    }
    void copyBackticks() {
        do {
            add(peek());
            advance(1);
        } while (m_at < m_text.size() && peek() != '`');
        if (m_at < m_text.size()) add('`'), advance(1);
    }
    void endWord() {
        if (!std::exchange(m_inWord, false)) return;
        m_tokens.push_back({Token::Kind::Word, std::exchange(m_word, {}), std::exchange(m_quoted, false), m_wordAt, {}});
        if (m_delimiter) {
            m_delimiter = false;
            m_waiting.push_back({m_tokens.size() - 1, m_delimiterTabs});
        }
    }
    void operate(std::string_view operation) {
        endWord();
        m_tokens.push_back({Token::Kind::Operator, std::string(operation == ";&" || operation == ";;&" ? ";;" : operation == "|&" ? "|" : operation), false, m_at, {}});
        advance(operation.size());
    }
    void redirect() {
        // A number right before it says which stream: 2>file.
        std::string stream;
        if (m_inWord && !m_quoted && std::all_of(m_word.begin(), m_word.end(), [](unsigned char c) { return std::isdigit(c) != 0; })) stream = std::exchange(m_word, {}), m_inWord = false;
        endWord();
        std::string_view sign = ">";
        for (const std::string_view known : {"&>>", "&>", "<<<", "<<-", "<<", "<>", "<&", "<", ">>", ">&", ">|", ">"})
            if (at(known)) {
                sign = known;
                break;
            }
        m_delimiter = sign == "<<" || sign == "<<-";
        m_delimiterTabs = sign == "<<-";
        m_tokens.push_back({Token::Kind::Redirect, stream + std::string(m_delimiter ? "<<" : sign), false, m_at, {}});
        advance(sign.size());
    }
    void newline() {
        endWord();
        m_delimiter = false;
        m_tokens.push_back({Token::Kind::Operator, "\n", false, m_at, {}});
        advance(1);
        for (const Heredoc& one : std::exchange(m_waiting, {})) readHeredoc(one);
    }
    void readHeredoc(const Heredoc& one) {
        std::string content;
        while (m_at < m_text.size()) {
            const std::size_t end = std::min(m_text.find('\n', m_at), m_text.size());
            std::string_view line = m_text.substr(m_at, end - m_at);
            advance(line.size() + 1);
            if (line.ends_with('\r')) line.remove_suffix(1);
            if (one.tabs)
                while (line.starts_with('\t')) line.remove_prefix(1);
            if (line == m_tokens[one.token].text) break;
            content += std::string(line) + "\n";
        }
        m_tokens[one.token].heredoc = std::move(content);
    }

    std::string_view m_text;
    std::size_t m_at = 0, m_wordAt = 0;
    bool m_inWord = false, m_quoted = false, m_delimiter = false, m_delimiterTabs = false;
    std::string m_word;
    std::vector<Token> m_tokens;
    std::vector<Heredoc> m_waiting;
};

bool isAssignment(std::string_view word) {
    const std::size_t equals = word.find('=');
    if (equals == 0 || equals == std::string_view::npos) return false;
    return std::all_of(word.begin(), word.begin() + static_cast<std::ptrdiff_t>(equals), [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c == '+'; });
}

class TreeMaker {
  public:
    explicit TreeMaker(std::vector<Token> tokens) : m_tokens(std::move(tokens)) {}

    Part make() {
        Part all;
        all.kind = Part::Kind::List;
        while (now().kind != Token::Kind::End) {
            Part more = list();
            std::move(more.parts.begin(), more.parts.end(), std::back_inserter(all.parts));
            std::move(more.joins.begin(), more.joins.end(), std::back_inserter(all.joins));
            if (now().kind != Token::Kind::End) next();  // a `fi` or `)` that closes nothing
        }
        return all;
    }

  private:
    const Token& now(std::size_t ahead = 0) const { return m_tokens[std::min(m_at + ahead, m_tokens.size() - 1)]; }
    void next() { m_at = std::min(m_at + 1, m_tokens.size() - 1); }
    bool isOperator(std::string_view text, std::size_t ahead = 0) const { return now(ahead).kind == Token::Kind::Operator && now(ahead).text == text; }
    bool isKeyword(std::string_view text) const { return now().kind == Token::Kind::Word && !now().quoted && now().text == text; }
    bool take(std::string_view keyword) {
        const bool here = isKeyword(keyword);
        if (here) next();
        return here;
    }
    bool closes() const {
        if (now().kind == Token::Kind::End || isOperator(")") || isOperator(";;")) return true;
        for (const char* word : {"then", "elif", "else", "fi", "do", "done", "esac", "}"})
            if (isKeyword(word)) return true;
        return false;
    }
    void skipNewlines() {
        while (isOperator("\n")) next();
    }

    Part list() {
        Part all;
        all.kind = Part::Kind::List;
        for (;;) {
            while (isOperator("\n") || isOperator(";") || isOperator("&")) next();
            if (closes()) return all;
            const std::size_t before = m_at;
            all.parts.push_back(andOr());
            all.joins.push_back(isOperator("\n") || isOperator(";") || isOperator("&") ? now().text : "");
            if (m_at == before) next();
        }
    }
    Part andOr() {
        Part all;
        all.kind = Part::Kind::AndOr;
        for (;;) {
            all.parts.push_back(pipeline());
            const bool more = isOperator("&&") || isOperator("||");
            all.joins.push_back(more ? now().text : "");
            if (!more) return all;
            next();
            skipNewlines();
        }
    }
    Part pipeline() {
        Part all;
        all.kind = Part::Kind::Pipeline;
        while (isKeyword("!")) all.negated = !all.negated, next();
        for (;;) {
            all.parts.push_back(command());
            if (!isOperator("|")) return all;
            next();
            skipNewlines();
        }
    }
    Part command() {
        struct Deeper {
            int& depth;
            explicit Deeper(int& d) : depth(d) { ++depth; }
            ~Deeper() { --depth; }
        } const deeper(m_depth);
        Part part;
        part.offset = now().offset;
        if (m_depth > kMostDeep) return simple(std::move(part));
        if (isOperator("(")) return block(std::move(part), Part::Kind::Subshell);
        if (isKeyword("{")) return block(std::move(part), Part::Kind::Group);
        if (take("if")) return branches(std::move(part));
        if (take("while") || take("until")) return loop(std::move(part));
        if (take("for") || take("select")) return forEach(std::move(part));
        if (take("case")) return cases(std::move(part));
        const bool spelled = isKeyword("function");
        if (spelled || (now().kind == Token::Kind::Word && isOperator("(", 1) && isOperator(")", 2))) return function(std::move(part), spelled);
        return simple(std::move(part));
    }
    Part block(Part part, Part::Kind kind) {
        part.kind = kind;
        next();
        part.parts.push_back(list());
        if (kind == Part::Kind::Subshell ? isOperator(")") : isKeyword("}")) next();
        return redirected(std::move(part));
    }
    Part branches(Part part) {
        part.kind = Part::Kind::If;
        do {
            part.parts.push_back(list());
            take("then");
            part.parts.push_back(list());
        } while (take("elif"));
        if (take("else")) part.parts.push_back(list());
        take("fi");
        return redirected(std::move(part));
    }
    Part loop(Part part) {
        part.kind = Part::Kind::Loop;
        part.parts.push_back(list());
        take("do");
        part.parts.push_back(list());
        take("done");
        return redirected(std::move(part));
    }
    Part forEach(Part part) {
        part.kind = Part::Kind::For;
        if (now().kind == Token::Kind::Word) next();
        skipNewlines();
        if (take("in"))
            for (; now().kind == Token::Kind::Word; next()) part.words.push_back(now().text);
        while (now().kind == Token::Kind::Operator && !isOperator(")")) next();
        take("do");
        part.parts.push_back(list());
        take("done");
        return redirected(std::move(part));
    }
    Part cases(Part part) {
        part.kind = Part::Kind::Case;
        if (now().kind == Token::Kind::Word) next();
        skipNewlines();
        take("in");
        for (skipNewlines(); now().kind != Token::Kind::End && !isKeyword("esac"); skipNewlines()) {
            while (now().kind != Token::Kind::End && !isOperator(")")) next();
            next();
            part.parts.push_back(list());
            if (isOperator(";;")) next();
            else if (!isKeyword("esac")) break;
        }
        take("esac");
        return redirected(std::move(part));
    }
    Part function(Part part, bool spelled) {
        part.kind = Part::Kind::Function;
        if (spelled) next();
        part.name = now().text;
        if (now().kind == Token::Kind::Word) next();
        while (isOperator("(") || isOperator(")") || isOperator("\n")) next();
        part.parts.push_back(command());
        return part;
    }
    // What a block's redirections say belongs to the block.
    Part redirected(Part part) {
        while (now().kind == Token::Kind::Redirect) redirection(part);
        return part;
    }
    void redirection(Part& part) {
        const std::string sign = now().text;
        next();
        if (now().kind != Token::Kind::Word) return;
        if (sign.ends_with("<<")) part.heredocs.push_back(now().heredoc);
        else if (sign == "<<<") part.heredocs.push_back(now().text);
        else if (sign == ">" || sign == ">>" || sign == "1>" || sign == "1>>" || sign.starts_with("&>") || sign == ">&" || sign == ">|") part.output = now().text;
        next();
    }
    Part simple(Part part) {
        part.kind = Part::Kind::Simple;
        bool named = false;
        for (;; next()) {
            while (now().kind == Token::Kind::Redirect) redirection(part);
            const bool test = named && part.words.front() == "[[" && part.words.back() != "]]";  // its && and || join no commands
            if (now().kind == Token::Kind::End || (now().kind == Token::Kind::Operator && (!test || isOperator("\n")))) return part;
            const std::string& word = now().text;
            if (!named && isAssignment(word)) {
                part.assignments.push_back(word);
                continue;
            }
            if (!named) part.offset = now().offset;
            named = true;
            part.words.push_back(word);
        }
    }

    std::vector<Token> m_tokens;
    std::size_t m_at = 0;
    int m_depth = 0;
};

}  // namespace

Part parseShell(std::string_view script) { return TreeMaker(Lexer(script).read()).make(); }

}  // namespace assay::checks::artifact
