#include "app/ui/quick_open.h"

#include <QKeyEvent>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>
#include <set>

namespace assay::ui {

namespace {

constexpr int mostNames = 8, mostTexts = 20, boxWidth = 640, boxHeight = 440;

// A row: what it is, where it is, and a line of what it says.
QWidget* makeRow(const QString& title, const QString& place, const QString& excerpt) {
    auto* row = new QWidget;
    row->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto* layout = new QVBoxLayout(row);
    layout->setContentsMargins(12, 6, 12, 6);
    layout->setSpacing(2);
    auto* head = new QHBoxLayout;
    head->setSpacing(12);
    const auto label = [](const QString& text, const char* name) {
        auto* shown = new QLabel(text);
        shown->setTextFormat(Qt::PlainText);
        shown->setObjectName(name);
        return shown;
    };
    head->addWidget(label(title, "hitTitle"));
    head->addStretch();
    head->addWidget(label(place, "hitPlace"));
    layout->addLayout(head);
    if (!excerpt.isEmpty())
        layout->addWidget(label(row->fontMetrics().elidedText(excerpt, Qt::ElideRight, boxWidth - 64), "hitPlace"));
    return row;
}

}  // namespace

QString QuickOpen::kindOf(const model::Hit& hit) {
    if (hit.anchor.startsWith(QLatin1String("note:"))) return tr("Note");
    return hit.item.kind == model::ItemKind::Exercise ? tr("Exercise") : tr("Lesson");
}

QuickOpen::QuickOpen(model::SearchIndex& index, const model::Workbench& workbench, const Actions& actions, QWidget* parent)
    : QDialog(parent, Qt::Dialog | Qt::FramelessWindowHint), m_index(index), m_workbench(workbench), m_actions(actions),
      m_words(new QLineEdit), m_list(new QListWidget) {
    setObjectName("quickOpen");
    setWindowTitle(tr("Search"));
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(m_words);
    layout->addWidget(m_list, 1);
    m_words->setPlaceholderText(tr("A lesson, an exercise, a file, an action, or words from the course"));
    m_words->setAccessibleName(tr("Search"));
    m_words->installEventFilter(this);
    m_list->setAccessibleName(tr("Found"));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(m_words, &QLineEdit::textChanged, this, &QuickOpen::fill);
    connect(m_words, &QLineEdit::returnPressed, this, &QuickOpen::openCurrent);
    connect(m_list, &QListWidget::itemClicked, this, &QuickOpen::openCurrent);
    resize(boxWidth, boxHeight);
    if (parent != nullptr) move(parent->mapToGlobal(QPoint((parent->width() - boxWidth) / 2, 64)));
    fill({});
}

bool QuickOpen::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_words && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        const int step = key == Qt::Key_Down ? 1 : key == Qt::Key_Up ? -1 : key == Qt::Key_PageDown ? 8 : key == Qt::Key_PageUp ? -8 : 0;
        if (step != 0 && m_list->count() > 0) {
            m_list->setCurrentRow(std::clamp(m_list->currentRow() + step, 0, m_list->count() - 1));
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

void QuickOpen::add(const QString& title, const QString& place, const QString& excerpt, std::function<void()> open) {
    auto* item = new QListWidgetItem(m_list);
    item->setData(Qt::AccessibleTextRole, title + ", " + place + (excerpt.isEmpty() ? QString() : ": " + excerpt));
    QWidget* widget = makeRow(title, place, excerpt);
    item->setSizeHint(QSize(0, widget->sizeHint().height()));
    m_list->setItemWidget(item, widget);
    m_deeds.push_back(std::move(open));
}

void QuickOpen::fill(const QString& words) {
    m_list->clear();
    m_deeds.clear();
    std::set<std::pair<QString, QString>> listed;  // a title and its text are one place: one row
    const auto place = [&](const model::Hit& hit) {
        if (!listed.emplace(model::kindName(hit.item.kind) + ':' + hit.item.id, hit.anchor).second) return;
        add(hit.title, kindOf(hit) + QStringLiteral(" · ") + hit.place, hit.excerpt,
            [this, hit] { emit placeChosen(hit.item, hit.anchor); });
    };
    for (const auto& hit : m_index.byName(words, words.trimmed().isEmpty() ? 200 : mostNames)) place(hit);
    for (const auto& file : m_workbench.files())
        if (!words.trimmed().isEmpty() && file.name.contains(words.trimmed(), Qt::CaseInsensitive))
            add(file.name, tr("File"), {}, [this, name = file.name] { emit fileChosen(name); });
    fillActions(words.trimmed());
    for (const auto& hit : m_index.inText(words, mostTexts)) place(hit);
    if (m_list->count() > 0) return m_list->setCurrentRow(0);
    add(tr("Nothing found"), {}, tr("Try fewer words, or the beginning of one."), [] {});
}

void QuickOpen::fillActions(const QString& words) {
    if (words.size() < 2) return;
    for (const Shortcut& each : shortcuts()) {
        if (each.inPage || each.command == Command::QuickOpen) continue;
        if (!each.meaningText().contains(words, Qt::CaseInsensitive)) continue;
        add(each.meaningText(), each.keysText().isEmpty() ? tr("Action") : each.keysText(), {},
            [this, command = each.command] { m_actions[command].trigger(); });
    }
}

void QuickOpen::openCurrent() {
    const int row = m_list->currentRow();
    if (row < 0 || row >= static_cast<int>(m_deeds.size())) return;
    const auto deed = m_deeds[static_cast<std::size_t>(row)];
    accept();  // what is opened takes the focus; we are deleted when control is back in the event loop
    deed();
}

}  // namespace assay::ui
