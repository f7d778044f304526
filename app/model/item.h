// Role: what can be opened, and how far the learner is with it. Plain values, shared by all models and panes.
#pragma once

#include <QMetaType>
#include <QString>

namespace assay::model {

enum class ItemKind { Home, Progress, Phase, Lesson, Exercise };

// A lesson's id is "phase/lesson", as the progress store names it; an exercise's is unique in its course.
struct Item {
    ItemKind kind = ItemKind::Home;
    QString id;
    bool operator==(const Item&) const = default;
    bool isHome() const { return kind == ItemKind::Home; }
    bool isInCourse() const { return kind != ItemKind::Home && kind != ItemKind::Progress; }
};

enum class State { New, Begun, Done };

QString kindName(ItemKind kind);               // "lesson": the channel's word
bool kindByName(const QString& name, ItemKind& kind);
QString stateName(State state);                // "begun": the channel's word
QString stateWords(ItemKind kind, State state);  // for people: "passed", "begun", "not begun"

}  // namespace assay::model

Q_DECLARE_METATYPE(assay::model::Item)
