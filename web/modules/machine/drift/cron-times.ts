/** A time of day on some days of the week, as most cron lines mean it. */
export interface CronTimes {
  /** `HH:MM`. */
  readonly at: string;
  /** 0 is Sunday; in order. */
  readonly days: readonly number[];
}

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];

/** Null when the line says more than that. */
export function timesOf(cron: string): CronTimes | null {
  const match = /^(\d{1,2}) (\d{1,2}) \* \* (\*|[0-7](?:-[0-7])?(?:,[0-7](?:-[0-7])?)*)$/.exec(cron.trim());
  if (match === null) return null;
  const [, minute = "", hour = "", days = ""] = match;
  if (Number(minute) > 59 || Number(hour) > 23) return null;
  return { at: `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`, days: days === "*" ? EVERY_DAY : daysOf(days) };
}

/** The line for a time on days; empty, which the service refuses, while one of both is missing. */
export function cronOf({ at, days }: CronTimes): string {
  const [hour, minute] = at.split(":").map(Number);
  if (hour === undefined || minute === undefined || Number.isNaN(hour + minute) || days.length === 0) return "";
  return `${minute} ${hour} * * ${days.length === 7 ? "*" : days.toSorted((left, right) => left - right).join(",")}`;
}

function daysOf(text: string): readonly number[] {
  const days = text.split(",").flatMap((part) => {
    const [from = 0, to = from] = part.split("-").map(Number);
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => (from + index) % 7);
  });
  return [...new Set(days)].toSorted((left, right) => left - right);
}
