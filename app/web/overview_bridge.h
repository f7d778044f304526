// Role: progress.html's object on its channel: model::OverviewModel in CHANNEL.md's words.
#pragma once

#include "app/model/overview_model.h"
#include "app/web/bridge.h"

namespace assay::web {

class OverviewBridge : public Bridge {
    Q_OBJECT
  public:
    explicit OverviewBridge(model::OverviewModel& model, QObject* parent = nullptr);

  public slots:
    void open(const QString& kind, const QString& id);
    void save(const QString& format);

  signals:
    void saved(const QString& json);

  protected:
    void showAll() override;

  private:
    model::OverviewModel& m_model;
};

}  // namespace assay::web
