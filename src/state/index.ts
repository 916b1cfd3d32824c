export type * from "./ports.ts";
export { managedCount, readOutputs } from "./read-state.ts";
export { makeStateAccess } from "./state-access.ts";
export type { StateAnswer } from "./state-answer.ts";
export {
  MAX_STATE_BYTES,
  makeStateBackend,
  type StateBackend,
  type StateRequest,
} from "./state-backend.ts";
export { makeStateFacts } from "./state-facts.ts";
export { makeStateHistory } from "./state-history.ts";
