// Role: the words of CHANNEL.md as types. What comes over the channel is JSON of these shapes; unknown fields are passed over.

export const channelVersion = 1;

export type Theme = "light" | "dark" | "contrast";
export type State = "new" | "begun" | "done";
export type Kind = "lesson" | "exercise" | "home" | "phase" | "progress";
export type Verdict =
  | "undecided" | "passed" | "failed" | "compile_error" | "time_limit" | "memory_limit" | "output_limit" | "crashed"
  | "raced" | "leaked" | "invalid" | "tampered" | "not_run" | "internal_error";

export interface Signal<A extends unknown[]> {
  connect(callback: (...args: A) => void): void;
}
type Call<A extends unknown[]> = (...args: A) => void;

export interface CommonChannel {
  version: number;
  ready: Call<[version: number]>;
  copy: Call<[text: string]>;
  failed: Call<[text: string]>;
  appearance: Signal<[json: string]>;
  show: Signal<[json: string]>;
  focus: Signal<[]>;
}

export interface Appearance {
  theme: Theme;
  lang: string;
  reducedMotion: boolean;
  codeSize: number;
  textSize?: number;
}

// --- lesson ---
export interface Place {
  ratio: number;
  anchor?: string | null;
  offset?: number | null;
}
export interface QuizAnswer {
  chosen: number[];
  correct: boolean;
  options: { correct: boolean; whyHtml: string }[];
}
export interface Target {
  kind: Kind;
  id: string;
  title: string;
}
export interface ParagraphKey {
  anchor: string;
  position: number;
  hash: string;
  quote: string;
}
export interface Note extends ParagraphKey {
  id: number;
  text: string;
  at: number;
}
export interface LessonShow {
  kind: "lesson" | "task";
  id: string;
  title: string;
  html: string;
  base?: string | null;
  phase?: { id: string; title: string } | null;
  minutes?: number | null;
  points?: number | null;
  difficulty?: number | null;
  version?: string | null;
  objectives: string[];
  objectivesHtml?: string[] | null;
  ticks: string[];
  quizzes: { id: string; multiple: boolean; answer?: QuizAnswer | null }[];
  snippets?: Record<string, string> | null;
  notes?: Note[] | null;
  place?: Place | null;
  marked: boolean;
  exercises: { id: string; title: string; minutes?: number | null; points?: number | null; difficulty?: number | null; state: State }[];
  lessons?: { id: string; title: string }[] | null;
  previous?: Target | null;
  next?: Target | null;
}
export interface Diagnostic {
  file?: string;
  line: number;
  column?: number;
  endLine?: number | null;
  endColumn?: number | null;
  severity: string;
  code?: string | null;
  message: string;
}
export interface SnippetNews {
  id: string;
  run: number;
  state: "waiting" | "running" | "done" | "cancelled" | "error";
  step?: string | null;
  verdict?: Verdict | null;
  message?: string | null;
  output?: string | null;
  errors?: string | null;
  diagnostics?: Diagnostic[] | null;
  ms?: number | null;
  expected?: string | null;
  met?: boolean | null;
}
/** What changed in the list at the lesson's end, and where "next" leads since. */
export interface ExerciseNews {
  id: string;
  exercises: LessonShow["exercises"];
  next?: Target | null;
}

export interface LessonChannel extends CommonChannel {
  exercises: Signal<[json: string]>;
  diagrams: Signal<[json: string]>;
  snippet: Signal<[json: string]>;
  jump: Signal<[anchor: string]>;
  note: Signal<[]>;
  runSnippetHere: Signal<[marker: number]>;
  addNote: Call<[json: string, reply: (json: string) => void]>;
  changeNote: Call<[id: number, text: string]>;
  removeNote: Call<[id: number]>;
  restoreNote: Call<[id: number]>;
  runSnippet: Call<[id: string, run: number, code: string]>;
  cancelSnippet: Call<[id: string]>;
  snippetFocused: Call<[id: string]>;
  snippetChanged: Call<[id: string, code: string]>;
  answerQuiz: Call<[id: string, json: string, reply: (json: string) => void]>;
  tick: Call<[id: string, on: boolean]>;
  placeChanged: Call<[json: string]>;
  setMarked: Call<[on: boolean]>;
  openExercise: Call<[id: string]>;
  openLesson: Call<[id: string]>;
  openLink: Call<[href: string]>;
}

