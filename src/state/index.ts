export type * from "./ports.ts";
export { managedCount, readOutputs } from "./read-state.ts";
export { makeStateAccess } from "./state-access.ts";
export {
  MAX_STATE_BYTES,
  makeStateBackend,
  type StateAnswer,
  type StateBackend,
  type StateRequest,
} from "./state-backend.ts";
export { makeStateFacts } from "./state-facts.ts";
