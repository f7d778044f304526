// Role: the one place that speaks with ncurses: a screen that is opened, drawn and given back. While it is open, what is
// written to stderr is kept and written once the screen is closed, so that no message breaks the picture.
// Threads: one; only one at a time may be open.
#pragma once

#include <memory>
#include <optional>

#include "base/fs.h"
#include "cli/learn/view.h"

namespace assay::cli {

class Terminal {
  public:
    // Null where the terminal named by TERM cannot do it.
    static std::unique_ptr<Terminal> open(bool color);
    ~Terminal();
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    struct Size {
        std::size_t width = 0, height = 0;
    };
    Size size() const;              // as the window is now
    std::optional<Key> readKey();   // what was pressed, without waiting
    void draw(const Frame& frame);
    bool stopAsked() const;         // Ctrl+Z or SIGTSTP came
    void stop();                    // gives the terminal back, stops this process, and comes back with it

  private:
    Terminal() = default;
    void holdStderr();
    void releaseStderr();
    bool m_color = false;
    void* m_screen = nullptr;
    base::UniqueFd m_held, m_stderr;
};

}  // namespace assay::cli
