import type { HeartbeatRequest, Requirement, Role, SiteKey } from "../contract/index.ts";

/** What the service knows of the machine of a site. */
export interface MachineRecord {
  readonly workspaceId: string;
  readonly site: SiteKey;
  readonly tokenHash: string;
  readonly hostKeys: readonly string[];
  readonly bootstrappedAt: Date;
}

/** What the gate is decided from. */
export interface MachineDuty {
  readonly role: Role;
  readonly protected: boolean;
}

export interface BootstrapMaterial {
  readonly requirement: Requirement;
  /** Contents of secret files by their SHA-256. */
  readonly secretContents: ReadonlyMap<string, string>;
}

export interface MachineStore {
  /**
   * Uses up the bootstrap token and records the machine, in one transaction.
   * A used token works again only after a later run has created or replaced the machine of this site.
   *
   * @throws AppError `not-authenticated` when the token is not this site's, or is used up
   */
  admit(machine: MachineRecord, bootstrapTokenHash: string): Promise<BootstrapMaterial>;
  /** The machine that holds this token; null when there is none. */
  findByToken(workspaceId: string, site: SiteKey, tokenHash: string): Promise<MachineDuty | null>;
  recordHeartbeat(beat: HeartbeatRequest, at: Date): Promise<void>;
}
