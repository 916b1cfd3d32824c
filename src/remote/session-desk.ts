import type { AuditIntents, Principal, RequestOrigin } from "../account/index.ts";
import type { MachineSession, MachineSessionTicket, SessionEndReason } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Timers } from "../kernel/timers.ts";
import { type ConnectedSession, makeConnectedSession } from "./connected-session.ts";
import type { ConsoleAddress, MachineLink, SessionFilter, SessionLimits } from "./ports.ts";

/** Where a session leads; chosen when it was opened, so that nothing a client says later changes it. */
export type SessionTarget =
  | { readonly kind: "terminal"; readonly address: string; readonly loginName: string; readonly hint: string | null }
  | { readonly kind: "console"; readonly address: ConsoleAddress };

export interface Opener {
  readonly principal: Principal;
  readonly origin: RequestOrigin;
}

export interface OpenedSession extends Opener {
  readonly session: MachineSession;
  readonly target: SessionTarget;
}

type NewSession = Omit<MachineSession, "id" | "openedAt" | "connected" | "endsAt">;

export interface DeskPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly newId: () => string;
  /** 256 random bits. */
  readonly newToken: () => string;
  readonly sha256: (text: string) => string;
  readonly limits: SessionLimits;
  readonly auditIntents: AuditIntents & {
    /** Says that an act goes on: one of which nothing is heard for half an hour counts as that of a dead service. */
    renew(id: string): Promise<void>;
  };
  /** Something that nobody waits for went wrong. */
  readonly onError: (error: unknown) => void;
}

interface Waiting extends OpenedSession {
  readonly ticketHash: string;
  readonly usableUntil: Date;
}

const TICKET_MS = 60_000;
const LOOK_EVERY_MS = 500;

/** All machine sessions of this process: those whose ticket waits, and those that go on. */
export function makeSessionDesk(ports: DeskPorts) {
  const { clock, timers, limits } = ports;
  const waiting = new Map<string, Waiting>();
  const connected = new Map<string, ConnectedSession>();
  let closed: SessionEndReason | null = null;
  const stopLooking = timers.every(LOOK_EVERY_MS, look);

  function look(): void {
    const now = clock.now();
    for (const [id, { usableUntil }] of waiting) if (usableUntil <= now) waiting.delete(id);
    for (const session of connected.values()) session.look(now);
  }

  function count(userId?: string): number {
    const all = [...waiting.values(), ...connected.values()];
    return all.filter(({ session }) => userId === undefined || session.userId === userId).length;
  }

  function refuseTooMany({ userId }: Principal): void {
    look();
    if (count(userId) >= limits.perPerson) throw tooMany(`You have ${limits.perPerson} open, which is the limit.`);
    if (count() >= limits.inAll) throw tooMany(`${limits.inAll} are open on the whole site, which is the limit.`);
  }

  function find(sessionId: string): MachineSession | null {
    return (waiting.get(sessionId) ?? connected.get(sessionId))?.session ?? null;
  }

  return {
    find,
    /** Throws AppError: too-many-machine-sessions, shutting-down. */
    refuseTooMany(principal: Principal): void {
      if (closed !== null) throw new AppError("shutting-down", "The service opens no more sessions.");
      refuseTooMany(principal);
    },

    /** Throws AppError: too-many-machine-sessions, shutting-down. */
    open(facts: NewSession, opener: Opener, target: SessionTarget): MachineSessionTicket {
      this.refuseTooMany(opener.principal);
      const now = clock.now();
      const ticket = ports.newToken();
      const usableUntil = new Date(now.getTime() + TICKET_MS);
      const session: MachineSession = {
        ...facts,
        id: ports.newId(),
        openedAt: now.toISOString(),
        connected: false,
        endsAt: new Date(now.getTime() + limits.longestMs).toISOString(),
      };
      waiting.set(session.id, { ...opener, session, target, ticketHash: ports.sha256(ticket), usableUntil });
      return {
        session,
        ticket,
        path: `/api/v1/workspaces/${session.workspaceId}/machine-sessions/${session.id}/stream`,
        usableUntil: usableUntil.toISOString(),
        idleSeconds: Math.round(limits.idleMs / 1_000),
        login: target.kind === "terminal" ? target.loginName : null,
      };
    },

    /** Uses the ticket up, whoever brings it. Throws AppError("ticket-not-valid"). */
    take(by: Pick<Principal, "userId" | "accountId">, sessionId: string, ticket: string): OpenedSession {
      look();
      const found = waiting.get(sessionId);
      waiting.delete(sessionId);
      const isTheirs = found?.principal.userId === by.userId && found.session.accountId === by.accountId;
      if (found === undefined || !isTheirs || found.ticketHash !== ports.sha256(ticket) || closed !== null) {
        throw new AppError("ticket-not-valid", "The ticket was used before, is too old, or is another person's.");
      }
      return found;
    },

    /** From now on the session counts; its line in the audit log is certain before anything reaches the machine. */
    async connect(
      opened: OpenedSession,
      openLink: () => Promise<MachineLink>,
      mayGoOn: () => Promise<boolean>,
    ): Promise<ConnectedSession> {
      const { id } = opened.session;
      const session = makeConnectedSession(ports, opened, mayGoOn, () => connected.delete(id));
      connected.set(id, session);
      try {
        await session.begin(openLink);
      } catch (error) {
        session.end("failed", null);
        throw error;
      }
      if (closed !== null) session.end(closed, null);
      return session;
    },

    list({ accountId, workspaceId }: SessionFilter): readonly MachineSession[] {
      look();
      return [...waiting.values(), ...connected.values()]
        .map(({ session }) => session)
        .filter((session) => accountId === undefined || session.accountId === accountId)
        .filter((session) => workspaceId === undefined || session.workspaceId === workspaceId)
        .sort((a, b) => (a.openedAt < b.openedAt ? -1 : 1));
    },

    /** Does nothing to a session that is not there any more. */
    end(sessionId: string, reason: SessionEndReason): void {
      waiting.delete(sessionId);
      connected.get(sessionId)?.end(reason, null);
    },

    /** Ends everything and opens nothing more; resolves when every line is written. */
    async close(reason: SessionEndReason): Promise<void> {
      closed = reason;
      stopLooking();
      waiting.clear();
      const all = [...connected.values()];
      for (const session of all) session.end(reason, null);
      await Promise.all(all.map((session) => session.ended));
    },
  };
}

export type SessionDesk = ReturnType<typeof makeSessionDesk>;

function tooMany(detail: string): AppError {
  return new AppError("too-many-machine-sessions", detail);
}
