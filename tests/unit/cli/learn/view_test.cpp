// What the terminal mode shows, without a terminal.

#include <catch2/catch_test_macros.hpp>

#include "cli/learn/view.h"

using namespace assay::cli;
using assay::checks::Verdict;
namespace judge = assay::judge;

namespace {

judge::Report failed() {
    judge::Report report;
    report.exercise = {"double", "Double it", "1.0.0", "h"};
    report.verdict = Verdict::Failed;
    report.points = {1};
    report.max = {10};
    assay::checks::CheckResult tests{.id = "tests", .kind = "tests", .verdict = Verdict::Failed, .points = {1}, .max = {10}, .title = "Tests"};
    tests.message = "1 test of 2 fails. First: TestTwo.";
    tests.tests = {{.name = "TestOne", .verdict = Verdict::Passed},
                   {.name = "TestTwo", .verdict = Verdict::Failed, .message = "Double(2) = 2", .output = "\x1b[2Jprinted", .file = "double_test.go", .line = 7, .expected = "4", .got = "2"}};
    report.checks = {tests};
    return report;
}

judge::Report passed() {
    judge::Report report = failed();
    report.verdict = report.checks[0].verdict = report.checks[0].tests[1].verdict = Verdict::Passed;
    report.points = report.checks[0].points = {10};
    return report;
}

Card card() {
    Card card{"Double it", "double", "first", "/home/g/assay/small/double"};
    card.number = 1;
    card.count = 2;
    card.task = "# Double it\n\n`Double(n)` returns twice `n`.\n";
    card.lesson = "# Numbers\n\nTwice two is four.\n";
    card.hints = {{"Nudge", "What is two times a number?"}, {"Idea", "Multiply by two."}};
    return card;
}

View opened(Card with = card()) {
    View view;
    view.open(std::move(with));
    return view;
}

std::string shown(View& view, std::size_t width = 80, std::size_t height = 24, std::int64_t now = 0) {
    std::string text;
    for (const Row& row : view.frame(width, height, now).rows) text += plainText(row) + "\n";
    return text;
}

Wish press(View& view, char letter) { return view.key({Key::Char, letter}); }
bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("A new exercise begins with its task, and says where the files are") {
    View view = opened();
    const std::string text = shown(view);
    INFO(text);
    CHECK(has(text, " Double it"));
    CHECK(has(text, "first/double · 1 of 2"));
    CHECK(has(text, "not graded yet: save a file"));
    CHECK(has(text, "returns twice"));
    CHECK(has(text, "/home/g/assay/small/double"));
    CHECK(has(text, "h hint"));
    CHECK(has(text, "? keys"));
}

TEST_CASE("An exercise that was graded before begins with what was found then") {
    Card with = card();
    with.last = failed();
    with.kept = {"double.go"};
    View view = opened(with);
    const std::string text = shown(view);
    INFO(text);
    CHECK(has(text, "TestTwo"));
    CHECK(has(text, "Kept as you left it: double.go"));
}

TEST_CASE("While a check runs, its step and the time since the save are shown") {
    View view = opened();
    view.saved(1000);
    CHECK(has(shown(view, 80, 24, 1000), "… grading  0.0 s"));
    view.progress({judge::Progress::Step::Running, "tests", "TestTwo", 2, 3});
    CHECK(has(shown(view, 80, 24, 3450), "… running: TestTwo  2.5 s"));
    view.saved(4000);  // a newer save: its own time
    CHECK(has(shown(view, 80, 24, 4100), "… grading  0.1 s"));
}

TEST_CASE("The preparation of the compiler says that it happens once") {
    View view = opened();
    view.progress({judge::Progress::Step::Preparing, "std", "", 50, 200});
    CHECK(has(shown(view), "preparing the compiler: std 25 %"));
    CHECK(has(shown(view), "once, after that it is quick"));
    view.ready();
    CHECK(has(shown(view), "not graded yet"));
}

TEST_CASE("Results: verdict above, the first failure first, the change since the last time") {
    View view = opened();
    view.saved(0);
    view.report(failed(), std::nullopt);
    std::string text = shown(view);
    INFO(text);
    CHECK(view.page() == View::Page::Results);
    CHECK(text.find("TestTwo") < text.find("1 passed"));
    CHECK(has(text, "double_test.go:7"));
    CHECK(has(text, "Double(2) = 2"));
    CHECK_FALSE(has(text, "\x1b"));
    view.report(passed(), assay::report::Change{{"TestTwo"}, {}});
    text = shown(view);
    INFO(text);
    CHECK(has(text, "✓ Passed"));
    CHECK(has(text, "since last time: +1 passed, 0 lost"));
    CHECK(has(text, " n next  h hint"));  // what to do next comes first
}

TEST_CASE("A report does not take the list away from who is choosing") {
    View view = opened();
    view.list({{ListEntry::New, "double", "Double it", "First steps", true, true}, {ListEntry::Passed, "pool", "A pool", "First steps"}});
    view.report(failed(), std::nullopt);
    CHECK(view.page() == View::Page::List);
    CHECK(has(shown(view), "✕ 1 test of 2 fails"));
}

TEST_CASE("The grader's own failure is told as such, and the next save takes it away") {
    View view = opened();
    view.saved(0);
    view.error({assay::base::ErrorCode::Unsupported, "no user namespaces here", "`assay doctor` says why", {}, 0});
    const std::string text = shown(view);
    CHECK(has(text, "✕ no user namespaces here"));
    CHECK(has(text, "`assay doctor` says why"));
    CHECK_FALSE(view.grading());
    view.saved(0);
    CHECK_FALSE(has(shown(view), "no user namespaces"));
}

TEST_CASE("A grading that ended without a word leaves what was known before") {
    View view = opened();
    view.report(failed(), std::nullopt);
    view.saved(0);
    view.canceled();
    CHECK(has(shown(view), "✕ 1 test of 2 fails"));
}

TEST_CASE("Hints: one at a time, asked for by the key, opened ones shown first") {
    View view = opened();
    CHECK(press(view, 'h').kind == Wish::Hint);
    view.hintsOpened(1);
    std::string text = shown(view);
    CHECK(has(text, "Hint 1 of 2: Nudge"));
    CHECK_FALSE(has(text, "Multiply"));
    view.key({Key::Escape, 0});
    CHECK(press(view, 'h').kind == Wish::None);  // shows the first again
    CHECK(has(shown(view), "Hint 1 of 2"));
    CHECK(press(view, 'h').kind == Wish::Hint);
    view.hintsOpened(2);
    CHECK(has(shown(view), "Multiply by two."));
    CHECK(press(view, 'h').kind == Wish::None);
    CHECK(has(shown(view), "There are no more hints."));
    Card bare = card();
    bare.hints.clear();
    View none = opened(bare);
    CHECK(press(none, 'h').kind == Wish::None);
    CHECK(has(shown(none), "This exercise has no hints."));
}

TEST_CASE("t turns from task to lesson to results") {
    View view = opened();
    press(view, 't');
    CHECK(has(shown(view), "Twice two is four."));
    press(view, 't');
    CHECK(view.page() == View::Page::Results);
    press(view, 't');
    CHECK(view.page() == View::Page::Task);
    Card bare = card();
    bare.lesson.clear();
    View none = opened(bare);
    press(none, 't');
    CHECK(none.page() == View::Page::Results);
}

TEST_CASE("The list: the open exercise is chosen, arrows choose, Return opens") {
    View view = opened();
    CHECK(press(view, 'l').kind == Wish::List);
    view.list({{ListEntry::Begun, "double", "Double it", "First steps", true, true}, {ListEntry::New, "broken", "Broken", "First steps", false}, {ListEntry::Passed, "pool", "A pool", "Later"}});
    const std::string text = shown(view);
    INFO(text);
    CHECK(has(text, "› ◐ Double it  double  (open)"));
    CHECK(has(text, "  – Broken"));
    CHECK(has(text, "  ✓ A pool"));
    CHECK(text.find("First steps") < text.find("› ◐"));
    view.key({Key::Down, 0});
    CHECK(view.key({Key::Enter, 0}).kind == Wish::None);
    CHECK(has(shown(view), "cannot be graded: `assay check broken` says why"));
    view.key({Key::End, 0});
    const Wish wish = view.key({Key::Enter, 0});
    CHECK(wish.kind == Wish::Open);
    CHECK(wish.exercise == "pool");
    view.key({Key::Escape, 0});
    CHECK(view.page() == View::Page::Results);
}

TEST_CASE("A long list keeps what is chosen on the screen, in both directions") {
    View view = opened();
    std::vector<ListEntry> entries;
    for (int i = 0; i < 200; ++i) entries.push_back({ListEntry::New, "e" + std::to_string(i), "Exercise " + std::to_string(i) + ".", i < 100 ? "A" : "B"});
    view.list(entries);
    for (int i = 0; i < 199; ++i) {
        CHECK(has(shown(view, 60, 10), "› ○ Exercise " + std::to_string(i) + "."));
        view.key({Key::Down, 0});
    }
    for (int i = 199; i > 0; --i) {
        CHECK(has(shown(view, 60, 10), "› ○ Exercise " + std::to_string(i) + "."));
        view.key({Key::Up, 0});
    }
    CHECK(has(shown(view, 60, 10), "\nA "));
}

TEST_CASE("Long texts scroll, and stop at their ends") {
    Card with = card();
    with.task = "";
    for (int i = 1; i <= 100; ++i) with.task += "paragraph " + std::to_string(i) + " ends.\n\n";
    View view = opened(with);
    CHECK(has(shown(view), "paragraph 1 ends."));
    view.key({Key::Up, 0});
    CHECK(has(shown(view), "paragraph 1 ends."));
    view.key({Key::PageDown, 0});
    CHECK_FALSE(has(shown(view), "paragraph 1 ends."));
    view.key({Key::End, 0});
    CHECK(has(shown(view), "/home/g/assay/small/double"));
    view.key({Key::PageDown, 0});
    CHECK(has(shown(view), "/home/g/assay/small/double"));
    view.key({Key::Home, 0});
    CHECK(has(shown(view), "paragraph 1 ends."));
}

TEST_CASE("Keys say what they ask for") {
    View view = opened();
    CHECK(press(view, 'q').kind == Wish::Quit);
    CHECK(press(view, 'n').kind == Wish::Next);
    CHECK(press(view, 'p').kind == Wish::Previous);
    CHECK(press(view, 'r').kind == Wish::Again);
    press(view, '?');
    CHECK(has(shown(view), "the next exercise, the previous one"));
    press(view, 'x');
    CHECK(has(shown(view), "? shows the keys."));
    press(view, '?');
    CHECK(view.page() == View::Page::Results);
}

TEST_CASE("A screen of any size gets exactly as many rows, each as wide as it is") {
    Card with = card();
    with.title = "日本語の題名 with a rather long title that goes on";
    with.last = failed();
    for (const View::Page page : {View::Page::Results, View::Page::Task, View::Page::List, View::Page::Keys}) {
        View view = opened(with);
        if (page == View::Page::Task) press(view, 't');
        if (page == View::Page::Keys) press(view, '?');
        if (page == View::Page::List) view.list({{ListEntry::New, "double", "日本語", "題", true, true}});
        for (std::size_t width = 0; width < 90; width += width < 12 ? 1 : 13)
            for (std::size_t height = 0; height < 30; height += height < 6 ? 1 : 7) {
                INFO(width << "×" << height);
                const Frame frame = view.frame(width, height, 0);
                CHECK(frame.rows.size() == (width == 0 ? 0 : height));
                for (const Row& row : frame.rows) CHECK(columnsOf(row) == width);
            }
    }
}

TEST_CASE("The colours are an addition: verdict and marks are words and shapes") {
    View view = opened();
    view.report(failed(), std::nullopt);
    const Frame frame = view.frame(80, 24, 0);
    REQUIRE(frame.rows.size() == 24);
    CHECK(frame.rows[1][0] == Span{"✕ ", kBad});
    CHECK(has(plainText(frame.rows[1]), "1 test of 2 fails"));
}
