export type { CloudOffer } from "./cloud-offer.ts";
export { type CompileInput, compilePlan } from "./compile-plan.ts";
export type { TextTools } from "./ports.ts";
export {
  makePrepareRevision,
  type PrepareRevision,
  type PrepareRevisionPorts,
  type Submission,
  type SubmitRequest,
} from "./prepare-revision.ts";
