#include "checks/service/prometheus.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <optional>
#include <set>

#include "base/text.h"

namespace assay::checks::service {

namespace {

bool nameChar(char c, bool first, bool colons) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (colons && c == ':');
    return letter || (!first && c >= '0' && c <= '9');
}
std::string takeName(std::string_view& text, bool colons) {
    std::size_t n = 0;
    while (n < text.size() && nameChar(text[n], n == 0, colons)) ++n;
    const std::string name(text.substr(0, n));
    text.remove_prefix(n);
    return name;
}
void skipBlanks(std::string_view& text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
}

std::optional<double> readValue(std::string_view text) {
    if (text == "+Inf" || text == "Inf") return std::numeric_limits<double>::infinity();
    if (text == "-Inf") return -std::numeric_limits<double>::infinity();
    if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
    if (text.empty() || text.size() > 60 || text.find_first_not_of("0123456789+-.eE") != std::string_view::npos) return std::nullopt;
    const std::string copy(text);
    char* end = nullptr;
    const double value = std::strtod(copy.c_str(), &end);
    return *end == '\0' ? std::optional(value) : std::nullopt;
}

// The family that a sample of a histogram or summary belongs to.
std::string familyOf(const Metrics& metrics, const std::string& name) {
    for (const std::string_view suffix : {"_bucket", "_sum", "_count"}) {
        if (!name.ends_with(suffix)) continue;
        const std::string family = name.substr(0, name.size() - suffix.size());
        const auto type = metrics.types.find(family);
        if (type != metrics.types.end() && (type->second == "histogram" || type->second == "summary")) return family;
    }
    return name;
}

class Parser {
  public:
    Metrics parse(std::string_view text) {
        const std::vector<std::string> lines = base::splitLines(text);
        for (std::size_t i = 0; i < lines.size() && m_metrics.problem.empty(); ++i) {
            m_line = static_cast<int>(i) + 1;
            readLine(lines[i]);
        }
        if (m_metrics.problem.empty()) checkFamilies();
        return std::move(m_metrics);
    }

  private:
    void problem(const std::string& what, int line = 0) {
        if (m_metrics.problem.empty()) m_metrics.problem = "line " + std::to_string(line != 0 ? line : m_line) + ": " + what;
    }

    void readLine(std::string_view line) {
        skipBlanks(line);
        if (line.empty()) return;
        if (line.starts_with('#')) return readComment(line.substr(1));
        Sample sample;
        sample.line = m_line;
        sample.name = takeName(line, true);
        if (sample.name.empty()) return problem("it begins with no name of a metric");
        skipBlanks(line);
        if (line.starts_with('{') && !readLabels(line, sample)) return;
        skipBlanks(line);
        const std::size_t blank = line.find_first_of(" \t");
        const auto value = readValue(line.substr(0, blank));
        if (!value) return problem("the value is no number");
        sample.value = *value;
        if (blank != std::string_view::npos) {
            const std::string stamp = base::trim(line.substr(blank));
            if (!stamp.empty() && stamp.find_first_not_of("-0123456789") != std::string::npos) return problem("what follows the value is no time");
        }
        std::string key = sample.name;
        for (const auto& [name, text] : sample.labels) key += '\1' + name + '\2' + text;
        if (!m_seen.insert(key).second) return problem("this sample stands twice");
        m_metrics.samples.push_back(std::move(sample));
    }

    void readComment(std::string_view line) {
        skipBlanks(line);
        const bool type = line.starts_with("TYPE "), help = line.starts_with("HELP ");
        if (!type && !help) return;
        line.remove_prefix(5);
        skipBlanks(line);
        const std::string name = takeName(line, true);
        if (name.empty()) return problem("TYPE and HELP name a metric");
        auto& table = type ? m_metrics.types : m_metrics.helps;
        const std::string text = base::trim(line);
        if (type) {
            constexpr std::array<std::string_view, 5> known{"counter", "gauge", "histogram", "summary", "untyped"};
            if (std::find(known.begin(), known.end(), text) == known.end()) return problem("the type " + base::quote(base::cut(text, 40)) + " is none of counter, gauge, histogram, summary, untyped");
            if (std::any_of(m_metrics.samples.begin(), m_metrics.samples.end(), [&](const Sample& s) { return belongs(s, name, text); })) return problem("TYPE of " + name + " comes after its samples");
        }
        if (!table.emplace(name, text).second) problem(std::string(type ? "TYPE" : "HELP") + " of " + name + " stands twice");
    }

    // A sample before this TYPE that it would have spoken of; one of a family of its own (x_count) is not.
    bool belongs(const Sample& sample, const std::string& name, std::string_view type) const {
        if (sample.name == name) return true;
        if (type != "histogram" && type != "summary") return false;
        const bool part = sample.name == name + "_sum" || sample.name == name + "_count" || (type == "histogram" && sample.name == name + "_bucket");
        return part && !m_metrics.types.contains(sample.name);
    }

