export { makeCancelPower } from "./cancel-power.ts";
export type * from "./ports.ts";
export { makePowerWorker, type PowerWorker } from "./power-worker.ts";
export { presentPower } from "./present-power.ts";
export { makeRequestPower } from "./request-power.ts";
