export type * from "./event-ports.ts";
export { locateMachines } from "./locate-machines.ts";
export type * from "./ports.ts";
export { standingSites } from "./standing-sites.ts";
export { summarizeWorkspace } from "./summarize-workspace.ts";
export { tellEvent } from "./tell-event.ts";
