#include "judge/archive.h"

#include <array>

#include "base/archive.h"
#include "base/text.h"
#include "course/files.h"

namespace assay::judge {

namespace {

// Archives are often made of a folder: "pool/pool.go". Where that is the only folder at the top, it is taken off.
std::string commonTop(const std::vector<base::ArchivedFile>& files) {
    std::string top;
    for (const base::ArchivedFile& file : files) {
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
    std::vector<base::ArchivedFile> all;
    for (const SubmittedFile& file : files) all.push_back({file.name, file.content});
    return base::zipOf(all);
}

bool isArchiveName(const fs::path& path) {
    const std::string name = path.filename().string();
    constexpr std::array<std::string_view, 7> endings{".zip", ".tar", ".tar.gz", ".tgz", ".tar.xz", ".tar.zst", ".tar.bz2"};
    for (const std::string_view ending : endings)
        if (name.size() > ending.size() && name.ends_with(ending)) return true;
    return false;
}

void readArchive(const course::Exercise& exercise, int fd, Submission& into) {
    base::OpenedArchive archive = base::readArchive(fd, {.fileBytes = kFileBytes});
    into.refusal = std::move(archive.refusal);
    if (!into.refusal.empty()) return;
    bool anyAtTop = false;
    for (const base::ArchivedFile& file : archive.files) anyAtTop = anyAtTop || course::isEditable(exercise, file.name);
    const std::string top = anyAtTop ? "" : commonTop(archive.files);
    for (base::ArchivedFile& file : archive.files) {
        file.name.erase(0, top.size());
        if (course::isEditable(exercise, file.name)) into.files.push_back({std::move(file.name), std::move(file.content)});
        else into.ignored.push_back(base::safeText(file.name, {.keepNewlines = false, .maxBytes = 300}));
    }
}

}  // namespace assay::judge
