// Role: results.html's object on its channel: model::ResultsModel in CHANNEL.md's words; what it asks for goes to `Desk`,
// which the session implements.
#pragma once

#include "app/model/history_model.h"
#include "app/model/results_model.h"
#include "app/web/bridge.h"

namespace assay::web {

// What the results page can ask for. All of it may come at any time and any number of times.
class Desk {
  public:
    virtual ~Desk() = default;
    virtual void check() = 0;
    virtual void run() = 0;
    virtual void cancel() = 0;
    virtual void next() = 0;
    virtual void jump(const QString& file, int line, int column) = 0;
};

class ResultsBridge : public Bridge {
    Q_OBJECT
  public:
    ResultsBridge(model::ResultsModel& model, model::HistoryModel& history, Desk& desk, QObject* parent = nullptr);

  public slots:
    void check() { m_desk.check(); }
    void run() { m_desk.run(); }
    void cancel() { m_desk.cancel(); }
    void hint() { m_model.openHint(); }
    void jump(const QString& file, int line, int column);
    void next() { m_desk.next(); }
    void solution() { m_history.compare("now", "solution"); }
    void compare(const QString& before, const QString& after);
    void restore(const QString& id);
    void setNote(const QString& id, const QString& text);
    void saveZip(const QString& id);

  signals:
    void progress(const QString& json);
    void preparation(const QString& json);
    void stale(bool on);
    void difference(const QString& json);
    void saved(const QString& json);

  protected:
    void showAll() override;

  private:
    model::ResultsModel& m_model;
    model::HistoryModel& m_history;
    Desk& m_desk;
};

}  // namespace assay::web
