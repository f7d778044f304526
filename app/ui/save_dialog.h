// Role: asking where a file is to be written, without holding up the window.
#pragma once

#include <QString>
#include <functional>

class QWidget;

namespace assay::ui {

// `name`: what the file is called unless the person says otherwise. Answers once: a path, or nothing where it was cancelled.
void askWhereToSave(QWidget& window, const QString& title, const QString& folder, const QString& name,
                    std::function<void(const QString&)> answer);

}  // namespace assay::ui
