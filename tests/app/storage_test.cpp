// The models where the disk has no room, and where the clock was set back. No window.
#include <signal.h>
#include <sys/resource.h>

#include <QDateTime>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/model/home_model.h"
#include "app/model/overview_model.h"
#include "app/model/workbench.h"
#include "support/desk.h"

using namespace assay;
using namespace assay::support;

namespace {

// No file of this process may grow any more, as on a disk without room.
class FullDisk {
  public:
    FullDisk() {
        ::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit none{1, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &none);
    }
    ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &m_before); }

  private:
    rlimit m_before{};
};

}  // namespace

class StorageTest : public QObject {
    Q_OBJECT
  private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void fullDiskIsToldAndLosesNothing();
    void clockThatWasSetBackIsHarmless();

  private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

void StorageTest::fullDiskIsToldAndLosesNothing() {
    Desk desk(m_folder->path());
    model::Workbench workbench(desk.library, desk.progress);
    workbench.open(firstExercise.id);
    const QString file = workbench.files().front().name;
    QStringList told;
    connect(&desk.progress, &model::ProgressModel::failed, this, [&](const QString& sentence) { told.append(sentence); });
    QSignalSpy recovered(&desk.progress, &model::ProgressModel::recovered);
    {
        const FullDisk full;
        QVERIFY(workbench.changed(file, 2, "package hello // mine\n"));
        QVERIFY(!workbench.save());
        QVERIFY(!told.isEmpty() && told.front().contains("kept here"));
        QVERIFY(!desk.progress.addAttempt(attemptAt(desk, firstExercise.id, true)));
        QVERIFY(!workbench.reset());
        workbench.open("split-bill");
        workbench.open(firstExercise.id);
        QCOMPARE(workbench.files().front().content, QString("package hello // mine\n"));
        QVERIFY(!desk.progress.isSaved());
    }
    QVERIFY(QTest::qWaitFor([&] { return desk.progress.isSaved(); }, 10'000));
    QCOMPARE(recovered.size(), 1);
    Desk next(m_folder->path());
    QCOMPARE(next.progress.attempts(firstExercise.id, 10).size(), std::size_t{1});
    QCOMPARE(next.progress.draft(firstExercise.id)->files.front().content, std::string("package hello // mine\n"));
}

void StorageTest::clockThatWasSetBackIsHarmless() {
    constexpr std::int64_t day = 86'400'000;
    {
        Desk desk(m_folder->path());
        base::FakeClock ahead;
        ahead.wall = QDateTime::currentMSecsSinceEpoch() + 40 * day;
        progress::OpenReport report;
        auto store = must(progress::Store::open(desk.places.data / "progress.sqlite", desk.places.resources / "sql", ahead, &report));
        QVERIFY(store.addAttempt(attemptAt(desk, firstExercise.id, true)));
        QVERIFY(store.openLesson(desk.library.course().id, model::utf8(firstLesson.id)));
        QVERIFY(store.saveDraft(desk.library.course().id, "split-bill", {{{"split.go", "package split // ahead\n"}}, "split.go", 0, 0, {}}));
    }
    Desk desk(m_folder->path());
    const model::HomeModel home(desk.library, desk.progress);
    model::OverviewModel overview(desk.library, desk.progress);
    QCOMPARE(desk.progress.state(firstExercise), model::State::Done);
    QVERIFY(!home.show()["recent"].toArray().isEmpty());
    QCOMPARE(home.show()["review"].toArray().size(), 0);  // just done, not long forgotten
    QVERIFY(!overview.show().contains("error"));
    model::Workbench workbench(desk.library, desk.progress);
    workbench.open("split-bill");
    QCOMPARE(workbench.files().front().content, QString("package split // ahead\n"));
    QVERIFY(workbench.changed("split.go", 9, "package split // now\n"));  // the older clock's word is the later one
    QVERIFY(workbench.save());
    QVERIFY(desk.progress.addAttempt(attemptAt(desk, firstExercise.id, false)));
    QCOMPARE(desk.progress.draft("split-bill")->files.front().content, std::string("package split // now\n"));
    QCOMPARE(desk.progress.attempts(firstExercise.id, 10).front().passed, false);  // in the order of what was done
    QCOMPARE(overview.show()["weeks"].toArray().size(), 1);  // nothing of a time that has not come
}

QTEST_MAIN(StorageTest)
#include "storage_test.moc"
