// The face without a terminal: a report a save, until the input ends or somebody asks to stop. Lines typed are the keys of
// the screen. At the end of input what was saved before is still graded; nothing is waited for that was not begun.

#include <algorithm>
#include <poll.h>
#include <unistd.h>

#include <cstdio>

#include "base/text.h"
#include "cli/learn/learner.h"
#include "cli/learn/words.h"
#include "course/lesson.h"

namespace assay::cli {

namespace {

constexpr int kDebounceMs = 50, kTickMs = 100;
constexpr std::size_t kTaskLines = 8;

class Lines {
  public:
    Lines(Workbench& bench, Learner& learner) : m_bench(bench), m_learner(learner) {}

    int run() {
        greet();
        while (!m_bench.stop().stop_requested() && !m_quit) {
            pollfd fds[3] = {{m_learner.session().fd(), POLLIN, 0}, {m_learner.watcher().fd(), POLLIN, 0}, {m_ended ? -1 : 0, POLLIN, 0}};
            ::poll(fds, 3, kTickMs);
            if ((fds[2].revents & (POLLIN | POLLHUP | POLLERR | POLLNVAL)) != 0) readInput();
            if (m_learner.watcher().read()) {
                ::poll(nullptr, 0, kDebounceMs);  // an editor may write several files at once
                m_learner.watcher().read();
                grade();
            }
            events();
            if (m_learner.watcher().gone()) return tell({base::ErrorCode::NotFound, "the folder " + base::quote(m_learner.folder().string()) + " is gone", "start again", {}, 0});
            if (m_ended && !m_grading) break;
        }
        return m_code;
    }

  private:
    void print(const std::string& text) {
        std::fputs(base::safeText(text).c_str(), stdout);
        std::fflush(stdout);
    }

    void greet() {
        const course::Exercise& exercise = m_learner.exercise();
        std::string text = exercise.title + " (" + exercise.phase + "/" + exercise.id + ")\n";
        text += "Files: " + m_learner.folder().string() + "\n";
        for (const std::string& name : m_learner.wrote().kept) text += "Kept yours: " + name + "\n";
        text += "The task is in TASK.md and begins so:\n" + taskBegin() + "Every save is graded. ? and Return lists the keys.\n";
        print(text);
        if (!m_learner.ungraded()) return;
        print("Your files have changed since they were graded last: grading them.\n");
        grade();
    }

    void grade() {
        m_learner.session().save();
        m_grading = true;
    }

    std::string taskBegin() const {
        std::string text;
        std::size_t lines = 0;
        for (const std::string& line : base::splitLines(course::markdownText(m_learner.task(), 76)))
            if (lines++ < kTaskLines) text += line.empty() ? "\n" : "    " + line + "\n";
        return text + (lines > kTaskLines ? "    …\n" : "");
    }

    void events() {
        const bool busy = m_learner.session().busy();  // asked first: what it did before that is among the events
        for (SessionEvent& event : m_learner.session().take()) {
            if (event.kind == SessionEvent::Kind::Error) {
                std::fflush(stdout);
                tell(event.error);
                if (m_code == kDone) m_code = kOurFault;
            }
            if (event.kind == SessionEvent::Kind::Report) {
                const auto change = m_learner.reported(event.report);
                // Its texts are safe already; safeText would take the colours out.
                std::fputs(report::toText(event.report, {.color = m_bench.colored(1), .quiet = m_bench.globals().quiet}).c_str(), stdout);
                if (change) print(changeWords(*change) + "\n");
                std::fflush(stdout);
                m_code = event.report.verdict == checks::Verdict::Passed ? kDone : kNotPassed;
            }
        }
        if (!busy) m_grading = false;
    }

    void readInput() {
        char buffer[1024];
        const ssize_t size = ::read(0, buffer, sizeof buffer);
        if (size <= 0) {
            m_ended = true;
            return;
        }
        for (ssize_t i = 0; i < size; ++i)
            if (buffer[i] > ' ') command(buffer[i]);
    }

    void command(char key) {
        switch (key) {
            case 'q': m_quit = true; return;
            case 'r': return grade();
            case 'n': return go(1);
            case 'p': return go(-1);
            case 't': return print(course::markdownText(m_learner.task(), 80));
            case 'h': return hint();
            case 'l':
                for (const course::Exercise& exercise : m_learner.course().exercises) print(exercise.id + "  " + exercise.title + "\n");
                return;
            default: print("Keys, each with Return: h hint, n next, p previous, l list, t task, r grade again, q quit\n");
        }
    }

    void go(int step) {
        const std::string id = m_learner.neighbour(step);
        if (id.empty()) return print(step > 0 ? "This is the last exercise.\n" : "This is the first exercise.\n");
        if (auto opened = m_learner.open(id); !opened) {
            tell(opened.error());
            return;
        }
        m_grading = false;
        greet();
    }

    void hint() {
        if (m_learner.hints().empty()) return print("This exercise has no hints.\n");
        if (auto opened = m_learner.openHint(); !opened) tell(opened.error());
        const course::Hint& hint = m_learner.hints()[static_cast<std::size_t>(std::max(m_learner.hintsOpened(), 1) - 1)];
        print("Hint " + std::to_string(m_learner.hintsOpened()) + " of " + std::to_string(m_learner.hints().size()) + ": " + hint.title + "\n" + course::markdownText(hint.markdown, 80));
    }

    Workbench& m_bench;
    Learner& m_learner;
    bool m_quit = false, m_ended = false, m_grading = false;
    int m_code = kDone;
};

}  // namespace

int runLines(Workbench& bench, Learner& learner) { return Lines(bench, learner).run(); }

}  // namespace assay::cli
