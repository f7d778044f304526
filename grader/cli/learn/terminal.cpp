#include "cli/learn/terminal.h"

#include <curses.h>
#include <fcntl.h>
#include <langinfo.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <clocale>
#include <cstring>

namespace assay::cli {

namespace {

volatile sig_atomic_t g_stopAsked = 0;  // a signal handler can reach nothing else
void askToStop(int) { g_stopAsked = 1; }

void onStop(void (*handler)(int)) {
    struct sigaction action {};
    action.sa_handler = handler;
    ::sigaction(SIGTSTP, &action, nullptr);
}

// Everything Assay prints is UTF-8. A machine without a locale set ("C") still has a terminal that shows it.
void useUtf8() {
    std::setlocale(LC_CTYPE, "");
    if (std::strcmp(::nl_langinfo(CODESET), "UTF-8") != 0) std::setlocale(LC_CTYPE, "C.UTF-8");
}

attr_t attributesOf(unsigned style, bool color) {
    attr_t attributes = A_NORMAL;
    if ((style & kBold) != 0) attributes |= A_BOLD;
    if ((style & kDim) != 0) attributes |= A_DIM;
    if ((style & kReverse) != 0) attributes |= A_REVERSE;
    if (color && (style & kGood) != 0) attributes |= COLOR_PAIR(1);
    if (color && (style & kBad) != 0) attributes |= COLOR_PAIR(2);
    return attributes;
}

}  // namespace

std::unique_ptr<Terminal> Terminal::open(bool color) {
    useUtf8();
    // The library's own handler would run on whatever thread the signal meets, and the library ignores the signal while it
    // draws: a Ctrl+Z of that moment would be lost. It leaves a handler alone that it finds when it begins.
    onStop(askToStop);
    SCREEN* screen = ::newterm(nullptr, stdout, stdin);
    if (screen == nullptr) {
        onStop(SIG_DFL);
        return nullptr;
    }
    std::unique_ptr<Terminal> terminal(new Terminal);
    terminal->m_screen = screen;
    ::cbreak();
    ::noecho();
    ::nonl();
    ::keypad(stdscr, TRUE);
    ::nodelay(stdscr, TRUE);
    ::set_escdelay(25);
    ::curs_set(0);
    terminal->m_color = color && ::has_colors() && ::start_color() == OK;
    if (terminal->m_color) {
        const short background = ::use_default_colors() == OK ? -1 : COLOR_BLACK;
        ::init_pair(1, COLOR_GREEN, background);
        ::init_pair(2, COLOR_RED, background);
    }
    terminal->holdStderr();
    return terminal;
}

Terminal::~Terminal() {
    onStop(SIG_DFL);
    ::endwin();
    ::delscreen(static_cast<SCREEN*>(m_screen));
    releaseStderr();
}

void Terminal::holdStderr() {
    if (::isatty(2) != 1) return;
    m_held = base::UniqueFd(::memfd_create("assay-stderr", MFD_CLOEXEC));
    m_stderr = base::UniqueFd(::fcntl(2, F_DUPFD_CLOEXEC, 3));
    if (m_held && m_stderr) ::dup2(m_held.get(), 2);
}

void Terminal::releaseStderr() {
    if (!m_held || !m_stderr) return;
    ::dup2(m_stderr.get(), 2);
    char buffer[4096];
    ::lseek(m_held.get(), 0, SEEK_SET);
    for (ssize_t size = 0; (size = ::read(m_held.get(), buffer, sizeof buffer)) > 0;)
        if (!base::writeAll(2, {buffer, static_cast<std::size_t>(size)})) break;
    m_held.reset();
    m_stderr.reset();
}

Terminal::Size Terminal::size() const { return {static_cast<std::size_t>(std::max(COLS, 0)), static_cast<std::size_t>(std::max(LINES, 0))}; }

std::optional<Key> Terminal::readKey() {
    const int code = ::getch();
    switch (code) {
        case ERR: return std::nullopt;
        case KEY_RESIZE: return Key{};  // the library has taken the new size over; whoever asks draws again
        case KEY_UP: return Key{Key::Up, 0};
        case KEY_DOWN: return Key{Key::Down, 0};
        case KEY_PPAGE: return Key{Key::PageUp, 0};
        case KEY_NPAGE: return Key{Key::PageDown, 0};
        case KEY_HOME: return Key{Key::Home, 0};
        case KEY_END: return Key{Key::End, 0};
        case KEY_ENTER:
        case '\r':
        case '\n': return Key{Key::Enter, 0};
        case 27: return Key{Key::Escape, 0};
        default: break;
    }
    if (code == '\f') ::clearok(curscr, TRUE);  // Ctrl+L: something else wrote on the screen
    return code >= ' ' && code < 127 ? Key{Key::Char, static_cast<char>(code)} : Key{};
}

void Terminal::draw(const Frame& frame) {
    ::erase();
    for (std::size_t y = 0; y < frame.rows.size(); ++y) {
        ::move(static_cast<int>(y), 0);
        for (const Span& span : frame.rows[y]) {
            ::attrset(attributesOf(span.style, m_color));
            ::addstr(span.text.c_str());  // rows are as wide as the screen: nothing runs over but what the next row covers
        }
    }
    ::attrset(A_NORMAL);
    ::refresh();
}

bool Terminal::stopAsked() const { return g_stopAsked != 0; }

void Terminal::stop() {
    g_stopAsked = 0;
    ::endwin();
    onStop(SIG_DFL);
    ::raise(SIGTSTP);  // to this thread, which stops here: another could take it up after the handler is back
    onStop(askToStop);
    ::clearok(curscr, TRUE);
    ::refresh();
}

}  // namespace assay::cli
