// Role: where things lie, found at run time, never compiled in.
#pragma once

#include "base/fs.h"

namespace assay::base {

fs::path defaultDataFolder();      // $XDG_DATA_HOME/assay, else ~/.local/share/assay
fs::path defaultCacheFolder();     // $XDG_CACHE_HOME/assay, else ~/.cache/assay
fs::path homeFolder();             // $HOME, else the password database's
bool hasDisplay();                 // for Qt: $WAYLAND_DISPLAY, $DISPLAY, or a platform that $QT_QPA_PLATFORM names
fs::path executableFolder();       // of this program
// The project's resources: the first of $ASSAY_RESOURCES, <exe>/../share/assay, and the nearest `resources` folder above
// the executable. Unsupported where there is none.
Result<fs::path> resourceFolder();
// The default course folder: $ASSAY_COURSE, else the nearest folder above the executable that holds lessons/course.toml,
// else <exe>/../share/assay/course.
Result<fs::path> defaultCourseFolder();

}  // namespace assay::base
