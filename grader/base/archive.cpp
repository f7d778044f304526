#include "base/archive.h"

#include <archive.h>
#include <archive_entry.h>

#include <memory>
#include <set>

#include "base/text.h"

namespace assay::base {

namespace {

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
    if (!isUtf8(name)) return "a name that is not UTF-8";
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

// 10000 → "10,000"
std::string grouped(std::size_t number) {
    std::string digits = std::to_string(number);
    for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
    return digits;
}

class Reader {
  public:
    Reader(archive* in, const ArchiveLimits& limits) : m_in(in), m_limits(limits) {}

    OpenedArchive all() {
        archive_entry* entry = nullptr;
        for (std::size_t count = 0;; ++count) {
            const int status = archive_read_next_header(m_in, &entry);
            if (status == ARCHIVE_EOF) return std::move(m_all);
            if (status < ARCHIVE_WARN) m_all.refusal = "The archive cannot be read.";
            else if (count >= m_limits.entries) m_all.refusal = "The archive has more than " + grouped(m_limits.entries) + " entries.";
            else m_all.refusal = take(entry);
            if (!m_all.refusal.empty()) return std::move(m_all);
        }
    }

  private:
    std::string take(archive_entry* entry) {
        const char* raw = archive_entry_pathname_utf8(entry);
        if (raw == nullptr) raw = archive_entry_pathname(entry);
        const std::string name = plain(raw == nullptr ? "" : raw);
        if (const std::string fault = nameFault(name); !fault.empty()) return "The archive holds " + fault + ": " + quote(name) + ".";
        if (archive_entry_is_encrypted(entry) != 0) return "The archive is encrypted.";
        const auto type = archive_entry_filetype(entry);
        if (archive_entry_hardlink(entry) != nullptr || (type != AE_IFREG && type != AE_IFDIR))
            return quote(name) + " in the archive is a link or a special file; only regular files are allowed.";
        if (type == AE_IFDIR) return {};
        if (!m_seen.insert(name).second) return quote(name) + " is in the archive twice.";
        m_all.files.push_back({name, {}});
        return read(m_all.files.back());
    }

    std::string read(ArchivedFile& file) {
        char buffer[65536];
        for (;;) {
            const la_ssize_t n = archive_read_data(m_in, buffer, sizeof buffer);
            if (n < 0) return quote(file.name) + " in the archive is damaged or encrypted.";
            if (n == 0) return {};
            m_unpacked += n;
            if (m_unpacked > m_limits.bytes) return "The archive unpacks to more than " + std::to_string(m_limits.bytes >> 20) + " MiB.";
            if (file.content.size() <= m_limits.fileBytes) file.content.append(buffer, static_cast<std::size_t>(n));
        }
    }

    archive* m_in;
    const ArchiveLimits& m_limits;
    OpenedArchive m_all;
    std::set<std::string> m_seen;
    std::int64_t m_unpacked = 0;
};

}  // namespace

OpenedArchive readArchive(int fd, const ArchiveLimits& limits) {
    const std::unique_ptr<archive, Closer> in(archive_read_new());
    archive_read_support_format_zip(in.get());
    if (!limits.zipOnly) {
        archive_read_support_filter_all(in.get());
        archive_read_support_format_tar(in.get());
    }
    if (archive_read_open_fd(in.get(), fd, 65536) != ARCHIVE_OK)
        return {{}, std::string("The archive cannot be read: it is no zip ") + (limits.zipOnly ? "" : "or tar ") + "file."};
    return Reader(in.get(), limits).all();
}

Result<std::string> zipOf(const std::vector<ArchivedFile>& files) {
    constexpr std::int64_t kTime = 1'577'836'800;  // 2020-01-01: zip needs one, and the bytes must not tell when
    std::string bytes;
    const std::unique_ptr<archive, WriteCloser> out(archive_write_new());
    const auto failed = [&] {
        const char* why = archive_error_string(out.get());
        return fail(ErrorCode::Internal, std::string("cannot make a zip file: ") + (why == nullptr ? "unknown" : why));
    };
    const auto append = [](archive*, void* into, const void* data, std::size_t size) -> la_ssize_t {
        static_cast<std::string*>(into)->append(static_cast<const char*>(data), size);
        return static_cast<la_ssize_t>(size);
    };
    archive_write_set_format_zip(out.get());
    archive_write_set_bytes_in_last_block(out.get(), 1);
    if (archive_write_open(out.get(), &bytes, nullptr, append, nullptr) != ARCHIVE_OK) return failed();
    for (const ArchivedFile& file : files) {
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

}  // namespace assay::base
