import type { ScheduleSnapshot, ScheduleWindow } from "./ports.ts";

/** The values that each field of a cron line lets through. */
interface Cron {
  readonly minute: ReadonlySet<number>;
  readonly hour: ReadonlySet<number>;
  readonly day: ReadonlySet<number>;
  readonly month: ReadonlySet<number>;
  readonly weekday: ReadonlySet<number>;
  /** Both kinds of day are named: then either will do, as cron has it. */
  readonly eitherDay: boolean;
}

const MINUTE_MS = 60_000;
/** A line that does not open within so long, such as for the 30th of February, opens never. */
const HORIZON_MINUTES = 366 * 24 * 60;
const WEEK_MINUTES = 7 * 24 * 60;
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const FIELDS = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;

/**
 * Whether the window is open, and when it opens next. An hour that summer time leaves out opens nothing, one that comes
 * twice opens twice. Null when the line or the time zone is none.
 */
export function windowAt({ cron, minutes, timeZone }: ScheduleWindow, now: Date): ScheduleSnapshot["window"] {
  const fields = readCron(cron);
  const clock = clockIn(timeZone);
  if (fields === null || clock === null) return null;
  const minute = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS;
  for (let back = 0; back < minutes; back += 1) {
    if (opens(fields, clock(minute - back * MINUTE_MS))) return { open: true, opensAt: null };
  }
  for (let ahead = 1; ahead <= HORIZON_MINUTES; ) {
    const local = clock(minute + ahead * MINUTE_MS);
    if (opens(fields, local)) return { open: false, opensAt: new Date(minute + ahead * MINUTE_MS) };
    ahead += stepFrom(fields, local);
  }
  return { open: false, opensAt: null };
}

/** When the line last came, now included; null when it did not in the last week, or the line or the zone is none. */
export function lastAt(cron: string, timeZone: string, now: Date): Date | null {
  const fields = readCron(cron);
  const clock = clockIn(timeZone);
  if (fields === null || clock === null) return null;
  const minute = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS;
  for (let back = 0; back <= WEEK_MINUTES; ) {
    const local = clock(minute - back * MINUTE_MS);
    if (opens(fields, local)) return new Date(minute - back * MINUTE_MS);
    back += isDay(fields, local) && fields.hour.has(local.hour) ? 1 : (local.minute % 30) + 1;
  }
  return null;
}

/** Minutes that certainly open nothing. Clocks are put by half an hour at the least, and by two hours at the most. */
function stepFrom(fields: Cron, local: LocalTime): number {
  const halfHour = 30 - (local.minute % 30);
  if (isDay(fields, local)) return fields.hour.has(local.hour) ? 1 : halfHour;
  const leftOfDay = (24 - local.hour) * 60 - local.minute;
  return leftOfDay > 150 ? leftOfDay - 120 : halfHour;
}

/** Null when it is no cron line of five fields. */
export function readCron(line: string): Cron | null {
  const parts = line.trim().split(/\s+/);
  if (parts.length !== FIELDS.length) return null;
  const [minute, hour, day, month, weekdays] = FIELDS.map(([low, high], at) => readField(parts[at] ?? "", low, high));
  if (!minute || !hour || !day || !month || !weekdays) return null;
  const weekday = new Set([...weekdays].map((one) => one % 7));
  return { minute, hour, day, month, weekday, eitherDay: parts[2] !== "*" && parts[4] !== "*" };
}

function readField(text: string, low: number, high: number): ReadonlySet<number> | null {
  const values = new Set<number>();
  for (const part of text.split(",")) {
    const match = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
    if (match === null) return null;
    const [, first, last, every] = match;
    const from = first === undefined ? low : Number(first);
    const to = first === undefined || (last === undefined && every !== undefined) ? high : Number(last ?? first);
    const step = Number(every ?? 1);
    if (from < low || to > high || from > to || step < 1) return null;
    for (let value = from; value <= to; value += step) values.add(value);
  }
  return values;
}

interface LocalTime {
  readonly minute: number;
  readonly hour: number;
  readonly day: number;
  readonly month: number;
  readonly weekday: number;
}

function opens(cron: Cron, local: LocalTime): boolean {
  return cron.minute.has(local.minute) && cron.hour.has(local.hour) && isDay(cron, local);
}

function isDay(cron: Cron, { day, month, weekday }: LocalTime): boolean {
  if (!cron.month.has(month)) return false;
  const [byDay, byWeekday] = [cron.day.has(day), cron.weekday.has(weekday)];
  return cron.eitherDay ? byDay || byWeekday : byDay && byWeekday;
}

/** Null when there is no such zone. */
function clockIn(timeZone: string): ((at: number) => LocalTime) | null {
  try {
    const format = new Intl.DateTimeFormat("en-US", {
      ...{ timeZone, hourCycle: "h23", weekday: "short" },
      ...{ month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" },
    });
    return (at) => localTime(format.formatToParts(at));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function localTime(parts: readonly Intl.DateTimeFormatPart[]): LocalTime {
  const text = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  const number = (type: string) => Number(text(type));
  return {
    ...{ minute: number("minute"), hour: number("hour"), day: number("day"), month: number("month") },
    weekday: WEEKDAYS.indexOf(text("weekday")),
  };
}
