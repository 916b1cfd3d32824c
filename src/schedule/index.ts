export { decideSchedule } from "./decide-schedule.ts";
export type * from "./ports.ts";
export { readCron, windowAt } from "./window-at.ts";
