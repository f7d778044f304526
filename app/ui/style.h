// Role: the theme as Qt knows it: a palette and a style sheet over Fusion, made from the tokens. No colour stands here.
#pragma once

#include <QPalette>
#include <QString>

#include "app/model/theme.h"

namespace assay::ui {

QPalette palette(const model::Theme& theme);
QString styleSheet(const model::Theme& theme);
// Sets both, and again whenever the theme changes, for as long as `theme` lives.
void dress(model::Theme& theme);

}  // namespace assay::ui
