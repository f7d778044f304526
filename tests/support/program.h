// Role: for tests: the built `assay` as a program of its own, with places of its own (HOME, data, config) in a temporary
// folder; the compiler cache is the user's. And the same on a terminal.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "base/fs.h"
#include "base/process.h"
#include "support/vt.h"

namespace assay::support {

base::fs::path assayProgram();                       // build/…/bin/assay
base::fs::path sourceCourse(const std::string& name);  // tests/support/courses/<name>

// A home that is thrown away.
class Home {
  public:
    Home();
    const base::fs::path& path() const { return m_folder.path(); }
    base::fs::path data() const { return path() / "data" / "assay"; }
    // "NAME=value"; `more` comes last and wins.
    std::vector<std::string> environment(const std::vector<std::string>& more = {}) const;
    base::CommandOutcome run(const std::vector<std::string>& arguments, const base::fs::path& workdir = {}, const std::vector<std::string>& more = {}) const;

  private:
    base::TempFolder m_folder;
};

void put(const base::fs::path& path, const std::string& text);  // with its folders
std::string read(const base::fs::path& path);
// Processes whose command line or open folder names `text`, but for ourselves.
std::vector<std::string> processesNaming(const std::string& text);

// A program on a pseudo terminal of the kind vt100. Ends it when it is destroyed.
class OnTerminal {
  public:
    OnTerminal(const std::vector<std::string>& argv, const std::vector<std::string>& environment, int width = 80, int height = 24);
    ~OnTerminal();
    OnTerminal(const OnTerminal&) = delete;
    OnTerminal& operator=(const OnTerminal&) = delete;
    void press(const std::string& keys);
    void signal(int number);
    void resize(int width, int height);
    bool sees(const std::string& text, int milliseconds = 30'000);  // whether it is on the screen before that time is over
    std::string screen();
    // Waits for the end: the exit code, or -signal; -1000 where it does not end in time.
    int end(int milliseconds = 20'000);
    bool cooked() const;                      // the terminal echoes and edits lines, as a shell wants it
    int pid() const { return m_pid; }
    const std::string& unknown() const { return m_vt.unknown(); }

  private:
    void pump(int milliseconds);
    int m_master = -1, m_pid = -1;
    Vt m_vt;
};

}  // namespace assay::support
