import { describe, expect, test } from "@jest/globals";
import { readCron, windowAt } from "../../src/schedule/index.ts";

const SEOUL = "Asia/Seoul";

describe("a window of two hours at three at night", () => {
  const window = { cron: "0 3 * * *", minutes: 120, timeZone: SEOUL };

  test.each([
    ["2026-11-21T17:59:00Z", false, "2026-11-21T18:00:00.000Z"],
    ["2026-11-21T18:00:00Z", true, undefined],
    ["2026-11-21T19:59:59Z", true, undefined],
    ["2026-11-21T20:00:00Z", false, "2026-11-22T18:00:00.000Z"],
  ])("in Seoul at %s: open is %s", (now, open, opensAt) => {
    const found = windowAt(window, new Date(now));

    expect([found?.open, found?.opensAt?.toISOString()]).toEqual([open, opensAt]);
  });

  test("stays at three by the clock on the wall when summer time ends", () => {
    const berlin = { ...window, timeZone: "Europe/Berlin" };

    expect(windowAt(berlin, new Date("2026-10-24T12:00:00Z"))?.opensAt?.toISOString()).toBe("2026-10-25T02:00:00.000Z");
    expect(windowAt(berlin, new Date("2026-10-23T12:00:00Z"))?.opensAt?.toISOString()).toBe("2026-10-24T01:00:00.000Z");
  });

  test("does not open in an hour that summer time leaves out", () => {
    const halfPastTwo = { cron: "30 2 * * *", minutes: 10, timeZone: "Europe/Berlin" };

    expect(windowAt(halfPastTwo, new Date("2026-03-28T12:00:00Z"))?.opensAt?.toISOString()).toBe(
      "2026-03-30T00:30:00.000Z",
    );
  });
});

test.each([
  ["0 3 * * 6,0", "2026-11-28T03:00:00.000Z"],
  ["0 3 * * 7", "2026-11-29T03:00:00.000Z"],
  ["*/20 9-17 * * 1-5", "2026-11-23T09:00:00.000Z"],
  ["15 4 1 * *", "2026-12-01T04:15:00.000Z"],
  ["0 0 1 1 5", "2027-01-01T00:00:00.000Z"],
  ["0 0 24 11 3", "2026-11-24T00:00:00.000Z"],
])("%s opens next at %s", (cron, opensAt) => {
  const found = windowAt({ cron, minutes: 5, timeZone: "UTC" }, new Date("2026-11-22T12:00:00Z"));

  expect([found?.open, found?.opensAt?.toISOString()]).toEqual([false, opensAt]);
});

test("a day that never comes opens never", () => {
  const never = { cron: "0 3 30 2 *", minutes: 60, timeZone: "UTC" };

  expect(windowAt(never, new Date("2026-11-22T12:00:00Z"))).toEqual({ open: false, opensAt: null });
});

test.each([
  "",
  "* * * *",
  "* * * * * *",
  "60 * * * *",
  "* 24 * * *",
  "* * 0 * *",
  "5-1 * * * *",
  "*/0 * * * *",
  "a * * * *",
])("%p is no cron line", (line) => {
  expect(readCron(line)).toBeNull();
});

test("an unknown time zone is no window", () => {
  expect(windowAt({ cron: "0 3 * * *", minutes: 60, timeZone: "Mars/Olympus" }, new Date(0))).toBeNull();
});
