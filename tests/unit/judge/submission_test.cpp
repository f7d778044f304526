// Submissions as they come: nothing is followed, and what is wrong is said with the name.

#include <catch2/catch_test_macros.hpp>

#include <archive.h>
#include <archive_entry.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "judge/archive.h"
#include "judge/submission.h"

using namespace assay;
using base::fs::path;

namespace {

course::Exercise exercise(std::vector<std::string> editable = {"clamp.go"}) {
    course::Exercise e;
    e.id = "clamp";
    e.phase = "p";
    e.editable = std::move(editable);
    return e;
}

struct Folder {
    base::TempFolder temp = std::move(*base::TempFolder::create("submission"));
    path root() const { return temp.path() / "in"; }
    Folder() { REQUIRE(base::ensureFolder(root())); }
    void put(const std::string& name, const std::string& text) const {
        REQUIRE(base::ensureFolder((root() / name).parent_path()));
        REQUIRE(base::writeFile(root() / name, text));
    }
    judge::Submission read(const course::Exercise& e = exercise()) const { return *judge::readSubmission(e, root()); }
};

void addEntry(archive* out, const std::string& name, const std::string& text, unsigned type = AE_IFREG) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(text.size()));
    archive_entry_set_filetype(entry, type);
    archive_entry_set_perm(entry, 0644);
    if (type == AE_IFLNK) archive_entry_set_symlink(entry, "/etc/passwd");
    archive_write_header(out, entry);
    archive_write_data(out, text.data(), text.size());
    archive_entry_free(entry);
}

judge::Submission readZip(const std::vector<std::tuple<std::string, std::string, unsigned>>& entries, const char* name = "in.tar") {
    const Folder folder;
    const path file = folder.temp.path() / name;
    archive* out = archive_write_new();
    archive_write_set_format_pax_restricted(out);
    archive_write_open_filename(out, file.c_str());
    for (const auto& [entry, text, type] : entries) addEntry(out, entry, text, type);
    archive_write_close(out);
    archive_write_free(out);
    return *judge::readSubmission(exercise(), file);
}

}  // namespace

