// assay pack --out FILE.assay: the course as one file. assay unpack FILE.assay --out DIR: the course in it as a folder.

#include "course/pack.h"

#include <CLI/CLI.hpp>
#include <cstdio>

#include "base/text.h"
#include "cli/command.h"
#include "course/files.h"

namespace assay::cli {

namespace {

// Every fault that keeps the course from being used by those who get it: what loading finds, and what only the files tell.
std::string faultsOf(const course::LoadedCourse& loaded) {
    std::string told;
    const auto add = [&](const std::vector<course::Fault>& faults) {
        for (const course::Fault& fault : faults)
            if (!fault.advice) told += "\n  " + course::describe(fault);
    };
    add(loaded.faults);
    for (const course::Exercise& exercise : loaded.course.exercises) add(course::checkFiles(exercise));
    return told;
}

int runPack(Workbench& bench, const std::string& out) {
    if (!course::isPackName(out))
        return tell({base::ErrorCode::Usage, base::quote(out) + " is no name of a packed course", "it ends with .assay, so that the desktop knows it: --out course.assay", {}, 0});
    if (auto may = mayWriteFile("--out", out); !may) return tell(may.error());
    auto folder = bench.courseFolder();
    if (!folder) return tell(folder.error());
    auto loaded = course::loadCourse(*folder, judge::kindSchemas());
    if (!loaded) return tell(loaded.error());
    if (const std::string faults = faultsOf(*loaded); !faults.empty())
        return tell({base::ErrorCode::InvalidContent, "the course is not packed, since it has faults:" + faults, {}, {}, 0});
    auto packed = course::pack(*folder);
    if (!packed) return tell(packed.error());
    if (auto written = base::writeFileAtomic(out, packed->bytes); !written) return tell(written.error());
    if (!bench.globals().quiet)
        std::printf("%s: %s %s, %zu files, %zu KiB.\n", base::safeText(out).c_str(), base::safeText(loaded->course.title).c_str(),
                    base::safeText(loaded->course.version).c_str(), packed->files, (packed->bytes.size() + 1023) / 1024);
    return kDone;
}

int runUnpack(Workbench& bench, const std::string& file, const std::string& out) {
    auto files = course::unpack(file, out);
    if (!files) return tell(files.error());
    if (!bench.globals().quiet) std::printf("%s: %zu files.\n", base::safeText(out).c_str(), *files);
    return kDone;
}

}  // namespace

Command addPack(CLI::App& app) {
    auto out = std::make_shared<std::string>();
    CLI::App* parser = app.add_subcommand("pack", "Make one file of a course, to give away");
    parser->add_option("--out,-o", *out, "The file to write, *.assay")->required();
    parser->footer("\nThe file holds lessons/ and exercises/, hidden tests and solutions included: whoever has it can read them.\n"
                   "The same course is the same bytes. A course with faults is not packed; `assay check` proves it fair first.\n" +
                   examples({{"assay pack --out go.assay", "the course that is used without --course"},
                             {"assay pack --course my-course --out my-course.assay", "another one"},
                             {"assay --course my-course.assay learn", "how it is used; the app opens it too"}}) +
                   "\nEnds with 0 written, 2 the course has faults, 3 it could not be written.");
    return {parser, [out](Workbench& bench) { return runPack(bench, *out); }};
}

Command addUnpack(CLI::App& app) {
    auto file = std::make_shared<std::string>(), out = std::make_shared<std::string>();
    CLI::App* parser = app.add_subcommand("unpack", "Make a folder of a packed course, to look into or to change");
    parser->add_option("FILE", *file, "The packed course, *.assay")->required();
    parser->add_option("--out,-o", *out, "The folder to make; it must not be there yet")->required();
    parser->footer("\nTo learn with a packed course nothing has to be unpacked: --course takes the file as it is.\n" +
                   examples({{"assay unpack go.assay --out go-course", "then: assay --course go-course check"}}) +
                   "\nEnds with 0 unpacked, 2 the file is no sound pack or the folder is there, 3 it could not be written.");
    return {parser, [file, out](Workbench& bench) { return runUnpack(bench, *file, *out); }};
}

}  // namespace assay::cli
