// Role: the icons of resources/icons, inline, so that they take the colour of the text beside them.
import begun from "../../../../../resources/icons/begun.svg";
import cancel from "../../../../../resources/icons/cancel.svg";
import check from "../../../../../resources/icons/check.svg";
import clock from "../../../../../resources/icons/clock.svg";
import close from "../../../../../resources/icons/close.svg";
import compileError from "../../../../../resources/icons/compile-error.svg";
import copy from "../../../../../resources/icons/copy.svg";
import crashed from "../../../../../resources/icons/crashed.svg";
import done from "../../../../../resources/icons/done.svg";
import error from "../../../../../resources/icons/error.svg";
import exercise from "../../../../../resources/icons/exercise.svg";
import failed from "../../../../../resources/icons/failed.svg";
import fold from "../../../../../resources/icons/fold.svg";
import fresh from "../../../../../resources/icons/new.svg";
import hint from "../../../../../resources/icons/hint.svg";
import history from "../../../../../resources/icons/history.svg";
import info from "../../../../../resources/icons/info.svg";
import internalError from "../../../../../resources/icons/internal-error.svg";
import invalid from "../../../../../resources/icons/invalid.svg";
import leaked from "../../../../../resources/icons/leaked.svg";
import lesson from "../../../../../resources/icons/lesson.svg";
import lock from "../../../../../resources/icons/lock.svg";
import mark from "../../../../../resources/icons/mark.svg";
import marked from "../../../../../resources/icons/marked.svg";
import memoryLimit from "../../../../../resources/icons/memory-limit.svg";
import next from "../../../../../resources/icons/next.svg";
import note from "../../../../../resources/icons/note.svg";
import notRun from "../../../../../resources/icons/not-run.svg";
import open from "../../../../../resources/icons/open.svg";
import outputLimit from "../../../../../resources/icons/output-limit.svg";
import passed from "../../../../../resources/icons/passed.svg";
import previous from "../../../../../resources/icons/previous.svg";
import progress from "../../../../../resources/icons/progress.svg";
import raced from "../../../../../resources/icons/raced.svg";
import reset from "../../../../../resources/icons/reset.svg";
import review from "../../../../../resources/icons/review.svg";
import run from "../../../../../resources/icons/run.svg";
import solution from "../../../../../resources/icons/solution.svg";
import tampered from "../../../../../resources/icons/tampered.svg";
import timeLimit from "../../../../../resources/icons/time-limit.svg";
import undecided from "../../../../../resources/icons/undecided.svg";
import warning from "../../../../../resources/icons/warning.svg";
import type { State, Verdict } from "./protocol.ts";

const pictures = {
  begun, cancel, check, clock, close, compileError, copy, crashed, done, error, exercise, failed, fold, fresh, hint, history,
  info, internalError, invalid, leaked, lesson, lock, mark, marked, memoryLimit, next, note, notRun, open, outputLimit, passed, previous,
  progress, raced, reset, review, run, solution, tampered, timeLimit, undecided, warning,
};
export type IconName = keyof typeof pictures;

/** Decoration beside a word: hidden from screen readers, which get the word. */
export function icon(name: IconName): SVGElement {
  const parsed = new DOMParser().parseFromString(pictures[name], "image/svg+xml").documentElement;
  const svg = document.importNode(parsed, true) as unknown as SVGElement;
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  svg.removeAttribute("width");
  svg.removeAttribute("height");
  return svg;
}

export type Tone = "good" | "bad" | "warn" | "info" | "muted";

const verdicts: Record<Verdict, [IconName, Tone]> = {
  passed: ["passed", "good"],
  failed: ["failed", "bad"],
  compile_error: ["compileError", "bad"],
  time_limit: ["timeLimit", "warn"],
  memory_limit: ["memoryLimit", "warn"],
  output_limit: ["outputLimit", "warn"],
  crashed: ["crashed", "bad"],
  raced: ["raced", "bad"],
  leaked: ["leaked", "bad"],
  invalid: ["invalid", "warn"],
  tampered: ["tampered", "bad"],
  not_run: ["notRun", "muted"],
  internal_error: ["internalError", "info"],
  undecided: ["undecided", "muted"],
};

export const verdictIcon = (verdict: Verdict) => icon((verdicts[verdict] ?? verdicts.undecided)[0]);
export const verdictTone = (verdict: Verdict): Tone => (verdicts[verdict] ?? verdicts.undecided)[1];
export const stateIcon = (state: State) => icon(state === "done" ? "passed" : state === "begun" ? "begun" : "fresh");
