import type { SiteKey } from "../../../contract/index.ts";

/**
 * What a sealed value is bound to. By workspace and not by owner, so that a workspace can change hands; with serial or
 * run, so that an old or foreign value put in another's place does not open.
 */
export const sealedAs = {
  state: (workspaceId: string, site: SiteKey, serial: number) => `state:${workspaceId}:${site}:${serial}`,
  planFile: (workspaceId: string, runId: string) => `plan-file:${workspaceId}:${runId}`,
  planJson: (workspaceId: string, runId: string) => `plan-json:${workspaceId}:${runId}`,
  terraform: (workspaceId: string, runId: string) => `terraform:${workspaceId}:${runId}`,
  firstBoot: (workspaceId: string, revision: number) => `first-boot:${workspaceId}:${revision}`,
  secretFile: (workspaceId: string, sha256: string) => `secret-file:${workspaceId}:${sha256}`,
  sshCa: (workspaceId: string) => `ssh-ca:${workspaceId}`,
  secondFactor: (userId: string) => `second-factor:${userId}`,
  cloud: (cloudId: string) => `cloud:${cloudId}`,
} as const;
