export { decideSchedule } from "./decide-schedule.ts";
export { makeKeepAsleep } from "./keep-asleep.ts";
export { makeSnapshot } from "./make-snapshot.ts";
export { makePolicyDesk } from "./policy-desk.ts";
export * from "./ports.ts";
export { makeScheduler } from "./scheduler.ts";
export { makeTendWorkspace, type ScheduleAct } from "./tend-workspace.ts";
export { readCron, windowAt } from "./window-at.ts";
