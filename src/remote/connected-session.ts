import type { AuditEntry } from "../account/index.ts";
import type { MachineSession, SessionEndReason } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { MachineLink } from "./ports.ts";
import type { DeskPorts, OpenedSession } from "./session-desk.ts";
import { whyItEnds } from "./why-it-ends.ts";

/** How soon a person who may no longer is noticed. */
const ASK_AGAIN_MS = 5_000;
/** So often the log hears that the session goes on. */
const RENEW_MS = 5 * 60_000;

export interface SessionEnd {
  readonly reason: SessionEndReason;
  readonly detail: string | null;
}

/** A session that goes on: its link, its limits and its end, which comes once and leaves one line in the audit log. */
export interface ConnectedSession {
  readonly session: MachineSession;
  readonly link: MachineLink;
  /** Resolves when the line of its end is written. */
  readonly ended: Promise<SessionEnd>;
  begin(openLink: () => Promise<MachineLink>): Promise<void>;
  /** Bytes of the person; `active` when they say that somebody is there. */
  noteInput(bytes: number, active: boolean): void;
  noteOutput(bytes: number): void;
  look(now: Date): void;
  end(reason: SessionEndReason, detail: string | null): void;
  /** Called once, at once when the end has come already. */
  onEnd(listener: (end: SessionEnd) => void): void;
}

export function makeConnectedSession(
  { clock, newId, limits, auditIntents, onError }: DeskPorts,
  opened: OpenedSession,
  mayGoOn: () => Promise<boolean>,
  forget: () => void,
): ConnectedSession {
  const begun = clock.now();
  const intentId = newId();
  const session = { ...opened.session, connected: true };
  const times = { connectedAt: begun, lastInputAt: begun, allowedAt: begun };
  const bytes = { fromPerson: 0, toPerson: 0 };
  const listeners: ((end: SessionEnd) => void)[] = [];
  let written: (end: SessionEnd) => void = () => undefined;
  const ended = new Promise<SessionEnd>((resolve) => {
    written = resolve;
  });
  let link: MachineLink | null = null;
  let noted = false;
  let end: SessionEnd | null = null;
  let askedAt = begun;
  let renewedAt = begun;

  function entry(last: SessionEnd | null): AuditEntry {
    const { kind, workspaceId, site, instanceId, target } = session;
    const seconds = Math.round((clock.now().getTime() - begun.getTime()) / 1_000);
    const { principal, origin } = opened;
    return {
      accountId: session.accountId,
      userId: principal.userId,
      userName: principal.name,
      via: principal.via,
      origin,
      action: "machine-session.end",
      object: { kind: "machine-session", id: session.id, name: session.workspaceName },
      outcome: "done",
      detail: {
        ...{ kind, workspaceId, site, instanceId, target },
        ...(last !== null && { reason: last.reason, seconds, bytes: { ...bytes } }),
      },
    };
  }

  async function writeEnd(last: SessionEnd): Promise<void> {
    try {
      if (noted) await auditIntents.end(intentId, entry(last));
    } catch (error) {
      onError(error);
    }
    written(last);
  }

  function finish(reason: SessionEndReason, detail: string | null): void {
    if (end !== null) return;
    end = { reason, detail };
    forget();
    link?.close();
    for (const listener of listeners) listener(end);
    void writeEnd(end);
  }

  async function askWhetherAllowed(now: Date): Promise<void> {
    askedAt = now;
    try {
      if (await mayGoOn()) times.allowedAt = clock.now();
      else finish("rights-ended", null);
    } catch (error) {
      onError(error);
    }
  }

  return {
    session,
    get link() {
      if (link === null) throw new AppError("internal", "The session is not connected yet.");
      return link;
    },
    ended,
    async begin(openLink) {
      await auditIntents.begin(intentId, entry(null));
      noted = true;
      link = await openLink();
      if (end !== null) link.close();
    },
    noteInput(count, active) {
      bytes.fromPerson += count;
      if (active) times.lastInputAt = clock.now();
    },
    noteOutput(count) {
      bytes.toPerson += count;
    },
    look(now) {
      const reason = whyItEnds(times, now, limits);
      if (reason !== null) return finish(reason, null);
      if (now.getTime() - renewedAt.getTime() >= RENEW_MS) {
        renewedAt = now;
        auditIntents.renew(intentId).catch(onError);
      }
      if (now.getTime() - askedAt.getTime() >= ASK_AGAIN_MS) void askWhetherAllowed(now);
    },
    end: finish,
    onEnd(listener) {
      if (end === null) listeners.push(listener);
      else listener(end);
    },
  };
}
