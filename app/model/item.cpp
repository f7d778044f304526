#include "app/model/item.h"

#include <QCoreApplication>

namespace assay::model {

QString kindName(ItemKind kind) {
    switch (kind) {
        case ItemKind::Phase: return QStringLiteral("phase");
        case ItemKind::Lesson: return QStringLiteral("lesson");
        case ItemKind::Exercise: return QStringLiteral("exercise");
        case ItemKind::Progress: return QStringLiteral("progress");
        case ItemKind::Home: break;
    }
    return QStringLiteral("home");
}

bool kindByName(const QString& name, ItemKind& kind) {
    for (const ItemKind candidate : {ItemKind::Home, ItemKind::Progress, ItemKind::Phase, ItemKind::Lesson, ItemKind::Exercise}) {
        if (kindName(candidate) != name) continue;
        kind = candidate;
        return true;
    }
    return false;
}

QString stateName(State state) {
    if (state == State::Done) return QStringLiteral("done");
    return state == State::Begun ? QStringLiteral("begun") : QStringLiteral("new");
}

QString stateWords(ItemKind kind, State state) {
    const auto words = [](const char* text) { return QCoreApplication::translate("State", text); };
    if (state == State::New) return words(QT_TRANSLATE_NOOP("State", "not begun"));
    if (state == State::Begun) return words(QT_TRANSLATE_NOOP("State", "begun"));
    return kind == ItemKind::Exercise ? words(QT_TRANSLATE_NOOP("State", "passed"))
                                      : words(QT_TRANSLATE_NOOP("State", "done"));
}

}  // namespace assay::model
