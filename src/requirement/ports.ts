import type { Requirement, Revision } from "../contract/index.ts";

/** The identity of a workspace, without anything derived. */
export interface WorkspaceRecord {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Content of a secret file, kept apart from the requirement until the machine fetches it. */
export interface SecretFile {
  readonly path: string;
  readonly content: string;
  readonly sha256: string;
}

/** Workspaces and their revisions. A store answers only for the owner it is asked for. */
export interface WorkspaceStore {
  findByName(ownerId: string, name: string): Promise<WorkspaceRecord | null>;
  find(ownerId: string, id: string): Promise<WorkspaceRecord | null>;
  list(ownerId: string): Promise<readonly WorkspaceRecord[]>;
  /** Throws AppError("name-taken") when the owner already has a workspace of that name. */
  create(workspace: WorkspaceRecord, first: Revision, access: WorkspaceSecrets): Promise<void>;
  /**
   * Throws AppError("revision-conflict") unless the latest revision is `revision.number - 1`.
   * `bootstrapTokenHashes` has an entry (site → SHA-256 of the token) only for a site whose machine will be made anew:
   * it replaces that site's old hash, which the machine now standing has already spent.
   */
  addRevision(
    revision: Revision,
    secretFiles: readonly SecretFile[],
    bootstrapTokenHashes?: Readonly<Record<string, string>>,
  ): Promise<void>;
  /** The public half of the workspace's SSH certificate authority; null when there is no such workspace. */
  caPublicKey(workspaceId: string): Promise<string | null>;
  latestRevision(workspaceId: string): Promise<Revision | null>;
  revision(workspaceId: string, number: number): Promise<Revision | null>;
  revisions(
    workspaceId: string,
  ): Promise<readonly Pick<Revision, "number" | "createdAt" | "createdBy" | "operationId">[]>;
  /** `mayGo` judges, by throwing, while no run can be started on the workspace. */
  remove(ownerId: string, id: string, mayGo: () => Promise<void>): Promise<void>;
}

/** Secrets made once per workspace. Only hashes of tokens are stored; the CA's private key is for issuing certificates later. */
export interface WorkspaceSecrets {
  readonly caPublicKey: string;
  readonly caPrivateKey: string;
  readonly bootstrapTokenHashes: Readonly<Record<string, string>>;
  readonly secretFiles: readonly SecretFile[];
}

export interface KeyPair {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** Cryptography that slices may not do themselves. */
export interface Secrets {
  /** SHA-512 crypt(3) hash (`$6$…`) that Linux accepts in /etc/shadow. */
  hashPassword(plain: string): Promise<string>;
  /** Whether `plain` has this `$6$…` hash; false for a hash of any other kind. */
  verifyPassword(plain: string, hash: string): Promise<boolean>;
  /** Ed25519, OpenSSH formats. */
  generateKeyPair(comment: string): Promise<KeyPair>;
  /** 256 random bits, base64url. */
  generateToken(): string;
  /** Lower-case hex. */
  sha256(text: string): string;
  newId(): string;
}

/** Reads YAML into plain values; throws AppError("malformed-body") on syntax errors and alias bombs. */
export type ParseYaml = (text: string) => unknown;
export type RenderYaml = (value: unknown) => string;
export type { Requirement };
