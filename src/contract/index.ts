export * from "./cloud.ts";
export * from "./machine.ts";
export * from "./plan.ts";
export * from "./problem.ts";
export * from "./requirement.ts";
export * from "./run.ts";
export * from "./site-outputs.ts";
export * from "./workspace.ts";