TEST_CASE("A zip of files is read again as the same files, and the same files are the same bytes") {
    const std::vector<judge::SubmittedFile> files{{"clamp.go", "package clamp // ä\n"}, {"deep/er/clamp.go", std::string(300'000, 'x')}};
    const auto zip = judge::zipOf(files);
    REQUIRE(zip.has_value());
    CHECK(*judge::zipOf(files) == *zip);
    CHECK(zip->starts_with("PK"));
    const Folder folder;
    REQUIRE(base::writeFile(folder.root() / "mine.zip", *zip));
    const auto submission = *judge::readSubmission(exercise(), folder.root() / "mine.zip");
    CHECK(submission.refusal.empty());
    REQUIRE(submission.files.size() == 1);
    CHECK(submission.files[0].name == "clamp.go");
    CHECK(submission.files[0].content == files[0].content);
    CHECK(submission.ignored == std::vector<std::string>{"deep/er/clamp.go"});
    CHECK(judge::zipOf({})->starts_with("PK"));
}

TEST_CASE("A folder gives its editable files and ignores the rest unopened") {
    const Folder folder;
    folder.put("clamp.go", "package clamp\n");
    folder.put("clamp_test.go", "package clamp\n");
    folder.put("sub/other.go", "package sub\n");
    REQUIRE(::mkfifo((folder.root() / "pipe").c_str(), 0600) == 0);
    const auto submission = folder.read();
    CHECK(submission.refusal.empty());
    REQUIRE(submission.files.size() == 1);
    CHECK(submission.files[0].content == "package clamp\n");
    CHECK(submission.ignored.size() == 3);
}

TEST_CASE("What lies too deep is refused where a glob asks for it, and counted where none does") {
    const Folder folder;
    std::string deep;
    for (int i = 0; i < 100; ++i) deep += "d/";
    folder.put("clamp.go", "package clamp\n");
    folder.put(deep + "x.go", "package d\n");
    CHECK(folder.read(exercise({"**/*.go"})).refusal.find("41 folders deep; at most 40 are looked at.") != std::string::npos);
    const auto plain = folder.read();
    CHECK(plain.refusal.empty());
    CHECK(plain.ignored.size() == 1);
}

TEST_CASE("A path that is not there: what is nearly called so is named") {
    const Folder folder;
    folder.put("real.go", "package clamp\n");
    CHECK(judge::readSubmission(exercise(), folder.root() / "rea.go")->refusal.ends_with("/real.go'?"));
    CHECK(judge::readSubmission(exercise(), folder.root() / "something.zip")->refusal.ends_with("something.zip'."));
    CHECK(judge::readSubmission(exercise(), folder.root() / "none" / "rea.go")->refusal.ends_with("rea.go'."));
}

TEST_CASE("None of the editable files is refused by their names") {
    const Folder folder;
    folder.put("other.go", "x");
    CHECK(folder.read().refusal.find("'clamp.go'") != std::string::npos);
}

TEST_CASE("What stands for an editable file has to be a regular file of its own") {
    const Folder folder;
    const path file = folder.root() / "clamp.go";
    SECTION("symbolic link") {
        folder.put("real.go", "package clamp\n");
        REQUIRE(::symlink("real.go", file.c_str()) == 0);
        CHECK(folder.read().refusal.find("symbolic link") != std::string::npos);
    }
    SECTION("hard link") {
        folder.put("real.go", "package clamp\n");
        REQUIRE(::link((folder.root() / "real.go").c_str(), file.c_str()) == 0);
        CHECK(folder.read().refusal.find("hard link") != std::string::npos);
    }
    SECTION("named pipe") {
        REQUIRE(::mkfifo(file.c_str(), 0600) == 0);
        CHECK(folder.read().refusal.find("named pipe") != std::string::npos);
    }
    SECTION("folder") {
        REQUIRE(base::ensureFolder(file));
        CHECK(folder.read().refusal.find("a folder") != std::string::npos);
    }
    SECTION("too large") {
        folder.put("clamp.go", std::string((1 << 20) + 1, 'x'));
        CHECK(folder.read().refusal.find("1 MiB") != std::string::npos);
    }
    SECTION("not UTF-8") {
        folder.put("clamp.go", "package \xff\n");
        CHECK(folder.read().refusal.find("UTF-8") != std::string::npos);
    }
}

TEST_CASE("A linked folder leads nowhere") {
    const Folder folder;
    REQUIRE(base::ensureFolder(folder.temp.path() / "elsewhere"));
    REQUIRE(base::writeFile(folder.temp.path() / "elsewhere" / "x.go", "package clamp\n"));
    REQUIRE(::symlink("../elsewhere", (folder.root() / "sub").c_str()) == 0);
    CHECK(folder.read(exercise({"sub/x.go"})).files.empty());
    REQUIRE(::symlink("in", (folder.temp.path() / "linked").c_str()) == 0);
    folder.put("clamp.go", "package clamp\n");
    CHECK(judge::readSubmission(exercise(), folder.temp.path() / "linked")->refusal.find("symbolic link") != std::string::npos);
}

TEST_CASE("Names with newlines are shown escaped") {
    const Folder folder;
    folder.put("clamp.go", "package clamp\n");
    folder.put("a\nb\x1b.go", "x");
    const auto submission = folder.read();
    REQUIRE(submission.ignored.size() == 1);
    CHECK(submission.ignored[0] == "a\\nb␛.go");
}

TEST_CASE("More than 200 files are refused") {
    const Folder folder;
    for (int i = 0; i < 201; ++i) folder.put("f" + std::to_string(i) + ".go", "package p\n");
    CHECK(folder.read(exercise({"*.go"})).refusal.find("201 files") != std::string::npos);
}

TEST_CASE("One file is enough where one is editable") {
    const Folder folder;
    folder.put("mine.go", "package clamp\n");
    const auto one = *judge::readSubmission(exercise(), folder.root() / "mine.go");
    REQUIRE(one.files.size() == 1);
    CHECK(one.files[0].name == "clamp.go");
    CHECK_FALSE(judge::readSubmission(exercise({"a.go", "b.go"}), folder.root() / "mine.go")->refusal.empty());
    CHECK(judge::readSubmission(exercise(), folder.root() / "none")->refusal.find("There is no") == 0);
}

TEST_CASE("Archives: right ones are read, a folder around them is taken off") {
    CHECK(readZip({{"clamp.go", "package clamp\n", AE_IFREG}}).files.size() == 1);
    CHECK(readZip({{"pool/clamp.go", "package clamp\n", AE_IFREG}, {"pool/README", "x", AE_IFREG}}).files.size() == 1);
}

TEST_CASE("Archives: one bad entry refuses the whole") {
    const std::string good = "package clamp\n";
    CHECK_FALSE(readZip({{"clamp.go", good, AE_IFREG}, {"../evil", "x", AE_IFREG}}).refusal.empty());
    CHECK_FALSE(readZip({{"clamp.go", good, AE_IFREG}, {"/etc/evil", "x", AE_IFREG}}).refusal.empty());
    CHECK_FALSE(readZip({{"clamp.go", good, AE_IFREG}, {"link", "", AE_IFLNK}}).refusal.empty());
    CHECK_FALSE(readZip({{"clamp.go", good, AE_IFREG}, {"clamp.go", "other", AE_IFREG}}).refusal.empty());
    const Folder folder;
    folder.put("in.zip", "this is no archive");
    CHECK_FALSE(judge::readSubmission(exercise(), folder.root() / "in.zip")->refusal.empty());
}

TEST_CASE("Names that could be taken for something else are refused, with the name escaped; ordinary ones in any script pass") {
    const course::Exercise e = exercise({"*.go"});
    for (const std::string name : {"-o.go", "new\nline.go", "it's.go", "say\"so.go", "esc\x1b[2J.go", "\u202ego.go", "a\\b.go", "$(x).go"}) {
        const judge::Submission refused = judge::submissionFromBuffers(e, {{name, "package a\n"}});
        INFO(refused.refusal);
        CHECK_FALSE(refused.refusal.empty());
        CHECK(refused.refusal.find('\n') == std::string::npos);
        CHECK(refused.refusal.find('\x1b') == std::string::npos);
    }
    for (const std::string name : {"clamp.go", "über.go", "список_2.go", "a-b.go", "with space.go", "x_test.go"})
        CHECK(judge::submissionFromBuffers(e, {{name, "package a\n"}}).refusal.empty());
}
