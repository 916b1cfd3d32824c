export { chooseExternalNetwork, chooseNetworkOffering } from "./choose-network.ts";
export { SERVICE_ACCOUNT } from "./cloud-init/mobility-files.ts";
export type { CloudOffer } from "./cloud-offer.ts";
export { type CompileInput, compilePlan } from "./compile-plan.ts";
export { makePrepareRevision, type Submission } from "./prepare-revision.ts";
export type { StandingSite } from "./site-context.ts";
