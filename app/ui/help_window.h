// Role: help: every key from the one table, and what there is to know in a few lines.
#pragma once

#include <QDialog>

namespace assay::ui {

class HelpWindow : public QDialog {
    Q_OBJECT
  public:
    explicit HelpWindow(QWidget* parent = nullptr);
};

}  // namespace assay::ui
