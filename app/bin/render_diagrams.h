// Role: `assay-app --render-diagrams DIR`: every lesson's mermaid sources become SVG files, HASH.THEME.svg, in DIR. Files
// that are there already are left alone; where all are, no engine is started. Exit 0, or 2 where a source was refused.
#pragma once

#include "app/assembly.h"

namespace assay::app {

int renderDiagrams(const Places& places, const QString& outFolder);

}  // namespace assay::app
