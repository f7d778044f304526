#include "app/model/markdown_out.h"

#include "app/model/convert.h"
#include "base/text.h"
#include "course/files.h"
#include "report/report.h"

namespace assay::model {

namespace {

std::string question(const course::Quiz& quiz) {
    std::string text = "> " + quiz.question + "\n>\n";
    for (const auto& option : quiz.options) text += "> - " + option.text + '\n';
    return text;
}

}  // namespace

QString lessonMarkdown(const course::Lesson& lesson) {
    std::string text = "# " + lesson.info.title + "\n\n";
    std::size_t next = 0;
    bool inQuiz = false;
    for (const std::string& line : base::splitLines(lesson.body)) {
        if (line.starts_with("```quiz") && next < lesson.quizzes.size()) {
            inQuiz = true;
            text += question(lesson.quizzes[next++]);
        } else if (!inQuiz) {
            text += line + '\n';
        } else if (line.starts_with("```")) {
            inQuiz = false;
        }
    }
    return qt(text);
}

QString taskMarkdown(const course::Exercise& exercise) {
    const auto task = course::readTask(exercise);
    return task ? qt(*task) : QString();
}

QString reportMarkdown(const QString& title, const judge::Report& report) {
    const QString fence = QStringLiteral("````");  // what a program printed may hold three
    return "# " + title + "\n\n" + qt(report::headline(report)) + "\n\n" + fence + "text\n" + qt(report::toText(report, {})) +
           fence + '\n';
}

}  // namespace assay::model