// --- editor ---
export interface EditorSettings {
  tabSize: number;
  vim: boolean;
  lineNumbers?: boolean | null;
  formatOnSave?: boolean | null;
}
export interface EditorFile {
  name: string;
  content: string;
  revision: number;
  readonly: boolean;
  why?: string | null;
}
export interface Caret {
  anchor: number;
  head: number;
  top?: number | null;
}
export interface EditorShow {
  exercise: { id: string; title: string } | null;
  files: EditorFile[];
  active?: string | null;
  carets?: Record<string, Caret> | null;
  settings: EditorSettings;
  canReset: boolean;
}
export interface LspState {
  available: boolean;
  reason?: string | null;
  root?: string | null;
}
export interface Failing {
  file: string;
  line: number;
  message: string;
}
export interface EditorChannel extends CommonChannel {
  diagnostics: Signal<[json: string]>;
  failing: Signal<[json: string]>;
  jump: Signal<[file: string, line: number, column: number]>;
  content: Signal<[json: string]>;
  flush: Signal<[token: number, marker: number]>;
  settings: Signal<[json: string]>;
  formatNow: Signal<[]>;
  canReset: Signal<[on: boolean]>;
  besideLesson: Signal<[on: boolean]>;
  lspState: Signal<[json: string]>;
  lspReceive: Signal<[message: string]>;
  changed: Call<[file: string, revision: number, content: string]>;
  late: Call<[exercise: string, file: string, revision: number, content: string]>;
  flushed: Call<[token: number]>;
  caret: Call<[file: string, anchor: number, head: number, top: number]>;
  activated: Call<[file: string]>;
  format: Call<[file: string, revision: number, content: string]>;
  reset: Call<[]>;
  ownEditor: Call<[]>;
  openTask: Call<[]>;
  lspSend: Call<[message: string]>;
}

