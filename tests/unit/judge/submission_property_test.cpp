// Ten thousand file trees made by chance, from one seed: names, types, sizes, depths, links that lead anywhere. Whatever they
// are, reading them comes to an end, only plain files that lie in the tree are read, and what is no plain file where an
// editable one is asked for is refused.

#include <catch2/catch_test_macros.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <map>
#include <random>

#include "base/text.h"
#include "judge/submission.h"

using namespace assay;
using base::fs::path;

namespace {

constexpr int kTrees = 10'000;
const std::string kSecret = "what lies outside of the submission";

class Tree {
  public:
    Tree(const path& root, const path& outside, std::mt19937& random) : m_root(root), m_outside(outside), m_random(random) {
        const int entries = 1 + pick(4);
        for (int i = 0; i < entries; ++i) addEntry();
    }
    std::map<std::string, std::string> plain;  // what reading may find
    bool oddEditable = false;                  // something else stands where an editable file is asked for

  private:
    int pick(int most) { return static_cast<int>(m_random() % static_cast<unsigned>(most + 1)); }
    std::string name() {
        static const std::vector<std::string> names{"a.go", "b.go", "part", "part/c.go", "A.go", "a.go/x", "deep/d/e/f.go", "..go", " .go", "-r.go", "n\nl.go",
                                                    "q'\".go", "\xff.go", "\xe2\x80\xae.go", "x.txt", ".git", ".git/a.go", "part/part/c.go", std::string(250, 'n') + ".go"};
        return names[static_cast<std::size_t>(pick(static_cast<int>(names.size()) - 1))];
    }
    std::string content() {
        switch (pick(15)) {
            case 0: return "";
            case 1: return std::string((1u << 20) + static_cast<unsigned>(pick(1)), ' ');
            case 2: return "package a\xff";
            case 3: return std::string("package a\0", 10);
            default: return "package a // " + std::to_string(m_random());
        }
    }
    // Never through a link: this test writes below its own folder and nowhere else.
    bool makeParents(const std::string& entry) {
        for (std::size_t slash = entry.find('/'); slash != std::string::npos; slash = entry.find('/', slash + 1)) {
            const path folder = m_root / entry.substr(0, slash);
            struct stat info {};
            if (::mkdir(folder.c_str(), 0700) != 0 && (::lstat(folder.c_str(), &info) != 0 || !S_ISDIR(info.st_mode))) return false;
            if (isEditable(entry.substr(0, slash))) oddEditable = true;
        }
        return true;
    }
    static bool isEditable(const std::string& entry) { return base::globMatch("*.go", entry) || base::globMatch("part/*.go", entry); }
    void addEntry() {
        const std::string entry = name();
        const path at = m_root / entry;
        struct stat info {};
        if (!makeParents(entry) || ::lstat(at.c_str(), &info) == 0) return;
        static const std::vector<std::string> targets{"/etc/passwd", "..", "a.go", ".", "/", "nowhere", "part", "../../secret"};
        bool made = true, isPlain = false;
        const std::string text = content();
        switch (pick(24)) {
            case 0: made = ::symlink(targets[static_cast<std::size_t>(pick(7))].c_str(), at.c_str()) == 0; break;
            case 1: made = ::symlink(m_outside.c_str(), at.c_str()) == 0; break;
            case 2: made = ::mkfifo(at.c_str(), 0600) == 0; break;
            case 3: made = ::mkdir(at.c_str(), 0700) == 0; break;
            case 4: made = ::link(m_outside.c_str(), at.c_str()) == 0; break;
            default: made = isPlain = bool(base::writeFile(at, text)); break;
        }
        if (!made) return;
        if (isPlain) plain[entry] = text;
        else if (isEditable(entry)) oddEditable = true;
    }
    const path& m_root;
    const path& m_outside;
    std::mt19937& m_random;
};

}  // namespace

TEST_CASE("Ten thousand random file trees are read safely") {
    const base::TempFolder temp = std::move(*base::TempFolder::create("trees"));
    const path outside = temp.path() / "secret";
    REQUIRE(base::writeFile(outside, kSecret));
    course::Exercise exercise;
    exercise.id = "a";
    exercise.phase = "p";
    exercise.editable = {"*.go", "part/*.go"};
    std::mt19937 random(20'261'121);
    int refused = 0, accepted = 0;
    for (int i = 0; i < kTrees; ++i) {
        const path root = temp.path() / "tree";
        REQUIRE(base::ensureFolder(root));
        const Tree tree(root, outside, random);
        const auto submission = judge::readSubmission(exercise, root);
        REQUIRE(submission);
        bool good = !tree.oddEditable || !submission->refusal.empty();
        for (const judge::SubmittedFile& file : submission->files) {
            const auto known = tree.plain.find(file.name);
            good = good && known != tree.plain.end() && known->second == file.content && file.content.find(kSecret) == std::string::npos;
            if (submission->refusal.empty()) good = good && file.content.size() <= (1u << 20) && base::isUtf8(file.content) && base::isUtf8(file.name);
        }
        for (const std::string& name : submission->ignored) good = good && base::isUtf8(name) && name.find('\n') == std::string::npos;
        good = good && base::isUtf8(submission->refusal) && submission->refusal.find('\n') == std::string::npos;
        if (!good) {
            INFO("tree " << i << ": " << submission->refusal);
            REQUIRE(good);
        }
        ++(submission->refusal.empty() ? accepted : refused);
        std::error_code error;
        base::fs::remove_all(root, error);
    }
    CHECK(refused > kTrees / 10);  // the trees are of both sorts
    CHECK(accepted > kTrees / 20);
}
