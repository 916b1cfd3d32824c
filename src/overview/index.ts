export { locateMachines } from "./locate-machines.ts";
export type * from "./ports.ts";
export { summarizeWorkspace } from "./summarize-workspace.ts";
