#include "progress/store_impl.h"

namespace assay::progress {

namespace {

// Reads the lessons of a course, or the one that is named: `lesson` empty means all.
Result<std::map<std::string, LessonState>> readLessons(const Database& database, const std::string& course,
                                                       const std::string& lesson) {
    std::map<std::string, LessonState> states;
    auto read = database.each(
        "SELECT lesson, opened_ms IS NOT NULL, finished_ms IS NOT NULL, place, anchor, last_ms FROM lesson "
        "WHERE course = ?1 AND (?2 = '' OR lesson = ?2)",
        [&](Statement& row) {
            LessonState& state = states[row.text(0)];
            state.opened = row.integer(1) != 0;
            state.finished = row.integer(2) != 0;
            state.place = row.real(3);
            state.anchor = row.text(4);
            state.lastMs = row.integer(5);
        },
        course, lesson);
    if (!read) return base::propagate(read);
    read = database.each(
        "SELECT lesson, item FROM tick WHERE course = ?1 AND (?2 = '' OR lesson = ?2) ORDER BY at_ms, rowid",
        [&](Statement& row) { states[row.text(0)].ticks.push_back(row.text(1)); }, course, lesson);
    if (!read) return base::propagate(read);
    read = database.each(
        "SELECT lesson, quiz, first_option, first_correct, last_option, last_correct, tries, at_ms FROM quiz "
        "WHERE course = ?1 AND (?2 = '' OR lesson = ?2)",
        [&](Statement& row) {
            QuizAnswer& answer = states[row.text(0)].quizzes[row.text(1)];
            answer.firstOption = static_cast<int>(row.integer(2));
            answer.firstCorrect = row.integer(3) != 0;
            answer.lastOption = static_cast<int>(row.integer(4));
            answer.lastCorrect = row.integer(5) != 0;
            answer.tries = static_cast<int>(row.integer(6));
            answer.atMs = row.integer(7);
        },
        course, lesson);
    if (!read) return base::propagate(read);
    return states;
}

}  // namespace

Result<LessonState> Store::lessonState(const std::string& course, const std::string& lesson) const {
    if (auto ok = m_impl->ready(); !ok) return base::propagate(ok);
    auto states = readLessons(m_impl->database, course, lesson);
    if (!states) return base::propagate(states);
    return std::move((*states)[lesson]);
}

Result<std::map<std::string, LessonState>> Store::lessonStates(const std::string& course) const {
    if (auto ok = m_impl->ready(); !ok) return base::propagate(ok);
    return readLessons(m_impl->database, course, {});
}

// The first time of opening and finishing stays; last_ms moves.
Result<void> Store::openLesson(const std::string& course, const std::string& lesson) {
    return m_impl->changeBy(
        "INSERT INTO lesson (course, lesson, opened_ms, last_ms) VALUES (?1, ?2, ?3, ?3) ON CONFLICT "
        "(course, lesson) "
        "DO UPDATE SET opened_ms = coalesce(opened_ms, ?3), last_ms = ?3",
        course, lesson, m_impl->clock.wallMs());
}

Result<void> Store::finishLesson(const std::string& course, const std::string& lesson) {
    return m_impl->changeBy(
        "INSERT INTO lesson (course, lesson, opened_ms, finished_ms, last_ms) VALUES (?1, ?2, ?3, ?3, ?3) "
        "ON CONFLICT (course, lesson) DO UPDATE SET finished_ms = coalesce(finished_ms, ?3), last_ms = ?3",
        course, lesson, m_impl->clock.wallMs());
}

Result<void> Store::setPlace(const std::string& course, const std::string& lesson, double place,
                             const std::string& anchor) {
    return m_impl->changeBy(
        "INSERT INTO lesson (course, lesson, opened_ms, place, anchor, last_ms) VALUES (?1, ?2, ?5, ?3, ?4, "
        "?5) "
        "ON CONFLICT (course, lesson) DO UPDATE SET place = ?3, anchor = ?4, last_ms = ?5",
        course, lesson, place, anchor, m_impl->clock.wallMs());
}

Result<void> Store::setTick(const std::string& course, const std::string& lesson, const std::string& item,
                            bool ticked) {
    if (!ticked)
        return m_impl->changeBy("DELETE FROM tick WHERE course = ? AND lesson = ? AND item = ?", course,
                                lesson, item);
    return m_impl->changeBy("INSERT OR IGNORE INTO tick VALUES (?, ?, ?, ?)", course, lesson, item,
                            m_impl->clock.wallMs());
}

Result<void> Store::answerQuiz(const std::string& course, const std::string& lesson, const std::string& quiz,
                               int option, bool correct) {
    return m_impl->changeBy(
        "INSERT INTO quiz VALUES (?1, ?2, ?3, ?4, ?5, ?4, ?5, 1, ?6) ON CONFLICT (course, lesson, quiz) "
        "DO UPDATE SET last_option = ?4, last_correct = ?5, tries = tries + 1, at_ms = ?6",
        course, lesson, quiz, option, correct, m_impl->clock.wallMs());
}

}  // namespace assay::progress
