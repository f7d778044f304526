// Role: editor.html's object on its channel: model::Workbench in CHANNEL.md's words, the marks of the last check, and the
// way to the language server.
#pragma once

#include <QHash>
#include <functional>

#include "app/jobs/go_tools.h"
#include "app/jobs/language_server.h"
#include "app/model/results_model.h"
#include "app/model/workbench.h"
#include "app/web/bridge.h"

namespace assay::web {

class EditorBridge : public Bridge {
    Q_OBJECT
  public:
    // Of `server` and `tools` everything is optional for the learner: without them there is no completion, no formatting.
    EditorBridge(model::Workbench& workbench, model::ResultsModel& results, jobs::LanguageServer& server,
                 jobs::GoTools& tools, QObject* parent = nullptr);

    // Asks the page, behind the keys it was sent, for what it has not sent, then calls `then`: true when the answer is there,
    // and where there is no page to ask; false after 10 s without one.
    void flushThen(std::function<void(bool answered)> then);
    void setBesideLesson(bool on);
    void jumpTo(const QString& file, int line, int column);
    void formatOnSave();  // where the learner wants that

  public slots:
    void changed(const QString& file, int revision, const QString& content);
    void late(const QString& exercise, const QString& file, int revision, const QString& content);
    void flushed(int token);
    void caret(const QString& file, int anchor, int head, int top);
    void activated(const QString& file);
    void format(const QString& file, int revision, const QString& content);
    void reset();
    void ownEditor();
    void openTask() { m_workbench.askTask(); }
    void lspSend(const QString& message);

  signals:
    void diagnostics(const QString& json);
    void failing(const QString& json);
    void jump(const QString& file, int line, int column);
    void content(const QString& json);
    void flush(int token, int marker);
    void canReset(bool on);
    void besideLesson(bool on);
    void settings(const QString& json);
    void formatNow();
    void lspState(const QString& json);
    void lspReceive(const QString& message);

  protected:
    void showAll() override;
    void loaded() override;

  private:
    void showMarks();
    void answer(int token, bool answered);
    void wakeServer();  // at the first sign that somebody edits
    void formatted(const QString& file, int revision, const jobs::GoTools::Formatted& result);

    model::Workbench& m_workbench;
    model::ResultsModel& m_results;
    jobs::LanguageServer& m_server;
    jobs::GoTools& m_tools;
    QString m_lspState;
    QHash<int, std::function<void(bool)>> m_waiting;
    bool m_besideLesson = false;
    int m_token = 0;
};

}  // namespace assay::web
