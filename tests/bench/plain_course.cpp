#include "bench/plain_course.h"

#include <unistd.h>

#include <cstdlib>

namespace assay::bench {

namespace {

namespace fs = base::fs;

constexpr const char* kCourse = R"(id = "bench"
title = "Bench"
version = "1"
language = "go"
authors = ["Assay"]
licence = "CC-BY-4.0"

[[phase]]
id = "p"
title = "P"
summary = "Two exercises"
lessons = ["first"]
exercises = ["words", "tally", "proofs"]
)";

constexpr const char* kLesson = R"(+++
id = "first"
title = "A first lesson"
objectives = ["you can read it"]
skills = []
minutes = 5
exercises = ["words"]
+++

# A first lesson

Some prose, and a program:

```go run
package main

func main() { println("hello") }
```
)";

std::string exerciseToml(const std::string& id, bool race) {
    return "id = \"" + id + "\"\ntitle = \"" + id + "\"\nversion = \"1\"\npoints = 10\n\n[files]\neditable = [\"" + id +
           ".go\"]\n\n[[check]]\nid = \"build\"\nkind = \"build\"\n\n[[check]]\nid = \"policy\"\nkind = \"policy\"\n"
           "forbid_imports = [\"os\"]\n\n[[check]]\nid = \"format\"\nkind = \"format\"\npoints = 1\n\n[[check]]\nid = "
           "\"vet\"\nkind = \"vet\"\npoints = 1\n\n[[check]]\nid = \"tests\"\nkind = \"tests\"\npoints = 8\n" +
           (race ? "race = true\n" : "") + "\n[[check.test]]\nname = \"TestHidden\"\nreveal = \"All of it.\"\n";
}

constexpr const char* kWords = R"(// Package words counts words.
package words

import (
	"errors"
	"fmt"
	"sort"
	"strings"
	"unicode"
)

// ErrEmpty is returned where there is nothing to count.
var ErrEmpty = errors.New("words: nothing to count, edit EDIT")

// Count is a word and how often it was seen.
type Count struct {
	Word string
	N    int
}

// String shows the count as "word ×3".
func (c Count) String() string { return fmt.Sprintf("%s ×%d", c.Word, c.N) }

func split(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && r != '\''
	})
}

// Top gives the n most frequent words, the more frequent first, equal ones by alphabet.
func Top(text string, n int) ([]Count, error) {
	seen := map[string]int{}
	for _, word := range split(text) {
		seen[word]++
	}
	if len(seen) == 0 {
		return nil, fmt.Errorf("top %d: %w", n, ErrEmpty)
	}
	counts := make([]Count, 0, len(seen))
	for word, times := range seen {
		counts = append(counts, Count{word, times})
	}
	sort.Slice(counts, func(i, j int) bool {
		if counts[i].N != counts[j].N {
			return counts[i].N > counts[j].N
		}
		return counts[i].Word < counts[j].Word
	})
	return counts[:min(n, len(counts))], nil
}
)";

constexpr const char* kWordsTest = R"(package words

import (
	"errors"
	"testing"
)

func TestTop(t *testing.T) {
	for _, test := range []struct {
		text string
		n    int
		want string
	}{
		{"a b a", 1, "a ×2"},
		{"B b, c; C! c?", 1, "c ×3"},
		{"it's its it's", 1, "it's ×2"},
	} {
		t.Run(test.text, func(t *testing.T) {
			got, err := Top(test.text, test.n)
			if err != nil || len(got) != test.n || got[0].String() != test.want {
				t.Errorf("Top(%q, %d) = %v, %v; want %s", test.text, test.n, got, err, test.want)
			}
		})
	}
}

func TestEmpty(t *testing.T) {
	if _, err := Top(" , ", 3); !errors.Is(err, ErrEmpty) {
		t.Errorf("Top of nothing: %v", err)
	}
}
)";

constexpr const char* kWordsHidden = R"(package words

import (
	"strings"
	"testing"
)

