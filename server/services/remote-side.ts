import type { Principal, RequestOrigin } from "../../src/account/ports.ts";
import type {
  MachineSession,
  MachineSessionKind,
  MachineSessionTicket,
  SessionEndReason,
  SiteKey,
} from "../../src/contract/index.ts";
import type { ConnectedSession, OpenedSession, ScreenSize } from "../../src/remote/index.ts";

/** Terminals and consoles of machines, for the routes. */
export interface RemoteServices {
  /** Throws AppError: not-found, machine-session-unavailable, too-many-machine-sessions, ssh-missing, cloud-…. */
  open(
    opener: { readonly principal: Principal; readonly origin: RequestOrigin },
    kind: MachineSessionKind,
    place: { readonly workspaceId: string; readonly site: SiteKey },
  ): Promise<MachineSessionTicket>;
  /** Uses the ticket up. Throws AppError("ticket-not-valid"). */
  take(principal: Principal, sessionId: string, ticket: string): OpenedSession;
  connect(opened: OpenedSession, size: ScreenSize, mayGoOn: () => Promise<boolean>): Promise<ConnectedSession>;
  list(filter: { readonly accountId?: string; readonly workspaceId?: string }): readonly MachineSession[];
  /** Null when it is not there any more. */
  find(sessionId: string): MachineSession | null;
  end(sessionId: string, reason: SessionEndReason): void;
}
