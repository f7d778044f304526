// Role: durations and dates in the reader's language.
import { language, t } from "./text.ts";

export function duration(ms: number): string {
  const number = (value: number, digits: number) =>
    new Intl.NumberFormat(language(), { maximumFractionDigits: digits }).format(value);
  if (ms < 1) return t("time.under-ms");
  if (ms < 1000) return t("time.ms", { value: number(ms, 0) });
  if (ms < 10_000) return t("time.s", { value: number(ms / 1000, 1) });
  if (ms < 120_000) return t("time.s", { value: number(ms / 1000, 0) });
  return t("time.min", { value: number(ms / 60_000, 0) });
}

/** A clock for something that runs: 0:07. */
export function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** "today 14:03", "yesterday 9:12", "3 Nov"; exact: with the seconds, and an older day with its time. */
export function when(at: number, now = Date.now(), exact = false): string {
  const date = new Date(at);
  const today = new Date(now);
  const days = Math.round((startOfDay(today) - startOfDay(date)) / 86_400_000);
  const clock = new Intl.DateTimeFormat(language(), { hour: "numeric", minute: "2-digit", second: exact ? "2-digit" : undefined }).format(date);
  if (days === 0) return t("time.today", { clock });
  if (days === 1) return t("time.yesterday", { clock });
  const sameYear = date.getFullYear() === today.getFullYear();
  const day = new Intl.DateTimeFormat(language(), { day: "numeric", month: "short", year: sameYear ? undefined : "numeric" }).format(date);
  return exact ? `${day} ${clock}` : day;
}

const startOfDay = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
