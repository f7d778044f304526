#include "course/schema.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/text.h"

namespace assay::course {
namespace {

std::string typeOf(const Value& value) {
    if (value.as<bool>() != nullptr) return "a boolean";
    if (value.as<std::int64_t>() != nullptr) return "an integer";
    if (value.as<double>() != nullptr) return "a number";
    if (value.as<std::string>() != nullptr) return "a string";
    if (value.as<Array>() != nullptr) return "an array";
    if (value.as<Fields>() != nullptr) return "a table";
    return "a date or time";
}

std::string wanted(FieldType type) {
    switch (type) {
        case FieldType::String:
            return "a string";
        case FieldType::Integer:
            return "an integer";
        case FieldType::Number:
            return "a number";
        case FieldType::Boolean:
            return "true or false";
        case FieldType::Strings:
            return "an array of strings";
        case FieldType::Integers:
            return "an array of integers";
        case FieldType::Table:
            return "a table";
        case FieldType::Tables:
            return "an array of tables";
        case FieldType::Any:
            return "a value";
    }
    return "a value";
}

std::string numberText(double number) {
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%.10g", number);
    return buffer;
}

std::string rangeText(const FieldSpec& spec) {
    if (spec.least && spec.most) return "from " + numberText(*spec.least) + " to " + numberText(*spec.most);
    if (spec.least) return "at least " + numberText(*spec.least);
    return "at most " + numberText(*spec.most);
}

const FieldSpec* specOf(const std::vector<FieldSpec>& specs, std::string_view name) {
    const auto found =
        std::find_if(specs.begin(), specs.end(), [&](const FieldSpec& spec) { return spec.name == name; });
    return found == specs.end() ? nullptr : &*found;
}

// One walk over one table; holds what every message needs.
class Validator {
  public:
    Validator(std::string_view file, std::vector<Fault>& faults) : m_file(file), m_faults(faults) {}

    void table(const Value& value, const std::vector<FieldSpec>& specs, const std::string& where) {
        const auto* fields = value.as<Fields>();
        if (fields == nullptr) return wrongType(value, where, FieldType::Table);
        for (const auto& [key, field] : *fields) {
            const FieldSpec* spec = specOf(specs, key);
            if (spec == nullptr) {
                unknown(key, field.line, specs, where);
            } else {
                this->field(field, *spec, where);
            }
        }
        for (const FieldSpec& spec : specs) {
            if (spec.required && fields->find(spec.name) == fields->end()) missing(value.line, spec, where);
        }
    }

  private:
    Fault& add(int line, std::string message) {
        Fault fault;
        fault.file = m_file;
        fault.line = line;
        fault.message = std::move(message);
        return m_faults.emplace_back(std::move(fault));
    }

    void unknown(const std::string& key, int line, const std::vector<FieldSpec>& specs,
                 const std::string& where) {
        std::vector<std::string> names;
        for (const FieldSpec& spec : specs)
            names.push_back(spec.name);
        Fault& fault = add(line, "field " + base::quote(key) + " is not known in " + where);
        fault.found = base::safeText(key);
        fault.expected = "one of " + base::join(names, ", ");
        fault.nearest = base::nearest(key, names);
    }

    void missing(int line, const FieldSpec& spec, const std::string& where) {
        add(line, "field '" + spec.name + "' is missing in " + where).expected = wanted(spec.type);
    }

    void wrongType(const Value& value, const std::string& name, FieldType type) {
        Fault& fault = add(value.line, name + " is " + typeOf(value) + "; it must be " + wanted(type));
        fault.found = typeOf(value);
        fault.expected = wanted(type);
    }

    void field(const Value& value, const FieldSpec& spec, const std::string& where) {
        const std::string name = "'" + spec.name + "' in " + where;
        switch (spec.type) {
            case FieldType::String:
                return string(value, spec, name);
            case FieldType::Integer:
            case FieldType::Number:
                return number(value, spec, name);
            case FieldType::Boolean:
                if (value.as<bool>() == nullptr) wrongType(value, name, spec.type);
                return;
            case FieldType::Strings:
            case FieldType::Integers:
                return list(value, spec, name);
            case FieldType::Table:
                if (value.as<Fields>() == nullptr) return wrongType(value, name, spec.type);
                if (!spec.fields.empty()) table(value, spec.fields, "'" + spec.name + "' of " + where);
                return;
            case FieldType::Tables:
                return tables(value, spec, name, where);
            case FieldType::Any:
                return;
        }
    }

