// Role: does a text hold a secret, in one of the forms in which a program would smuggle it out?
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay::corpus {

class Secrets {
  public:
    explicit Secrets(const std::vector<std::string>& secrets);
    // "918273645 (hex)" of the first that is there; empty where none is.
    std::string foundIn(std::string_view text) const;

  private:
    struct Form {
        std::string needle, meaning;
        bool anyCase = false;
    };
    void add(std::string needle, const std::string& secret, const char* how, bool anyCase);
    std::vector<Form> m_forms;
};

}  // namespace assay::corpus
