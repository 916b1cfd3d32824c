export { equalsInConstantTime } from "./check-credential.ts";
export { judgeWrite } from "./judge-write.ts";
export type * from "./ports.ts";
export { managedCount, readIdentity, readOutputs } from "./read-state.ts";
export { makeStateAccess, type StateAccessPorts } from "./state-access.ts";
export {
  MAX_STATE_BYTES,
  makeStateBackend,
  type StateAnswer,
  type StateBackend,
  type StateBackendPorts,
  type StateRequest,
} from "./state-backend.ts";
export { makeStateFacts, type StateFacts } from "./state-facts.ts";