// --- results ---
export interface TestReport {
  name: string;
  verdict: Verdict;
  hidden: boolean;
  message?: string | null;
  output?: string | null;
  file?: string | null;
  line?: number | null;
  duration_ms?: number | null;
  expected?: string | null;
  got?: string | null;
  details?: string | null;
  subtest?: boolean | null;
}
export interface CheckReport {
  id: string;
  kind: string;
  verdict: Verdict;
  points: number;
  max: number;
  title: string;
  message?: string | null;
  duration_ms?: number | null;
  tests?: TestReport[] | null;
  diagnostics?: Diagnostic[] | null;
  /** The command that shows the same, and what to do next; the grader's words. */
  by_hand?: string | null;
  next?: string | null;
}
export interface Report {
  schema: string;
  exercise: { id: string; version: string };
  submission?: { files?: string[] | null } | null;
  verdict: Verdict;
  message?: string | null;
  score: { points: number; max: number };
  checks: CheckReport[];
  usage?: { wall_ms?: number; cpu_ms?: number; peak_memory_bytes?: number } | null;
  isolation?: { level?: string | null } | null;
  toolchain?: { language?: string; version?: string; platform?: string } | null;
}
export interface Ran {
  verdict: Verdict;
  message?: string | null;
  output?: string | null;
  errors?: string | null;
  diagnostics?: Diagnostic[] | null;
  exitCode?: number | null;
  ms?: number | null;
  kind?: "program" | "tests" | null;
}
export interface Past {
  id: string;
  kind: "attempt" | "draft";
  at: number;
  verdict?: Verdict | null;
  points?: number | null;
  max?: number | null;
  note?: string | null;
}
export interface Difference {
  before: string;
  after: string;
  files: { name: string; before?: string | null; after?: string | null }[];
}
export interface ResultsShow {
  exercise?: { id: string; title: string; version: string; points: number } | null;
  state: "empty" | "grading" | "report" | "ran" | "cancelled" | "error";
  report?: Report | null;
  headline?: string | null;
  changes?: { newlyPassed: string[]; newlyFailed: string[] } | null;
  history?: Past[] | null;
  ran?: Ran | null;
  error?: { what: string; safe: string; todo?: string | null; command?: string | null; more?: string | null } | null;
  hints: { total: number; opened: string[] };
  solution?: "locked" | "open" | null;
  next?: Target | null;
  can: { check: boolean; run: boolean };
  prepared: boolean;
  stale?: boolean | null;
}
export interface Progress {
  what: "check" | "run";
  step: "preparing" | "reading" | "compiling" | "checking" | "running" | "finished";
  check?: string | null;
  test?: string | null;
  done: number;
  total: number;
  elapsed: number;
}
export interface Preparation {
  done: number;
  total: number;
  text?: string | null;
}
export interface ResultsChannel extends CommonChannel {
  progress: Signal<[json: string]>;
  preparation: Signal<[json: string]>;
  stale: Signal<[on: boolean]>;
  check: Call<[]>;
  run: Call<[]>;
  cancel: Call<[]>;
  hint: Call<[]>;
  jump: Call<[file: string, line: number, column: number]>;
  next: Call<[]>;
  solution: Call<[]>;
  difference: Signal<[json: string]>;
  compare: Call<[before: string, after: string]>;
  restore: Call<[id: string]>;
  setNote: Call<[id: string, text: string]>;
  saveZip: Call<[id: string]>;
  saved: Signal<[json: string]>;
}

// --- home ---
export interface HomeShow {
  course: { title: string };
  first: boolean;
  continue?: { kind: Kind; id: string; title: string; phase: string; minutes?: number | null } | null;
  phases: {
    id: string; title: string; summary: string; state: State;
    lessons: { done: number; total: number }; exercises: { done: number; total: number };
    next?: Target | null;
  }[];
  recent: { kind: Kind; id: string; title: string; at: number; verdict?: Verdict | null; points?: number | null; max?: number | null }[];
  marks: Target[];
  review?: (Target & { why: string; minutes?: number | null })[] | null;
  days?: Record<string, number> | null;
  preparing?: Preparation | null;
}
export interface HomeChannel extends CommonChannel {
  open: Call<[kind: string, id: string]>;
  unmark: Call<[kind: string, id: string]>;
  snooze: Call<[kind: string, id: string]>;
}

// --- progress ---
export type SkillState = "proved" | "practised" | "taught" | "absent";
export interface Share {
  done: number;
  total: number;
}
export interface Sums {
  lessons: Share;
  exercises: Share;
  points: number;
  max: number;
  attempts: number;
}
export interface Week {
  from: string;
  attempts: number;
  passed: number;
  solved: number;
  lessons: number;
}
export interface SkillArea {
  id: string;
  title: string;
  skills: { id: string; title: string; state: SkillState; places: (Target & { state: State })[] }[];
}
export interface ProgressShow {
  course: { title: string };
  first: boolean;
  error?: { what: string; safe: string; todo?: string | null } | null;
  totals: Sums;
  areas: SkillArea[];
  phases: (Target & Sums)[];
  weeks: Week[];
}
export interface ProgressChannel extends CommonChannel {
  saved: Signal<[json: string]>;
  open: Call<[kind: string, id: string]>;
  save: Call<[format: string]>;
}

// --- diagrams ---
export interface DiagramsChannel extends CommonChannel {
  render: Signal<[json: string]>;
  rendered: Call<[hash: string, theme: string, svg: string]>;
  refused: Call<[hash: string, message: string]>;
  done: Call<[count: number]>;
}
