// Role: what is shown instead of the main window when the app cannot work: what happened, what is safe, what to do, and
// the list of a course's faults.
#pragma once

#include <QStringList>
#include <QWidget>

#include "app/model/convert.h"

namespace assay::ui {

class TroubleWindow : public QWidget {
    Q_OBJECT
  public:
    TroubleWindow(const model::Trouble& trouble, const QStringList& faults, QWidget* parent = nullptr);
};

}  // namespace assay::ui
