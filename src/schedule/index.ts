export { decideSchedule } from "./decide-schedule.ts";
export { makePolicyDesk } from "./policy-desk.ts";
export type * from "./ports.ts";
export { readCron, windowAt } from "./window-at.ts";
