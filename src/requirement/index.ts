export { type CheckDeps, checkRequirement } from "./check-requirement.ts";
export { jsonPointer } from "./json-pointer.ts";
export { findOs, type KnownOs, OPERATING_SYSTEMS, type PackageKind, releaseOf } from "./operating-systems.ts";
export type {
  KeyPair,
  ParseYaml,
  RenderYaml,
  SecretFile,
  Secrets,
  WorkspaceRecord,
  WorkspaceSecrets,
  WorkspaceStore,
} from "./ports.ts";
export { findProfile, PROFILES } from "./profiles.ts";
export { type ResolvedRequirement, resolveRequirement } from "./resolve-requirement.ts";
export type { ResolvedRequest } from "./resolved-request.ts";
export { chosenVersion, isDefaultVersion, RUNTIME_VERSIONS } from "./runtime-versions.ts";
export { sameRequirement } from "./same-requirement.ts";
export { sameValue } from "./same-value.ts";