func TestHidden(t *testing.T) {
	got, err := Top(strings.Repeat("x y z y ", 1000), 10)
	if err != nil || len(got) != 3 || got[0] != (Count{"y", 2000}) || got[1].Word != "x" {
		t.Errorf("got %v, %v", got, err)
	}
}
)";

constexpr const char* kTally = R"(// Package tally adds from many goroutines.
package tally

import (
	"fmt"
	"sync"
)

// Tally adds amounts by name.
type Tally struct {
	mu   sync.Mutex
	sums map[string]int
}

// New gives an empty tally.
func New() *Tally { return &Tally{sums: map[string]int{}} }

// Add adds n to the sum of name.
func (t *Tally) Add(name string, n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sums[name] += n
}

// Sum tells the sum of name.
func (t *Tally) Sum(name string) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	n, ok := t.sums[name]
	if !ok {
		return 0, fmt.Errorf("no tally of %q, edit EDIT", name)
	}
	return n, nil
}

// AddAll adds each amount on a goroutine of its own and waits for all of them.
func (t *Tally) AddAll(name string, amounts []int) {
	var wg sync.WaitGroup
	for _, n := range amounts {
		wg.Go(func() { t.Add(name, n) })
	}
	wg.Wait()
}
)";

constexpr const char* kTallyTest = R"(package tally

import "testing"

func TestAddAll(t *testing.T) {
	tally := New()
	tally.AddAll("a", []int{1, 2, 3, 4})
	if got, err := tally.Sum("a"); err != nil || got != 10 {
		t.Errorf("Sum = %d, %v", got, err)
	}
}
)";

constexpr const char* kTallyHidden = R"(package tally

import "testing"

func TestHidden(t *testing.T) {
	tally := New()
	amounts := make([]int, 200)
	for i := range amounts {
		amounts[i] = i
	}
	tally.AddAll("a", amounts)
	if got, _ := tally.Sum("a"); got != 199*100 {
		t.Errorf("Sum = %d", got)
	}
	if _, err := tally.Sum("b"); err == nil {
		t.Error("Sum of what is not there gave no error")
	}
}
)";

// The learner's part are the tests; ten mutants are made of words.go.
constexpr const char* kProofs = R"(id = "proofs"
title = "Test the words"
version = "1"
points = 10

[files]
editable = ["words_test.go"]
readonly = ["words.go"]

[[check]]
id = "mutants"
kind = "mutation"
mutants = ["negate-conditions", "off-by-one", "drop-return-error", "remove-statement", "swap-arguments"]
max_mutants = 10
must_kill = 5
points = 10
)";

constexpr const char* kProofsTest = R"(package words

import (
	"errors"
	"testing"
)

func TestTop(t *testing.T) {
	got, err := Top("b a, A; b! c'd b", 3)
	want := []Count{{"b", 3}, {"a", 2}, {"c'd", 1}}
	if err != nil || len(got) != len(want) {
		t.Fatalf("edit EDIT: got %v, %v", got, err)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("at %d: got %v, want %v", i, got[i], want[i])
		}
	}
	if got, _ := Top("a b", 1); len(got) != 1 || got[0].String() != "a ×1" {
		t.Errorf("got %v", got)
	}
}

func TestEmpty(t *testing.T) {
	if _, err := Top("", 1); !errors.Is(err, ErrEmpty) {
		t.Errorf("got %v", err)
	}
}
)";

struct Sources {
    std::string id, source, test, hidden;
    bool race = false;
    std::string file() const { return test.empty() ? "words_test.go" : id + ".go"; }
};

const std::vector<Sources>& all() {
    static const std::vector<Sources> sources{{"words", kWords, kWordsTest, kWordsHidden, false}, {"tally", kTally, kTallyTest, kTallyHidden, true}, {"proofs", kProofsTest, "", "", false}};
    return sources;
}

base::Result<void> write(const fs::path& file, const std::string& text) {
    if (auto made = base::ensureFolder(file.parent_path()); !made) return made;
    return base::writeFile(file, text);
}