    bool readLabels(std::string_view& line, Sample& sample) {
        line.remove_prefix(1);
        for (;;) {
            skipBlanks(line);
            if (line.starts_with('}')) return line.remove_prefix(1), true;
            const std::string name = takeName(line, false);
            skipBlanks(line);
            if (name.empty() || !line.starts_with('=')) return problem("a label has the form name=\"value\""), false;
            line.remove_prefix(1);
            skipBlanks(line);
            std::string value;
            if (!readQuoted(line, value)) return problem("the value of a label stands in double quotes"), false;
            if (!sample.labels.emplace(name, value).second) return problem("the label " + name + " stands twice"), false;
            skipBlanks(line);
            if (line.starts_with(',')) line.remove_prefix(1);
            else if (!line.starts_with('}')) return problem("labels are divided by commas"), false;
        }
    }
    static bool readQuoted(std::string_view& line, std::string& value) {
        if (!line.starts_with('"')) return false;
        for (std::size_t i = 1; i < line.size(); ++i) {
            if (line[i] == '"') return line.remove_prefix(i + 1), true;
            if (line[i] == '\\' && i + 1 < line.size()) ++i, value += line[i] == 'n' ? '\n' : line[i];
            else value += line[i];
        }
        return false;
    }

    void checkFamilies() {
        for (const Sample& sample : m_metrics.samples) {
            const auto type = m_metrics.types.find(familyOf(m_metrics, sample.name));
            if (type == m_metrics.types.end()) continue;
            if (type->second == "counter" && !(sample.value >= 0)) problem("the counter " + sample.name + " is less than 0", sample.line);
            if (type->second == "counter" && !sample.name.ends_with("_total")) problem("the name of the counter " + sample.name + " does not end in _total", sample.line);
        }
        for (const auto& [family, type] : m_metrics.types)
            if (type == "histogram") checkHistogram(family);
    }

    struct Series {
        std::map<double, double> buckets;
        std::optional<double> count, sum;
        int line = 0;
    };
    void checkHistogram(const std::string& family) {
        std::map<std::string, Series> all;
        for (const Sample& sample : m_metrics.samples) {
            if (familyOf(m_metrics, sample.name) != family) continue;
            std::string key;
            for (const auto& [name, value] : sample.labels)
                if (name != "le") key += name + '\1' + value + '\2';
            Series& series = all[key];
            series.line = series.line == 0 ? sample.line : series.line;
            if (sample.name.ends_with("_sum")) series.sum = sample.value;
            else if (sample.name.ends_with("_count")) series.count = sample.value;
            else if (const auto le = sample.labels.find("le"); le == sample.labels.end() || !readValue(le->second) || std::isnan(*readValue(le->second))) problem("a bucket of " + family + " has no label le with a number", sample.line);
            else series.buckets[*readValue(le->second)] = sample.value;
        }
        for (const auto& [key, series] : all) {
            double before = 0;
            for (const auto& [bound, value] : series.buckets) {
                if (value < before) problem("the buckets of " + family + " fall: each counts what is at most its bound", series.line);
                before = value;
            }
            const bool endless = !series.buckets.empty() && std::isinf(series.buckets.rbegin()->first);
            if (!endless) problem("the histogram " + family + " has no bucket le=\"+Inf\"", series.line);
            if (!series.count || (endless && *series.count != series.buckets.rbegin()->second)) problem("the _count of " + family + " is not its +Inf bucket", series.line);
            if (!series.sum) problem("the histogram " + family + " has no _sum", series.line);
        }
    }

    Metrics m_metrics;
    std::set<std::string> m_seen;
    int m_line = 0;
};

}  // namespace

std::string Sample::title() const {
    std::string text = name;
    for (const auto& [label, content] : labels) text += (text.size() == name.size() ? "{" : ",") + label + "=\"" + content + "\"";
    return labels.empty() ? text : text + "}";
}

bool Metrics::counts(const Sample& sample) const {
    const std::string family = familyOf(*this, sample.name);
    const auto type = types.find(family);
    if (type == types.end()) return false;
    if (type->second == "counter") return true;
    return (type->second == "histogram" || type->second == "summary") && (sample.name == family + "_count" || sample.name == family + "_bucket");
}

double Metrics::sum(std::string_view name, const std::map<std::string, std::string>& labels, std::size_t& found) const {
    double total = 0;
    found = 0;
    for (const Sample& sample : samples) {
        if (sample.name != name) continue;
        const bool fits = std::all_of(labels.begin(), labels.end(), [&](const auto& wanted) {
            const auto label = sample.labels.find(wanted.first);
            return label != sample.labels.end() && label->second == wanted.second;
        });
        if (!fits) continue;
        ++found;
        total += sample.value;
    }
    return total;
}

Metrics parseMetrics(std::string_view text) { return Parser().parse(text); }

}  // namespace assay::checks::service
