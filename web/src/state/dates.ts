/** How times are said. `now` is passed in; the zone is the browser's. */

const hour = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const dayAndHour = new Intl.DateTimeFormat(undefined, { weekday: "short", hour: "numeric", minute: "2-digit" });
const dateAndHour = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: "long" });
const dayOfYear = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const dayOfAll = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long", year: "numeric" });

export const shortTime = (at: number): string => hour.format(at);

/** A time to come: with the weekday where that is another day, and with the date beyond a week. */
export function timeAhead(at: number, now: number): string {
  const days = Math.round((startOfDay(at) - startOfDay(now)) / 86_400_000);
  if (days === 0) return shortTime(at);
  return (days < 7 ? dayAndHour : dateAndHour).format(at);
}

export const fullTime = (at: number): string => full.format(at);

/** Midnight at which the day of `at` began: what two times of one day share. */
export const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

/** `Today`, `Yesterday`, a weekday within the last week, else a date. */
export function dayName(at: number, now: number): string {
  const days = Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  if (days > 1 && days < 7) return weekday.format(at);
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return (sameYear ? dayOfYear : dayOfAll).format(at);
}
