#include "course/value.h"

namespace assay::course {

const Value* Value::find(std::string_view key) const {
    const auto* table = as<Fields>();
    if (table == nullptr) return nullptr;
    const auto found = table->find(key);
    return found == table->end() ? nullptr : &found->second;
}

std::string Value::string(std::string_view key, std::string fallback) const {
    const Value* value = find(key);
    const auto* text = value == nullptr ? nullptr : value->as<std::string>();
    return text == nullptr ? std::move(fallback) : *text;
}

std::int64_t Value::integer(std::string_view key, std::int64_t fallback) const {
    const Value* value = find(key);
    const auto* number = value == nullptr ? nullptr : value->as<std::int64_t>();
    return number == nullptr ? fallback : *number;
}

double Value::number(std::string_view key, double fallback) const {
    const Value* value = find(key);
    if (value == nullptr) return fallback;
    if (const auto* number = value->as<double>()) return *number;
    if (const auto* number = value->as<std::int64_t>()) return static_cast<double>(*number);
    return fallback;
}

bool Value::boolean(std::string_view key, bool fallback) const {
    const Value* value = find(key);
    const auto* flag = value == nullptr ? nullptr : value->as<bool>();
    return flag == nullptr ? fallback : *flag;
}

std::vector<std::string> Value::strings(std::string_view key) const {
    std::vector<std::string> out;
    for (const Value& value : array(key)) {
        if (const auto* text = value.as<std::string>()) out.push_back(*text);
    }
    return out;
}

const Array& Value::array(std::string_view key) const {
    static const Array none;
    const Value* value = find(key);
    const auto* found = value == nullptr ? nullptr : value->as<Array>();
    return found == nullptr ? none : *found;
}

}  // namespace assay::course
