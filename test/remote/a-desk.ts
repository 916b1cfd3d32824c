import type { AuditEntry, Principal } from "../../src/account/index.ts";
import type { MachineSessionTicket } from "../../src/contract/index.ts";
import {
  type ConnectedSession,
  type LinkListener,
  type MachineLink,
  makeSessionDesk,
  type SessionLimits,
} from "../../src/remote/index.ts";

/** A link that a test talks through. */
export interface FakeLink extends MachineLink {
  listener: LinkListener | null;
  readonly written: string[];
  readonly sizes: string[];
  closed: boolean;
  paused: boolean;
}

export function fakeLink(): FakeLink {
  const link: FakeLink = {
    listener: null,
    written: [],
    sizes: [],
    closed: false,
    paused: false,
    start(listener) {
      link.listener = listener;
    },
    write(bytes) {
      link.written.push(Buffer.from(bytes).toString("utf8"));
      return true;
    },
    pause() {
      link.paused = true;
    },
    resume() {
      link.paused = false;
    },
    resize: ({ columns, rows }) => void link.sizes.push(`${columns}x${rows}`),
    close() {
      if (link.closed) return;
      link.closed = true;
      link.listener?.onEnd({ reason: "machine-ended", detail: null });
    },
  };
  return link;
}

export const PLACE = { workspaceId: "11111111-1111-4111-8111-111111111111", site: "openstack" } as const;

/** A desk whose time passes as a test says. */
export function openDesk(limits: Partial<SessionLimits> = {}) {
  const time = { now: new Date("2026-11-21T12:00:00Z") };
  const begun: AuditEntry[] = [];
  const entries: AuditEntry[] = [];
  const renewed: string[] = [];
  let look: () => void = () => undefined;
  const made: string[] = [];
  const next = (): string => String(made.push("one more"));
  const desk = makeSessionDesk({
    clock: { now: () => time.now },
    timers: {
      after: () => () => undefined,
      every(_ms, call) {
        look = call;
        return () => undefined;
      },
      pause: async () => undefined,
    },
    newId: () => `00000000-0000-4000-8000-${next().padStart(12, "0")}`,
    newToken: () => `ticket-${next()}`,
    sha256: (text) => `sha256 of ${text}`,
    limits: { idleMs: 900_000, longestMs: 3_600_000, perPerson: 4, inAll: 10, ...limits },
    auditIntents: {
      begin: async (_id, entry) => void begun.push(entry),
      end: async (_id, entry) => void entries.push(entry),
      renew: async (id) => void renewed.push(id),
    },
    onError: () => undefined,
  });
  const principal: Principal = {
    ...{ accountId: "ann", userId: "ann", name: "Ann", role: "owner", siteAdmin: false, scope: "manage" },
    via: "session",
  };

  function open(by: Principal = principal): MachineSessionTicket {
    const origin = { remoteAddress: "192.0.2.1", requestId: null, userAgent: "" };
    const facts = {
      kind: "terminal" as const,
      ...{ ...PLACE, workspaceName: "web", accountId: by.accountId, instanceId: "i-1" },
      ...{ target: "198.51.100.7", userId: by.userId, userName: by.name, remoteAddress: origin.remoteAddress },
    };
    const target = { kind: "terminal", address: facts.target, loginName: "ann", hint: null } as const;
    return desk.open(facts, { principal: by, origin }, target);
  }

  return {
    desk,
    principal,
    begun,
    entries,
    renewed,
    open,
    /** Lets time go by and the desk look. */
    pass(ms: number): void {
      time.now = new Date(time.now.getTime() + ms);
      look();
    },
    async connect(mayGoOn: () => Promise<boolean> = async () => true): Promise<{
      readonly session: ConnectedSession;
      readonly link: FakeLink;
    }> {
      const link = fakeLink();
      const { session, ticket } = open();
      const opened = desk.take(principal, session.id, ticket);
      return { session: await desk.connect(opened, async () => link, mayGoOn), link };
    },
  };
}
