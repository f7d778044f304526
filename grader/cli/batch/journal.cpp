#include "cli/batch/journal.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace assay::cli {

namespace fs = base::fs;
using base::ErrorCode;
using base::quote;

namespace {

constexpr std::size_t kFingerprint = 64;  // hex digits
constexpr std::size_t kChunk = std::size_t{1} << 20;

}  // namespace

base::Result<Journal> Journal::open(const fs::path& folder, bool forget) {
    if (auto made = base::ensureFolder(folder); !made) return base::propagate(made);
    auto lock = base::FileLock::acquire(folder / "journal.lock", 0);
    if (!lock)
        return base::fail(lock.error().code, "another batch is writing to " + quote(folder.string()), "wait for it, or choose another folder with --out");
    const fs::path path = folder / "journal.jsonl";
    base::UniqueFd file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | (forget ? O_TRUNC : 0), 0644));
    if (!file) return base::failErrno(ErrorCode::Io, "cannot open " + quote(path.string()), errno);
    Journal journal(std::move(*lock), std::move(file));
    if (auto read = journal.readAll(); !read) return base::propagate(read);
    return journal;
}

// In pieces: a journal of 10,000 long reports does not have to fit into memory.
base::Result<void> Journal::readAll() {
    std::string rest, chunk(kChunk, '\0');
    std::uint64_t at = 0;
    for (;;) {
        const ssize_t n = ::pread(m_file.get(), chunk.data(), chunk.size(), static_cast<off_t>(at + rest.size()));
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return base::failErrno(ErrorCode::Io, "cannot read the journal", errno);
        if (n == 0) break;
        rest.append(chunk, 0, static_cast<std::size_t>(n));
        std::size_t begin = 0;
        for (std::size_t end; (end = rest.find('\n', begin)) != std::string::npos; begin = end + 1)
            take(std::string_view(rest).substr(begin, end - begin), at + begin);
        at += begin;
        rest.erase(0, begin);
    }
    m_size = at;
    if (!rest.empty() && ::ftruncate(m_file.get(), static_cast<off_t>(m_size)) != 0)
        return base::failErrno(ErrorCode::Io, "cannot cut the journal's torn last line", errno);
    return {};
}

// A line that is none of ours is passed over: that submission is graded again.
void Journal::take(std::string_view line, std::uint64_t offset) {
    if (line.size() < kFingerprint + 4 || line[kFingerprint] != ' ' || line[kFingerprint + 1] != '"') return;
    std::size_t end = kFingerprint + 2;
    while (end < line.size() && line[end] != '"') end += line[end] == '\\' ? 2 : 1;
    if (end + 2 >= line.size() || line[end + 1] != ' ' || line[end + 2] != '{' || line.back() != '}') return;
    const auto name = nlohmann::json::parse(line.substr(kFingerprint + 1, end - kFingerprint), nullptr, false);
    if (!name.is_string()) return;
    const Place place{std::string(line.substr(0, kFingerprint)), offset + end + 2, line.size() - end - 2};
    m_byFingerprint.emplace(place.fingerprint, place);
    m_byName[name.get<std::string>()] = place;
}

std::optional<std::string> Journal::read(const Place& place) const {
    std::string text(place.length, '\0');
    std::size_t got = 0;
    while (got < text.size()) {
        const ssize_t n = ::pread(m_file.get(), text.data() + got, text.size() - got, static_cast<off_t>(place.offset + got));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return std::nullopt;
        got += static_cast<std::size_t>(n);
    }
    return text;
}

std::optional<std::string> Journal::find(const std::string& name, const std::string& fingerprint) const {
    const auto found = m_byName.find(name);
    if (found == m_byName.end() || found->second.fingerprint != fingerprint) return std::nullopt;
    return read(found->second);
}

std::optional<std::string> Journal::findEqual(const std::string& fingerprint) const {
    const auto found = m_byFingerprint.find(fingerprint);
    return found == m_byFingerprint.end() ? std::nullopt : read(found->second);
}

base::Result<void> Journal::add(const std::string& name, const std::string& fingerprint, const std::string& report) {
    const std::string head = fingerprint + " " + nlohmann::json(name).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace) + " ";
    const std::string line = head + report + "\n";
    std::size_t done = 0;
    while (done < line.size()) {
        const ssize_t n = ::pwrite(m_file.get(), line.data() + done, line.size() - done, static_cast<off_t>(m_size + done));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return base::failErrno(ErrorCode::Io, "cannot write the journal; is the disk full?", errno);
        done += static_cast<std::size_t>(n);
    }
    take(std::string_view(line).substr(0, line.size() - 1), m_size);
    m_size += line.size();
    return {};
}

base::Result<void> writeLines(const fs::path& path, const std::function<std::optional<std::string>()>& lines) {
    const fs::path draft = path.parent_path() / ("." + path.filename().string() + ".part");
    std::FILE* file = std::fopen(draft.c_str(), "we");
    if (file == nullptr) return base::failErrno(ErrorCode::Io, "cannot write " + quote(draft.string()), errno);
    bool good = true;
    while (good) {
        const auto line = lines();
        if (!line) break;
        good = std::fwrite(line->data(), 1, line->size(), file) == line->size() && std::fputc('\n', file) != EOF;
    }
    good = good && std::fflush(file) == 0 && ::fsync(::fileno(file)) == 0;
    const int error = errno;
    std::fclose(file);
    if (good && std::rename(draft.c_str(), path.c_str()) == 0) {
        const base::UniqueFd folder(::open(path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (folder) ::fsync(folder.get());  // the new name, too, is there after a power cut
        return {};
    }
    const int why = good ? errno : error;
    ::unlink(draft.c_str());
    return base::failErrno(ErrorCode::Io, "cannot write " + quote(path.string()), why);
}

}  // namespace assay::cli
