export type * from "./event-ports.ts";
export { locateMachines } from "./locate-machines.ts";
export type * from "./ports.ts";
export { summarizeWorkspace } from "./summarize-workspace.ts";
export { tellEvent } from "./tell-event.ts";
