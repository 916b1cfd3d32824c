import { expect, test } from "@jest/globals";
import { cronOf, timesOf } from "../../web/modules/machine/drift/cron-times.ts";

test.each([
  ["0 3 * * *", "03:00", [0, 1, 2, 3, 4, 5, 6]],
  ["30 22 * * 1-5", "22:30", [1, 2, 3, 4, 5]],
  ["5 8 * * 6,0", "08:05", [0, 6]],
  ["5 8 * * 5-7", "08:05", [0, 5, 6]],
])("%s is a time on days of the week", (cron, at, days) => {
  expect(timesOf(cron)).toEqual({ at, days });
});

test.each(["*/20 9-17 * * 1-5", "0 3 1 * *", "0 3 * 6 *", "61 3 * * *", "0 24 * * *", "", "0 3 * * 8"])(
  "%p says more, or nothing",
  (cron) => {
    expect(timesOf(cron)).toBeNull();
  },
);

test.each([
  ["03:00", [0, 1, 2, 3, 4, 5, 6], "0 3 * * *"],
  ["22:30", [5, 1], "30 22 * * 1,5"],
  ["", [1], ""],
  ["03:00", [], ""],
])("%p on %p is %p", (at, days, cron) => {
  expect(cronOf({ at, days })).toBe(cron);
});