std::string edited(std::string source, int number) {
    return source.replace(source.find("EDIT"), 4, std::to_string(number));
}

using Files = std::vector<std::pair<fs::path, std::string>>;

base::Result<void> writeFiles(const Files& files) {
    for (const auto& [path, text] : files)
        if (auto done = write(path, text); !done) return done;
    return {};
}

base::Result<void> writeProofs(const fs::path& root) {
    const fs::path folder = root / "exercises/p/proofs", plain = root / "plain/proofs";
    return writeFiles({{folder / "exercise.toml", kProofs},
                       {folder / "task.md", "# Do it\n"},
                       {folder / "starter/words_test.go", "package words\n"},
                       {folder / "solution/words.go", edited(kWords, 0)},
                       {folder / "solution/words_test.go", edited(kProofsTest, 0)},
                       {plain / "go.mod", "module proofs\n\ngo 1.26\n"},
                       {plain / "words.go", edited(kWords, 0)}});
}

base::Result<void> writeExercise(const fs::path& root, const Sources& one) {
    if (one.test.empty()) return writeProofs(root);
    const fs::path folder = root / "exercises/p" / one.id, plain = root / "plain" / one.id;
    const std::string file = one.file();
    return writeFiles({
             {folder / "exercise.toml", exerciseToml(one.id, one.race)},
             {folder / "task.md", "# Do it\n"},
             {folder / "starter" / file, "package " + one.id + "\n"},
             {folder / "solution" / file, edited(one.source, 0)},
             {folder / "tests" / (one.id + "_test.go"), one.test},
             {folder / "hidden" / (one.id + "_hidden_test.go"), one.hidden},
             {plain / "go.mod", "module " + one.id + "\n\ngo 1.26\n"},
             {plain / (one.id + "_test.go"), one.test},
             {plain / (one.id + "_hidden_test.go"), one.hidden}});
}

}  // namespace

base::Result<PlainCourse> PlainCourse::create() {
    auto folder = base::TempFolder::create("assay-bench");
    if (!folder) return base::propagate(folder);
    const fs::path root = folder->path();
    if (auto done = write(root / "lessons/course.toml", kCourse); !done) return base::propagate(done);
    if (auto done = write(root / "lessons/p/first/lesson.md", kLesson); !done) return base::propagate(done);
    if (auto done = write(root / "exercises/go.mod", "module course\n\ngo 1.26\n"); !done) return base::propagate(done);
    for (const Sources& one : all())
        if (auto done = writeExercise(root, one); !done) return base::propagate(done);
    return PlainCourse(std::move(*folder));
}

fs::path PlainCourse::edit(const std::string& exercise) {
    const fs::path folder = m_folder.path() / "plain" / exercise;
    for (const Sources& one : all()) {
        if (one.id != exercise) continue;
        // The process id too: the plain tool's cache outlives this program.
        const std::string text = edited(one.source, static_cast<int>(::getpid()) * 1000 + ++m_edits);
        if (auto done = base::writeFile(folder / one.file(), text); !done) std::abort();
    }
    return folder;
}

fs::path PlainCourse::cohort(int size) {
    static int number = 0;
    const fs::path folder = m_folder.path() / ("cohort" + std::to_string(++number));
    for (int i = 0; i < size; ++i) {
        const std::string text = edited(kWords, static_cast<int>(::getpid()) * 1000 + ++m_edits);
        const fs::path learner = folder / ("learner" + std::to_string(1000 + i));
        if (!writeFiles({{learner / "words.go", text},
                         {learner / "go.mod", "module words\n\ngo 1.26\n"},
                         {learner / "words_test.go", kWordsTest},
                         {learner / "words_hidden_test.go", kWordsHidden}}))
            std::abort();
    }
    return folder;
}

std::vector<std::string> environmentWith(const std::vector<std::string>& more) {
    std::vector<std::string> environment;
    for (char** each = environ; *each != nullptr; ++each) environment.emplace_back(*each);
    environment.insert(environment.end(), more.begin(), more.end());
    return environment;
}

}  // namespace assay::bench
