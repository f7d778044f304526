// Role: the last weeks as columns of seven days, Monday first, for the calendar of days with work.
import { language } from "../shared/text.ts";

export interface Day {
  key: string; // 2026-11-21
  name: string; // as the reader writes it
  attempts: number;
  ahead: boolean; // not come yet
}

export const weeksShown = 16;

export function calendarWeeks(days: Record<string, number>, today: Date): Day[][] {
  const format = new Intl.DateTimeFormat(language(), { weekday: "short", day: "numeric", month: "short" });
  const sinceMonday = (today.getDay() + 6) % 7;
  // Noon: no change of the clocks makes another day of it.
  const dayAt = (offset: number) => new Date(today.getFullYear(), today.getMonth(), today.getDate() + offset, 12);
  const first = -sinceMonday - 7 * (weeksShown - 1);
  return Array.from({ length: weeksShown }, (_, week) =>
    Array.from({ length: 7 }, (_unused, weekday) => {
      const offset = first + 7 * week + weekday;
      const date = dayAt(offset);
      const key = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
      return { key, name: format.format(date), attempts: days[key] ?? 0, ahead: offset > 0 };
    }));
}
