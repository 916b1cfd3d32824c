export { type AnswerHeartbeatPorts, gateOf, makeAnswerHeartbeat } from "./answer-heartbeat.ts";
export { type BootstrapMachinePorts, makeBootstrapMachine } from "./bootstrap-machine.ts";
export type * from "./ports.ts";
