import type { Requirement, SiteKey } from "../../contract/index.ts";

/** What first boot of one site's machine is made from. */
export interface BootInput {
  readonly requirement: Requirement;
  readonly workspaceId: string;
  readonly site: SiteKey;
  /** Public key of the workspace's SSH certificate authority, one OpenSSH line. */
  readonly caPublicKey: string;
  /** Null when machines cannot reach the service; then there is no agent and there are no secret files. */
  readonly agent: { readonly publicUrl: string; readonly bootstrapToken: string } | null;
}
