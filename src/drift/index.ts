export { makeCheckSites } from "./check-sites.ts";
export { classifyChange } from "./classify-change.ts";
export { driftLetter } from "./drift-letter.ts";
export { makeDriftWatch } from "./drift-watch.ts";
export { onACopy } from "./on-a-copy.ts";
export type * from "./ports.ts";
