// Places and what the environment says of the machine.

#include <cstdlib>

#include <catch2/catch_test_macros.hpp>

#include "base/paths.h"

namespace {

// The variables as they were, afterwards.
class Kept {
  public:
    Kept() {
        for (std::size_t i = 0; i < 3; ++i) {
            if (const char* value = std::getenv(kNames[i])) m_values[i] = value, m_there[i] = true;
            ::unsetenv(kNames[i]);
        }
    }
    ~Kept() {
        for (std::size_t i = 0; i < 3; ++i) m_there[i] ? ::setenv(kNames[i], m_values[i].c_str(), 1) : ::unsetenv(kNames[i]);
    }
    static constexpr const char* kNames[]{"WAYLAND_DISPLAY", "DISPLAY", "QT_QPA_PLATFORM"};

  private:
    std::string m_values[3];
    bool m_there[3]{};
};

}  // namespace

TEST_CASE("There is a display where one of three variables names one") {
    const Kept kept;
    CHECK_FALSE(assay::base::hasDisplay());
    for (const char* name : Kept::kNames) {
        ::setenv(name, "", 1);
        CHECK_FALSE(assay::base::hasDisplay());  // set and empty is unset
        ::setenv(name, "offscreen", 1);
        CHECK(assay::base::hasDisplay());
        ::unsetenv(name);
    }
}
