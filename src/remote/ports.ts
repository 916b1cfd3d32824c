import type { ConsoleSight } from "../cloud/index.ts";
import type { SessionEndReason, SiteKey } from "../contract/index.ts";

/** A machine as a session needs to know it: everything from what the service itself knows, nothing from a client. */
export interface RemoteMachine {
  readonly workspaceId: string;
  readonly workspaceName: string;
  readonly site: SiteKey;
  readonly cloudId: string;
  readonly sandbox: boolean;
  /** Null where nothing was made. */
  readonly instanceId: string | null;
  /** What the cloud says now; null when it does not answer. */
  readonly powerState: string | null;
  /** The public address first. */
  readonly addresses: readonly string[];
  /** The account of the person who asked for the machine. */
  readonly loginName: string;
  /** Whether the machine's own rules let SSH in from anywhere. */
  readonly letsSshIn: boolean;
}

export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

export interface LinkEnd {
  readonly reason: SessionEndReason;
  /** What the other side said, without secrets; null when it said nothing. */
  readonly detail: string | null;
}

/** Bytes to and from a machine. Nothing is read before `start`. */
export interface MachineLink {
  /** Called once, before anything else. */
  start(listener: LinkListener): void;
  /** false: wait for `onDrain` before more is written. */
  write(bytes: Uint8Array): boolean;
  pause(): void;
  resume(): void;
  /** Does nothing on a console. */
  resize(size: ScreenSize): void;
  /** Safe to repeat; `onEnd` follows. */
  close(): void;
}

export interface LinkListener {
  onBytes(bytes: Uint8Array): void;
  onDrain(): void;
  /** Once; every process and file of the link is gone then. */
  onEnd(end: LinkEnd): void;
}

export interface ShellRequest {
  readonly sessionId: string;
  readonly workspaceId: string;
  readonly site: SiteKey;
  readonly instanceId: string;
  readonly address: string;
  readonly loginName: string;
  readonly size: ScreenSize;
}

/** Opens a shell on a machine by SSH. Throws AppError: ssh-missing. */
export type OpenShell = (request: ShellRequest) => Promise<MachineLink>;

/**
 * Where a cloud shows a machine's screen. The address holds a secret: it stays in the process. `apiUrl` and
 * `caCertificate` are those of the cloud's registration.
 */
export type ConsoleAddress = ConsoleSight;

/** Asks the cloud for a console. Throws AppError: machine-session-unavailable where it offers none, cloud-…. */
export type AskConsole = (cloudId: string, instanceId: string) => Promise<ConsoleAddress>;

/** Connects to a console that was asked for. */
export type OpenScreen = (address: ConsoleAddress) => Promise<MachineLink>;

/** Refuses a console whose address the service must not connect to. Throws AppError: machine-session-unavailable. */
export type CheckConsole = (address: ConsoleAddress) => Promise<void>;

/** Host keys of machines, and the authority that their SSH servers trust. */
export interface ShellStore {
  /** OpenSSH private key of the workspace's certificate authority; null when there is no such workspace. */
  authority(workspaceId: string): Promise<string | null>;
  /** What the machine reported at its first boot, else what it showed first; empty when neither is known. */
  hostKeys(workspaceId: string, site: SiteKey, instanceId: string): Promise<readonly string[]>;
  /** Keeps what a machine showed at the first connection; what is kept already stays. */
  keepHostKeys(workspaceId: string, site: SiteKey, instanceId: string, keys: readonly string[]): Promise<void>;
}

/** Limits of sessions; times in milliseconds. */
export interface SessionLimits {
  readonly idleMs: number;
  readonly longestMs: number;
  readonly perPerson: number;
  readonly inAll: number;
}

export interface SessionFilter {
  /** Left out: of all accounts. */
  readonly accountId?: string;
  readonly workspaceId?: string;
}
