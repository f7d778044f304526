// How a job comes back: the lane's thread posts a closure to this object's thread (the GUI's). The closure is dropped when
// its ticket is no longer the newest, so that an answer to an older Check can never be shown over a newer one's.
#include "app/jobs/grading.h"

#include <QMetaObject>
#include <chrono>

namespace assay::jobs {

namespace {

int elapsed(std::chrono::steady_clock::time_point since) {
    const auto passed = std::chrono::steady_clock::now() - since;
    return static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(passed).count());
}

}  // namespace

Grading::Grading(std::shared_ptr<judge::Judge> judge, std::shared_ptr<sandbox::Sandbox> sandbox, sandbox::Level level,
                 QObject* parent)
    : QObject(parent), m_judge(std::move(judge)), m_sandbox(std::move(sandbox)), m_level(level) {}

Grading::~Grading() = default;

void Grading::announce(const std::atomic<Ticket>& newest, Ticket ticket, std::function<void()> signal) {
    QMetaObject::invokeMethod(
        this,
        [&newest, ticket, signal = std::move(signal)] {
            if (newest.load() == ticket) signal();
        },
        Qt::QueuedConnection);
}

judge::Options Grading::options(const std::atomic<Ticket>& newest, Ticket ticket,
                                std::function<void(const judge::Progress&)> progress) {
    judge::Options options;
    options.level = m_level;
    options.onProgress = [this, &newest, ticket, progress = std::move(progress)](const judge::Progress& step) {
        announce(newest, ticket, [progress, step] { progress(step); });
    };
    return options;
}

void Grading::prepare() {
    {
        const std::lock_guard lock(m_preparation.mutex);
        if (m_preparation.running) return;
        m_preparation.running = true;
    }
    m_background.start([this](const std::stop_token& stop) {
        const auto onProgress = [this](const judge::Progress& step) {
            {
                const std::lock_guard lock(m_preparation.mutex);
                m_preparation.progress = step;
            }
            m_preparation.changed.notify_all();
            QMetaObject::invokeMethod(this, [this, step] { emit preparing(step); }, Qt::QueuedConnection);
        };
        const auto done = m_judge->prepare(onProgress, stop);
        {
            const std::lock_guard lock(m_preparation.mutex);
            m_preparation.running = false;
        }
        m_preparation.changed.notify_all();
        if (!done && done.error().code == base::ErrorCode::Canceled) return;
        QMetaObject::invokeMethod(
            this,
            [this, done] {
                if (done)
                    emit prepared();
                else
                    emit preparationFailed(done.error());
            },
            Qt::QueuedConnection);
    });
}

void Grading::setLevel(sandbox::Level level) {
    if (level == m_level) return;
    m_level = level;
    inspectIsolation();
}

void Grading::inspectIsolation() {
    if (m_sandbox == nullptr) return;
    m_inspection.start([this, level = m_level.load()](const std::stop_token& stop) {
        const auto isolation = m_sandbox->isolation(level);
        if (stop.stop_requested()) return;  // another level was chosen meanwhile
        QMetaObject::invokeMethod(
            this,
            [this, isolation] {
                if (isolation)
                    emit isolationKnown(*isolation);
                else
                    emit isolationFailed(isolation.error());
            },
            Qt::QueuedConnection);
    });
}

void Grading::awaitPreparation(const std::stop_token& stop,
                               const std::function<void(const judge::Progress&)>& progress) {
    std::unique_lock lock(m_preparation.mutex);
    int said = -1;
    while (m_preparation.running && !stop.stop_requested()) {
        judge::Progress now = m_preparation.progress;
        now.step = judge::Progress::Step::Preparing;
        if (now.done != said) {
            said = now.done;
            lock.unlock();
            progress(now);
            lock.lock();
            continue;
        }
        m_preparation.changed.wait(lock, stop,
                                   [&] { return !m_preparation.running || m_preparation.progress.done != said; });
    }
}

Ticket Grading::check(const course::Exercise& exercise, const judge::Submission& submission) {
    const Ticket ticket = ++m_last;
    m_newestWork = ticket;
    m_work.start([this, ticket, exercise, submission, begun = std::chrono::steady_clock::now()](std::stop_token stop) {
        const auto options = this->options(m_newestWork, ticket, [this, ticket, begun](const judge::Progress& step) {
            emit progressed(ticket, step, elapsed(begun));
        });
        awaitPreparation(stop, options.onProgress);
        const auto report = m_judge->grade(exercise, submission, options, stop);
        announce(m_newestWork, ticket, [this, ticket, report, submission] {
            if (report)
                emit checked(ticket, *report, submission);
            else
                emit failed(ticket, report.error());
        });
    });
    return ticket;
}

Ticket Grading::run(const course::Exercise& exercise, const judge::Submission& submission) {
    const Ticket ticket = ++m_last;
    m_newestWork = ticket;
    m_work.start([this, ticket, exercise, submission, begun = std::chrono::steady_clock::now()](std::stop_token stop) {
        const auto options = this->options(m_newestWork, ticket, [this, ticket, begun](const judge::Progress& step) {
            emit progressed(ticket, step, elapsed(begun));
        });
        awaitPreparation(stop, options.onProgress);
        const auto result = m_judge->runExercise(exercise, submission, options, stop);
        announce(m_newestWork, ticket, [this, ticket, result] {
            if (result)
                emit ran(ticket, *result);
            else
                emit failed(ticket, result.error());
        });
    });
    return ticket;
}

Ticket Grading::snippet(const std::string& code, bool race) {
    const Ticket ticket = ++m_last;
    m_newestSnippet = ticket;
    m_snippets.start([this, ticket, code, race, begun = std::chrono::steady_clock::now()](std::stop_token stop) {
        const auto options = this->options(m_newestSnippet, ticket, [this, ticket](const judge::Progress& step) {
            emit snippetProgressed(ticket, step);
        });
        awaitPreparation(stop, options.onProgress);
        const auto result = m_judge->runSnippet(code, race, options, stop);
        announce(m_newestSnippet, ticket, [this, ticket, result, begun] {
            if (result)
                emit snippetRan(ticket, *result, elapsed(begun));
            else
                emit snippetFailed(ticket, result.error());
        });
    });
    return ticket;
}

void Grading::cancelWork() {
    const Ticket cancelled = m_newestWork.exchange(++m_last);
    m_work.cancel();
    if (cancelled == 0) return;
    emit failed(cancelled, base::Error{base::ErrorCode::Canceled, "cancelled", {}, {}, 0});
}

void Grading::cancelSnippet() {
    const Ticket cancelled = m_newestSnippet.exchange(++m_last);
    m_snippets.cancel();
    if (cancelled == 0) return;
    emit snippetFailed(cancelled, base::Error{base::ErrorCode::Canceled, "cancelled", {}, {}, 0});
}

}  // namespace assay::jobs
