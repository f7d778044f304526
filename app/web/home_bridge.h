// Role: home.html's object on its channel: model::HomeModel in CHANNEL.md's words.
#pragma once

#include "app/model/home_model.h"
#include "app/web/bridge.h"

namespace assay::web {

class HomeBridge : public Bridge {
    Q_OBJECT
  public:
    explicit HomeBridge(model::HomeModel& model, QObject* parent = nullptr);

  public slots:
    void open(const QString& kind, const QString& id);
    void unmark(const QString& kind, const QString& id);
    void snooze(const QString& kind, const QString& id);

  protected:
    void showAll() override;

  private:
    model::HomeModel& m_model;
};

}  // namespace assay::web
