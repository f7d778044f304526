// Courses as one file: what goes in comes out, the bytes tell nothing else, and a hostile pack leaves nothing behind.
#include "course/pack.h"

#include <archive.h>
#include <archive_entry.h>
#include <sys/stat.h>

#include <catch2/catch_test_macros.hpp>
#include <thread>

#include "course_support.h"

using namespace assay::course;
using assay::course::testing::CourseFolder;
namespace base = assay::base;

namespace {

struct Entry {
    std::string name, content;
    unsigned type = AE_IFREG;
    std::string target;  // of a link
};
using Entries = std::vector<Entry>;

struct Room {
    base::TempFolder folder = base::TempFolder::create("pack-test").value();
    fs::path path(const std::string& name) const { return folder.path() / name; }
    fs::path pack(const Entries& entries, const std::string& name = "x.assay", bool tar = false) const {
        archive* out = archive_write_new();
        if (tar) archive_write_set_format_pax_restricted(out);
        else archive_write_set_format_zip(out);
        archive_write_open_filename(out, path(name).c_str());
        for (const Entry& each : entries) {
            archive_entry* entry = archive_entry_new();
            archive_entry_set_pathname(entry, each.name.c_str());
            archive_entry_set_size(entry, static_cast<la_int64_t>(each.content.size()));
            archive_entry_set_filetype(entry, each.type);
            archive_entry_set_perm(entry, 0777);
            if (each.type == AE_IFLNK) archive_entry_set_symlink(entry, each.target.c_str());
            if (each.type == AE_IFREG && !each.target.empty()) archive_entry_set_hardlink(entry, each.target.c_str());
            archive_write_header(out, entry);
            archive_write_data(out, each.content.data(), each.content.size());
            archive_entry_free(entry);
        }
        archive_write_close(out);
        archive_write_free(out);
        return path(name);
    }
    fs::path put(const std::string& name, const std::string& bytes) const {
        REQUIRE(base::writeFile(path(name), bytes));
        return path(name);
    }
    std::vector<std::string> names() const {
        std::vector<std::string> all;
        for (const auto& entry : fs::directory_iterator(folder.path()))
            if (entry.path().filename() != ".lock") all.push_back(entry.path().filename().string());
        return all;
    }
};

const Entry kMark{"assay.pack", "assay.pack/1\n"};
const Entry kCourse{"lessons/course.toml", "id = \"c\"\n"};

Entries with(const Entry& more) { return {kMark, kCourse, more}; }

std::string refusal(const fs::path& file, const fs::path& to) {
    const auto done = unpack(file, to);
    if (done) return {};
    CHECK(done.error().code == base::ErrorCode::InvalidContent);
    return base::describe(done.error());
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("A course packed and unpacked is the same course") {
    const CourseFolder course;
    const Room room;
    course.write("exercises/basics/clamp/tests/testdata/bytes.bin", std::string("\0\xff\n\r\n", 5));
    course.write("lessons/.hidden", "an editor's own");
    course.write("notes.txt", "beside the course");
    const auto packed = pack(course.path());
    REQUIRE(packed);
    const fs::path file = room.put("c.assay", packed->bytes), out = room.path("deep/er/out");
    const auto count = unpack(file, out.string() + "/");
    REQUIRE(count);
    CHECK(*count == packed->files);
    CHECK(*base::readFile(out / "exercises/basics/clamp/tests/testdata/bytes.bin") == std::string("\0\xff\n\r\n", 5));
    CHECK_FALSE(fs::exists(out / "lessons/.hidden"));
    CHECK_FALSE(fs::exists(out / "notes.txt"));
    CHECK_FALSE(fs::exists(out / "assay.pack"));
    struct stat info {};
    REQUIRE(::stat((out / "lessons/course.toml").c_str(), &info) == 0);
    CHECK((info.st_mode & 0777) == 0644);
    CHECK(pack(out)->bytes == packed->bytes);  // and nothing of when or where is in it
    const auto loaded = loadCourse(out, assay::course::testing::someKinds());
    REQUIRE(loaded);
    CHECK(loaded->usable());
}

TEST_CASE("Packing refuses links, special files and names that a course may not have") {
    const CourseFolder course;
    REQUIRE(pack(course.path()));
    fs::create_symlink("/etc/passwd", course.path("lessons/basics/link.md"));
    const auto linked = pack(course.path());
    REQUIRE_FALSE(linked);
    CHECK(holds(base::describe(linked.error()), "symbolic link"));
    fs::remove(course.path("lessons/basics/link.md"));
    REQUIRE(::mkfifo(course.path("exercises/pipe").c_str(), 0600) == 0);
    CHECK_FALSE(pack(course.path()));
    fs::remove(course.path("exercises/pipe"));
    fs::create_directories(course.path("exercises/" + std::string(220, 'n')));
    course.write("exercises/" + std::string(220, 'n') + "/x", "x");
    CHECK(holds(base::describe(pack(course.path()).error()), "too long"));
    fs::remove_all(course.path("exercises/" + std::string(220, 'n')));
    course.remove("lessons/course.toml");
    CHECK(holds(base::describe(pack(course.path()).error()), "course.toml"));
}

TEST_CASE("A hostile pack is refused in words and nothing of it is written") {
    const Room room;
    const std::vector<std::pair<Entries, std::string>> cases{
        {with({"../evil", "x"}), "leads out"},
        {with({"lessons/../../evil", "x"}), "leads out"},
        {with({"/tmp/evil", "x"}), "absolute"},
        {with({"lessons\\..\\..\\evil", "x"}), "a name"},  // libarchive may read them as slashes
        {with({"lessons//evil", "x"}), "no path"},
        {with({"lessons/./evil", "x"}), "no path"},
        {with({"evil.sh", "x"}), "outside lessons/"},
        {with({".assay", "x"}), "hidden"},
        {with({"lessons", "x"}), "outside lessons/"},
        {with({"resources/theme.json", "x"}), "outside lessons/"},
        {with({"exercises/.git/config", "x"}), "hidden"},
        {with({"lessons/a\nb.md", "x"}), "control"},
        {with({"lessons/" + std::string(230, 'a'), "x"}), "too long"},
        {with({"lessons/link", "", AE_IFLNK, "/etc/passwd"}), "link"},
        {with({"lessons/folder", "", AE_IFLNK, "/tmp"}), "link"},
        {with(kCourse), "twice"},
        {with({"lessons/course.toml/x", "x"}), "a file and a folder"},
        {with({"lessons/big.png", std::string((16u << 20) + 9, 'x')}), "16 MiB"},
        {{kMark}, "no lessons/course.toml"},
        {{kCourse}, "no assay.pack"},
        {{{"assay.pack", "assay.pack/2\n"}, kCourse}, "newer Assay"},
        {{}, "assay.pack"},
    };
    for (const auto& [entries, words] : cases) {
        const std::string told = refusal(room.pack(entries), room.path("out"));
        INFO(words << " in: " << told);
        CHECK(holds(told, words));
        CHECK(room.names() == std::vector<std::string>{"x.assay"});
    }
    CHECK_FALSE(fs::exists("/tmp/evil"));
}

TEST_CASE("What is no zip, or no file, or a bomb, is refused") {
    const Room room;
    CHECK(holds(refusal(room.put("x.assay", "this is no archive"), room.path("out")), "cannot be read"));
    CHECK(holds(refusal(room.put("x.assay", ""), room.path("out")), "x.assay"));
    CHECK(holds(refusal(room.pack(with({"lessons/a", "x"}), "x.assay", true), room.path("out")), "cannot be read"));
    std::string cut = *base::readFile(room.pack(with({"lessons/a", std::string(50'000, 'y')})));
    CHECK(holds(refusal(room.put("x.assay", cut.substr(0, cut.size() / 2)), room.path("out")), "x.assay"));
    Entries many = with({"lessons/a", "x"});
    for (int i = 0; i < 20'001; ++i) many.push_back({"lessons/f" + std::to_string(i), ""});
    CHECK(holds(refusal(room.pack(many), room.path("out")), "20,000 entries"));
    Entries bomb = with({"lessons/a", "x"});
    for (int i = 0; i < 17; ++i) bomb.push_back({"lessons/f" + std::to_string(i), std::string(16u << 20, '\0')});
    const fs::path file = room.pack(bomb);
    CHECK(fs::file_size(file) < 1u << 20);
    CHECK(holds(refusal(file, room.path("out")), "256 MiB"));
    fs::remove(file);
    REQUIRE(::mkfifo(file.c_str(), 0600) == 0);
    CHECK(holds(refusal(file, room.path("out")), "regular file"));
    CHECK(unpack(room.path("none.assay"), room.path("out")).error().code == base::ErrorCode::NotFound);
    CHECK_FALSE(fs::exists(room.path("out")));
}

TEST_CASE("Nothing is ever unpacked over what is there") {
    const Room room;
    const fs::path file = room.pack(with({"lessons/a.md", "a"}));
    fs::create_directories(room.path("empty"));
    room.put("file", "mine");
    fs::create_symlink("nowhere", room.path("link"));
    for (const char* name : {"empty", "file", "link", "empty/", "."}) {
        const auto done = unpack(file, room.path(name));
        REQUIRE_FALSE(done);
        CHECK(done.error().code == base::ErrorCode::Usage);
    }
    CHECK(*base::readFile(room.path("file")) == "mine");
    CHECK(fs::is_empty(room.path("empty")));
    CHECK(fs::is_symlink(room.path("link")));
}

TEST_CASE("A pack is unpacked once, by its content, and what a killed unpacking left is removed later") {
    const Room room;
    const fs::path file = room.pack(with({"lessons/a.md", "a"})), packs = room.path("courses");
    fs::create_directories(packs / ".new-old-123456" / "lessons");
    fs::create_directories(packs / ".new-young-123456");
    fs::last_write_time(packs / ".new-old-123456", fs::file_time_type::clock::now() - std::chrono::hours(2));
    const auto first = openPack(file, packs);
    REQUIRE(first);
    CHECK_FALSE(fs::exists(packs / ".new-old-123456"));
    CHECK(fs::exists(packs / ".new-young-123456"));  // somebody may be at it
    const auto before = fs::last_write_time(*first / "lessons/a.md");
    fs::rename(file, room.path("other name.assay"));
    CHECK(*openPack(room.path("other name.assay"), packs) == *first);
    CHECK(fs::last_write_time(*first / "lessons/a.md") == before);
    CHECK(*openPack(room.pack(with({"lessons/a.md", "b"})), packs) != *first);
    CHECK(openPack(room.put("bad.assay", "no"), packs).error().code == base::ErrorCode::InvalidContent);
}

TEST_CASE("Many who open one pack at once get one whole course") {
    const Room room;
    Entries entries = with({"lessons/a.md", "a"});
    for (int i = 0; i < 200; ++i) entries.push_back({"lessons/f" + std::to_string(i), std::to_string(i)});
    const fs::path file = room.pack(entries), packs = room.path("courses");
    std::vector<fs::path> folders(6);
    {
        std::vector<std::jthread> threads;
        for (fs::path& folder : folders)
            threads.emplace_back([&] {
                if (auto opened = openPack(file, packs)) folder = *opened;
            });
    }
    for (const fs::path& folder : folders) {
        CHECK(folder == folders[0]);
        CHECK(*base::readFile(folder / "lessons/f199") == "199");
    }
    CHECK(std::distance(fs::directory_iterator(packs), fs::directory_iterator()) == 1);
}

TEST_CASE("Names of packs") {
    CHECK(isPackName("/x/go.assay"));
    CHECK_FALSE(isPackName("/x/.assay"));
    CHECK_FALSE(isPackName("/x/go.zip"));
}
