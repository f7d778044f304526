// Role: the course map's tree: Home, then phases, their lessons, and the exercises below the first lesson that names them.
// States come from ProgressModel and are said in words for screen readers. Threads: the GUI thread.
#pragma once

#include <QAbstractItemModel>
#include <memory>
#include <vector>

#include "app/model/progress_model.h"

namespace assay::model {

class CourseModel : public QAbstractItemModel {
    Q_OBJECT
  public:
    enum Role { ItemRole = Qt::UserRole + 1, StateRole, KindRole, NumberRole, CurrentRole };

    CourseModel(const CourseLibrary& library, const ProgressModel& progress, QObject* parent = nullptr);
    ~CourseModel() override;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& = {}) const override { return 1; }
    QVariant data(const QModelIndex& index, int role) const override;

    QModelIndex indexOf(const Item& item) const;
    void rebuild();  // the course is another
    void setCurrent(const Item& item);  // the one that is open: drawn with a mark

  private:
    struct Node;
    Node* add(Node& parent, const Item& item);
    Node* nodeOf(const QModelIndex& index) const;
    Node* find(Node& from, const Item& item) const;
    void build();
    void announce(Node& node);
    QString accessibleText(const Node& node) const;

    const CourseLibrary& m_library;
    const ProgressModel& m_progress;
    std::unique_ptr<Node> m_root;
    Item m_current;
};

}  // namespace assay::model
