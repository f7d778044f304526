// The face on a terminal: what happens (a save, an event of the session, a key) goes into the view, and the view's frame is
// drawn. Signals that end the program are waited for elsewhere (main.cpp); here their stop token ends the loop, so that the
// terminal is given back before the signal takes its course.

#include <poll.h>
#include <unistd.h>

#include <cstdio>

#include "base/text.h"
#include "cli/learn/learner.h"
#include "cli/learn/terminal.h"
#include "cli/learn/view.h"

namespace assay::cli {

namespace {

constexpr int kDebounceMs = 50, kTickMs = 100, kCancelMs = 3000;

class Screen {
  public:
    Screen(Workbench& bench, Learner& learner, Terminal& terminal) : m_bench(bench), m_learner(learner), m_terminal(terminal) {}

    // What ended it, where something is to be told afterwards.
    std::optional<base::Error> run() {
        begin();
        while (!m_bench.stop().stop_requested() && !m_quit) {
            draw();
            pollfd fds[3] = {{0, POLLIN, 0}, {m_learner.session().fd(), POLLIN, 0}, {m_learner.watcher().fd(), POLLIN, 0}};
            ::poll(fds, 3, kTickMs);
            if ((fds[0].revents & (POLLHUP | POLLERR | POLLNVAL)) != 0) break;  // the terminal is gone
            while (const auto key = m_terminal.readKey()) obey(m_view.key(*key));
            if (m_terminal.stopAsked()) suspend();
            if (m_learner.watcher().read()) {
                ::poll(nullptr, 0, kDebounceMs);  // an editor may write several files at once
                m_learner.watcher().read();
                grade();
            }
            events();
            if (m_learner.watcher().gone())
                return base::Error{base::ErrorCode::NotFound, "the folder " + base::quote(m_learner.folder().string()) + " is gone", "start again: what was graded is kept", {}, 0};
        }
        return std::nullopt;
    }

  private:
    std::int64_t now() const { return m_bench.clock().steadyNs() / 1'000'000; }

    void draw() {
        const auto [width, height] = m_terminal.size();
        m_terminal.draw(m_view.frame(width, height, now()));
    }

    void begin() {
        m_view.open(card());
        if (m_learner.ungraded()) grade();
    }

    void grade() {
        m_learner.session().save();
        m_view.saved(now());
    }

    void events() {
        const bool busy = m_learner.session().busy();  // asked first: what it did before that is among the events
        for (SessionEvent& event : m_learner.session().take()) {
            switch (event.kind) {
                case SessionEvent::Kind::Progress: m_view.progress(event.progress); break;
                case SessionEvent::Kind::Ready: m_view.ready(); break;
                case SessionEvent::Kind::Error: m_view.error(event.error); break;
                case SessionEvent::Kind::Report: {
                    const auto change = m_learner.reported(event.report);
                    m_view.report(std::move(event.report), change);
                }
            }
        }
        if (m_view.grading() && !busy) m_view.canceled();
    }

    void obey(const Wish& wish) {
        switch (wish.kind) {
            case Wish::None: break;
            case Wish::Quit: m_quit = true; break;
            case Wish::Again: grade(); break;
            case Wish::List: m_view.list(entries()); break;
            case Wish::Open: go(wish.exercise); break;
            case Wish::Next: step(1); break;
            case Wish::Previous: step(-1); break;
            case Wish::Hint:
                if (auto opened = m_learner.openHint(); !opened) m_view.note(opened.error().message);
                else m_view.hintsOpened(m_learner.hintsOpened());
        }
    }

    void step(int by) {
        const std::string id = m_learner.neighbour(by);
        if (id.empty()) m_view.note(by > 0 ? "This is the last exercise." : "This is the first exercise.");
        else go(id);
    }

    void go(const std::string& id) {
        if (auto opened = m_learner.open(id); !opened) m_view.note(opened.error().message);
        else begin();
    }

    // A grading that sleeps with us would meet its time limit, so it ends here and begins again afterwards.
    void suspend() {
        const bool grading = m_view.grading();
        m_learner.session().cancel();
        for (int waited = 0; grading && m_learner.session().busy() && waited < kCancelMs; waited += kDebounceMs) ::poll(nullptr, 0, kDebounceMs);
        m_terminal.stop();
        if (grading) grade();
    }

    Card card() const {
        const course::Exercise& exercise = m_learner.exercise();
        Card card{exercise.title, exercise.id, exercise.phase, m_learner.folder().string()};
        const auto& all = m_learner.course().exercises;
        card.count = static_cast<int>(all.size());
        for (std::size_t i = 0; i < all.size(); ++i)
            if (all[i].id == exercise.id) card.number = static_cast<int>(i) + 1;
        card.kept = m_learner.wrote().kept;
        card.task = m_learner.task();
        card.lesson = m_learner.lesson();
        for (const course::Hint& hint : m_learner.hints()) card.hints.push_back({hint.title, hint.markdown});
        card.hintsOpened = m_learner.hintsOpened();
        card.last = m_learner.last();
        return card;
    }

    std::vector<ListEntry> entries() const {
        const auto states = m_learner.states();
        std::vector<ListEntry> entries;
        for (const course::Exercise& exercise : m_learner.course().exercises) {
            const course::Phase* phase = m_learner.course().phase(exercise.phase);
            ListEntry entry{ListEntry::New, exercise.id, exercise.title, phase != nullptr ? phase->title : exercise.phase};
            if (const auto state = states.find(exercise.id); state != states.end())
                entry.state = state->second.passed ? ListEntry::Passed : state->second.attempts > 0 || state->second.hasDraft ? ListEntry::Begun : ListEntry::New;
            entry.usable = m_learner.usable(exercise);
            entry.current = exercise.id == m_learner.exercise().id;
            entries.push_back(std::move(entry));
        }
        return entries;
    }

    Workbench& m_bench;
    Learner& m_learner;
    Terminal& m_terminal;
    View m_view;
    bool m_quit = false;
};

}  // namespace

int runScreen(Workbench& bench, Learner& learner) {
    std::optional<base::Error> ended;
    {
        const auto terminal = Terminal::open(bench.colored(1));
        if (!terminal) return runLines(bench, learner);
        ended = Screen(bench, learner, *terminal).run();
    }
    if (ended) return tell(*ended);
    if (bench.stop().stop_requested() || bench.globals().quiet) return kDone;
    std::printf("Your files: %s\n`assay learn` goes on where you were.\n", base::safeText(learner.folder().string(), {.keepNewlines = false}).c_str());
    return kDone;
}

}  // namespace assay::cli
