export { checkRequirement } from "./check-requirement.ts";
export { findOs, type KnownOs, OPERATING_SYSTEMS, type PackageKind, releaseOf } from "./operating-systems.ts";
export type { ParseYaml, Secrets, WorkspaceRecord, WorkspaceStore } from "./ports.ts";
export { PROFILES } from "./profiles.ts";
export { type ResolvedRequirement, resolveRequirement } from "./resolve-requirement.ts";
export type { ResolvedRequest } from "./resolved-request.ts";
export { chosenVersion, isDefaultVersion, RUNTIME_VERSIONS } from "./runtime-versions.ts";
export { sameRequirement } from "./same-requirement.ts";
export { sameValue } from "./same-value.ts";