    void string(const Value& value, const FieldSpec& spec, const std::string& name) {
        const auto* text = value.as<std::string>();
        if (text == nullptr) return wrongType(value, name, FieldType::String);
        if (spec.required && base::trim(*text).empty())
            add(value.line, name + " is empty").expected = spec.meaning;
        if (spec.oneOf.empty() || std::find(spec.oneOf.begin(), spec.oneOf.end(), *text) != spec.oneOf.end())
            return;
        Fault& fault = add(value.line, name + " is " + base::quote(*text));
        fault.found = base::safeText(*text);
        fault.expected = "one of " + base::join(spec.oneOf, ", ");
        fault.nearest = base::nearest(*text, spec.oneOf);
    }

    void number(const Value& value, const FieldSpec& spec, const std::string& name) {
        const auto* integer = value.as<std::int64_t>();
        const auto* real = value.as<double>();
        if (integer == nullptr && (real == nullptr || spec.type == FieldType::Integer)) {
            return wrongType(value, name, spec.type);
        }
        const double number = integer != nullptr ? static_cast<double>(*integer) : *real;
        if (!std::isfinite(number)) {
            Fault& fault = add(value.line, name + " is " + numberText(number) + ", which counts nothing");
            fault.found = numberText(number);
            fault.expected = "a finite number";
            return;
        }
        if ((spec.least && number < *spec.least) || (spec.most && number > *spec.most)) {
            Fault& fault =
                add(value.line, name + " is " + numberText(number) + "; it must be " + rangeText(spec));
            fault.found = numberText(number);
            fault.expected = rangeText(spec);
        }
    }

    void list(const Value& value, const FieldSpec& spec, const std::string& name) {
        const auto* items = value.as<Array>();
        if (items == nullptr) return wrongType(value, name, spec.type);
        if (spec.required && items->empty()) add(value.line, name + " is empty").expected = "at least one";
        FieldSpec item = spec;
        item.required = false;
        for (const Value& entry : *items) {
            if (spec.type == FieldType::Strings) {
                string(entry, item, "an entry of " + name);
            } else {
                item.type = FieldType::Integer;
                number(entry, item, "an entry of " + name);
            }
        }
    }

    void tables(const Value& value, const FieldSpec& spec, const std::string& name,
                const std::string& where) {
        const auto* items = value.as<Array>();
        if (items == nullptr) return wrongType(value, name, spec.type);
        if (spec.required && items->empty()) add(value.line, name + " is empty").expected = "at least one";
        int position = 0;
        for (const Value& entry : *items) {
            ++position;
            if (entry.as<Fields>() == nullptr) {
                wrongType(entry, "entry " + std::to_string(position) + " of " + name, FieldType::Table);
            } else if (!spec.fields.empty()) {
                table(entry, spec.fields, nameOf(entry, spec.name, position) + " of " + where);
            }
        }
    }

    // "test 'TestEnds'", or "test 2" where it has no name.
    static std::string nameOf(const Value& entry, const std::string& field, int position) {
        for (const char* key : {"name", "id", "title"}) {
            const std::string text = entry.string(key);
            if (!text.empty()) return field + " " + base::quote(text);
        }
        return field + " " + std::to_string(position);
    }

    std::string m_file;
    std::vector<Fault>& m_faults;
};

}  // namespace

std::string describe(const Fault& fault) {
    std::string out = base::safeText(fault.file);
    if (fault.line > 0) out += (out.empty() ? "line " : ":") + std::to_string(fault.line);
    if (!out.empty()) out += ": ";
    out += base::safeText(fault.message);
    // A message often says already what was found; saying it twice helps nobody.
    std::string more;
    const auto append = [&](std::string_view separator, std::string_view word, const std::string& text) {
        if (text.empty() || fault.message.find(text) != std::string::npos) return;
        if (!more.empty()) more += separator;
        more += std::string(word) + text;
    };
    append(", ", "found ", fault.found);
    append(", ", "expected ", fault.expected);
    if (!fault.nearest.empty()) {
        if (!more.empty()) more += "; ";
        more += "did you mean " + base::quote(fault.nearest) + "?";
    }
    if (!more.empty()) out += " (" + more + ")";
    return out;
}

void validate(const Value& table, const std::vector<FieldSpec>& specs, std::string_view file,
              std::string_view where, std::vector<Fault>& faults) {
    Validator(file, faults).table(table, specs, std::string(where));
}

}  // namespace assay::course
