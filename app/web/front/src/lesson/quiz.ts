// Role: a question of a lesson. The page knows neither what is right nor why: that comes when the reader has chosen.
import { cleanHtml } from "../shared/clean.ts";
import { h, newId } from "../shared/dom.ts";
import { icon } from "../shared/icons.ts";
import type { QuizAnswer } from "../shared/protocol.ts";
import { t } from "../shared/text.ts";

export interface QuizHost {
  answer(id: string, chosen: number[], reply: (answer: QuizAnswer) => void): void;
  announce(text: string): void;
}

export function quiz(section: HTMLElement, multiple: boolean, given: QuizAnswer | null, host: QuizHost): void {
  const id = section.dataset.quiz ?? "";
  const name = newId();
  const legend = h("legend", {}, h("span", { class: "quiz-legend" }, ...(section.querySelector(".question")?.childNodes ?? [])));
  const options = [...section.querySelectorAll<HTMLElement>("li[data-option]")].map((item) => {
    const input = h("input", { type: multiple ? "checkbox" : "radio", name, id: newId(), value: item.dataset.option ?? "" });
    const label = h("label", { for: input.id }, ...item.childNodes);
    const result = h("div", { class: "why", id: newId() });
    const row = h("div", { class: "option" }, input, label, result);
    return { input, result, row };
  });
  const button = h("button", { type: "button", class: "secondary" }, t("quiz.answer"));
  const state = h("p", { class: "quiz-state" });
  const note = multiple ? h("p", { class: "quiz-note" }, t("quiz.several")) : null;
  const fields = h("fieldset", {}, legend, note, ...options.map((option) => option.row));
  section.replaceChildren(
    h("p", { class: "label" }, t("quiz.title")), fields, h("div", { class: "quiz-bar" }, button, state),
  );

  const chosen = () => options.flatMap((option, index) => (option.input.checked ? [index] : []));
  const enable = () => (button.disabled = chosen().length === 0);
  let answered = false;

  const clear = () => {
    answered = false;
    for (const { input, result, row } of options) {
      input.checked = false;
      input.disabled = false;
      input.removeAttribute("aria-describedby");
      row.removeAttribute("data-result");
      result.replaceChildren();
    }
    state.replaceChildren();
    button.textContent = t("quiz.answer");
    enable();
  };
  const show = (answer: QuizAnswer) => {
    answered = true;
    options.forEach(({ input, result, row }, index) => {
      const told = answer.options[index];
      if (!told) return;
      input.checked = answer.chosen.includes(index);
      input.disabled = true;
      input.setAttribute("aria-describedby", result.id);
      row.dataset.result = told.correct ? "right" : "wrong";
      result.replaceChildren(
        h("span", { class: told.correct ? "verdict good" : "verdict bad" },
          icon(told.correct ? "passed" : "failed"), t(told.correct ? "quiz.right" : "quiz.wrong")),
        cleanHtml(told.whyHtml),
      );
    });
    const word = t(answer.correct ? "quiz.correct" : "quiz.not-correct");
    state.replaceChildren(
      h("span", { class: answer.correct ? "verdict good" : "verdict bad" }, icon(answer.correct ? "passed" : "failed"), word),
    );
    button.textContent = t("quiz.again");
    button.disabled = false;
  };

  fields.addEventListener("change", enable);
  button.addEventListener("click", () => {
    if (answered) {
      clear();
      options[0]?.input.focus();
      return;
    }
    host.answer(id, chosen(), (answer) => {
      show(answer);
      host.announce(t(answer.correct ? "quiz.correct" : "quiz.not-correct"));
    });
  });
  clear();
  if (given) show(given);
}
