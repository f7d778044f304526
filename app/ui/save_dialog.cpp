#include "app/ui/save_dialog.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>

namespace assay::ui {

void askWhereToSave(QWidget& window, const QString& title, const QString& folder, const QString& name,
                    std::function<void(const QString&)> answer) {
    const QString usual = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    const QString at = !folder.isEmpty() && QFileInfo(folder).isDir() ? folder : usual;
    auto* dialog = new QFileDialog(&window, title, at);
    dialog->setObjectName("saveDialog");
    dialog->setAcceptMode(QFileDialog::AcceptSave);  // asks before it replaces a file
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->setDefaultSuffix(QFileInfo(name).suffix());
    dialog->selectFile(QDir(at).filePath(name));
    QObject::connect(dialog, &QFileDialog::finished, &window, [dialog, answer = std::move(answer)](int result) {
        dialog->deleteLater();
        const QStringList files = dialog->selectedFiles();
        answer(result == QDialog::Accepted && !files.isEmpty() ? files.first() : QString());
    });
    dialog->open();
}

}  // namespace assay::ui
