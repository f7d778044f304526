#include "judge/archive.h"

#include <archive.h>
#include <archive_entry.h>

#include <array>
#include <memory>
#include <set>

#include "base/text.h"
#include "course/files.h"

namespace assay::judge {

using base::quote;

namespace {

constexpr std::size_t kEntries = 10'000;
constexpr std::int64_t kUnpacked = 64ll << 20;  // of all entries together: more is a bomb

struct Closer {
    void operator()(archive* a) const { archive_read_free(a); }
};
struct WriteCloser {
    void operator()(archive* a) const { archive_write_free(a); }
};
struct EntryCloser {
    void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};

// "" where the name is one that may stand below a folder, else what is wrong with it.
std::string nameFault(const std::string& name) {
    if (name.empty() || name[0] == '/') return "an absolute name";
    if (name.find('\\') != std::string::npos) return "a name with a backslash";
    if (!base::isUtf8(name)) return "a name that is not UTF-8";
    std::size_t begin = 0;
    while (begin <= name.size()) {
        const std::size_t end = std::min(name.find('/', begin), name.size());
        if (name.substr(begin, end - begin) == "..") return "a name that leads out of the archive";
        begin = end + 1;
    }
    return {};
}

std::string plain(std::string name) {
    while (name.rfind("./", 0) == 0) name.erase(0, 2);
    return name;
}

struct Entries {
    std::vector<SubmittedFile> files;  // all that might be editable, by name
    std::string refusal;
};

std::string readEntry(archive* in, const std::string& name, std::int64_t& unpacked, std::string& content) {
    char buffer[65536];
    for (;;) {
        const la_ssize_t n = archive_read_data(in, buffer, sizeof buffer);
        if (n < 0) return quote(name) + " in the archive is damaged or encrypted.";
        if (n == 0) return {};
        unpacked += n;
        if (unpacked > kUnpacked) return "The archive unpacks to more than 64 MiB.";
        if (content.size() <= kFileBytes) content.append(buffer, static_cast<std::size_t>(n));
    }
}

Entries readAll(archive* in) {
    Entries all;
    std::set<std::string> seen;
    std::int64_t unpacked = 0;
    archive_entry* entry = nullptr;
    for (std::size_t count = 0;; ++count) {
        const int status = archive_read_next_header(in, &entry);
        if (status == ARCHIVE_EOF) return all;
        if (status < ARCHIVE_WARN) return all.refusal = "The archive cannot be read.", all;
        if (count >= kEntries) return all.refusal = "The archive has more than 10,000 entries.", all;
        const char* raw = archive_entry_pathname_utf8(entry);
        if (raw == nullptr) raw = archive_entry_pathname(entry);
        const std::string name = plain(raw == nullptr ? "" : raw);
        if (const std::string fault = nameFault(name); !fault.empty()) return all.refusal = "The archive holds " + fault + ": " + quote(name) + ".", all;
        if (archive_entry_is_encrypted(entry) != 0) return all.refusal = "The archive is encrypted.", all;
        const auto type = archive_entry_filetype(entry);
        if (archive_entry_hardlink(entry) != nullptr || (type != AE_IFREG && type != AE_IFDIR))
            return all.refusal = quote(name) + " in the archive is a link or a special file; only regular files are allowed.", all;
        if (type == AE_IFDIR) continue;
        if (!seen.insert(name).second) return all.refusal = quote(name) + " is in the archive twice.", all;
        SubmittedFile file{name, {}};
        all.refusal = readEntry(in, name, unpacked, file.content);
        if (!all.refusal.empty()) return all;
        all.files.push_back(std::move(file));
    }
}

// Archives are often made of a folder: "pool/pool.go". Where that is the only folder at the top, it is taken off.
std::string commonTop(const std::vector<SubmittedFile>& files) {
    std::string top;
    for (const SubmittedFile& file : files) {
        const std::size_t slash = file.name.find('/');
        if (slash == std::string::npos) return {};
        const std::string own = file.name.substr(0, slash + 1);
        if (!top.empty() && top != own) return {};
        top = own;
    }
    return top;
}

}  // namespace

base::Result<std::string> zipOf(const std::vector<SubmittedFile>& files) {
    constexpr std::int64_t kTime = 1'577'836'800;  // 2020-01-01: zip needs one, and the bytes must not tell when
    std::string bytes;
    const std::unique_ptr<archive, WriteCloser> out(archive_write_new());
    const auto failed = [&] {
        const char* why = archive_error_string(out.get());
        return base::fail(base::ErrorCode::Internal, std::string("cannot make a zip file: ") + (why == nullptr ? "unknown" : why));
    };
    const auto append = [](archive*, void* into, const void* data, std::size_t size) -> la_ssize_t {
        static_cast<std::string*>(into)->append(static_cast<const char*>(data), size);
        return static_cast<la_ssize_t>(size);
    };
    archive_write_set_format_zip(out.get());
    archive_write_set_bytes_in_last_block(out.get(), 1);
    if (archive_write_open(out.get(), &bytes, nullptr, append, nullptr) != ARCHIVE_OK) return failed();
    for (const SubmittedFile& file : files) {
        const std::unique_ptr<archive_entry, EntryCloser> entry(archive_entry_new());
        archive_entry_set_pathname_utf8(entry.get(), file.name.c_str());
        archive_entry_set_size(entry.get(), static_cast<la_int64_t>(file.content.size()));
        archive_entry_set_filetype(entry.get(), AE_IFREG);
        archive_entry_set_perm(entry.get(), 0644);
        archive_entry_set_mtime(entry.get(), kTime, 0);
        if (archive_write_header(out.get(), entry.get()) != ARCHIVE_OK) return failed();
        if (archive_write_data(out.get(), file.content.data(), file.content.size()) < 0) return failed();
    }
    if (archive_write_close(out.get()) != ARCHIVE_OK) return failed();
    return bytes;
}

bool isArchiveName(const fs::path& path) {
    const std::string name = path.filename().string();
    constexpr std::array<std::string_view, 7> endings{".zip", ".tar", ".tar.gz", ".tgz", ".tar.xz", ".tar.zst", ".tar.bz2"};
    for (const std::string_view ending : endings)
        if (name.size() > ending.size() && name.ends_with(ending)) return true;
    return false;
}

void readArchive(const course::Exercise& exercise, int fd, Submission& into) {
    const std::unique_ptr<archive, Closer> in(archive_read_new());
    archive_read_support_filter_all(in.get());
    archive_read_support_format_zip(in.get());
    archive_read_support_format_tar(in.get());
    if (archive_read_open_fd(in.get(), fd, 65536) != ARCHIVE_OK) {
        into.refusal = "The archive cannot be read: it is no zip or tar file.";
        return;
    }
    Entries entries = readAll(in.get());
    into.refusal = std::move(entries.refusal);
    if (!into.refusal.empty()) return;
    bool anyAtTop = false;
    for (const SubmittedFile& file : entries.files) anyAtTop = anyAtTop || course::isEditable(exercise, file.name);
    const std::string top = anyAtTop ? "" : commonTop(entries.files);
    for (SubmittedFile& file : entries.files) {
        file.name.erase(0, top.size());
        if (course::isEditable(exercise, file.name)) into.files.push_back(std::move(file));
        else into.ignored.push_back(base::safeText(file.name, {.keepNewlines = false, .maxBytes = 300}));
    }
}

}  // namespace assay::judge
