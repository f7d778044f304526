// Role: a TOML value with its place, free of the parser that read it. What check kinds get their fields as.
// Ownership: a tree of values; copies are deep. Threads: plain values.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace assay::course {

struct Value;
using Array = std::vector<Value>;
using Fields = std::map<std::string, Value, std::less<>>;

struct Value {
    std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Fields> data;
    int line = 0;  // 1-based

    bool isNone() const { return std::holds_alternative<std::monostate>(data); }
    template <class T>
    const T* as() const {
        return std::get_if<T>(&data);
    }
    // The field of a table, or nullptr where this is no table or has none.
    const Value* find(std::string_view key) const;
    // Typed reads with a default, for fields that a schema has already checked.
    std::string string(std::string_view key, std::string fallback = {}) const;
    std::int64_t integer(std::string_view key, std::int64_t fallback = 0) const;
    double number(std::string_view key, double fallback = 0) const;  // integers too
    bool boolean(std::string_view key, bool fallback = false) const;
    std::vector<std::string> strings(std::string_view key) const;
    const Array& array(std::string_view key) const;  // empty where there is none
};

}  // namespace assay::course
