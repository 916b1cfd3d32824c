import type pg from "pg";
import {
  makeLinks,
  makeMakeLink,
  makeResetPassword,
  makeUsers,
  type NoteAudit,
  type Principal,
} from "../../src/account/index.ts";
import { makeAccessLinkStore } from "../../src/adapters/postgres/access-link-store.ts";
import { makeNoteAudit } from "../../src/adapters/postgres/note-audit.ts";
import { inOneTransaction } from "../../src/adapters/postgres/one-transaction.ts";
import { makePersonStore } from "../../src/adapters/postgres/person-store.ts";
import { removeSecondFactor } from "../../src/adapters/postgres/second-factor-store.ts";
import { makeSessionStore } from "../../src/adapters/postgres/session-store.ts";
import { makeUserStore } from "../../src/adapters/postgres/user-store.ts";
import { makeSecrets } from "../../src/adapters/secrets/secrets.ts";
import type { HandedLink, User, UserRequest } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import { systemClock } from "./system-time.ts";

/** What whoever is on the machine may do with people. Each act and its line in the audit log are one transaction. */
export interface AdminPeople {
  list(search: string | undefined): Promise<readonly User[]>;
  /** By handle, e-mail address or id. Throws AppError: not-found. */
  find(who: string): Promise<User>;
  /** Throws AppError: name-taken. */
  create(request: UserRequest): Promise<User>;
  handOutLink(user: User): Promise<HandedLink>;
  secondFactorOff(user: User): Promise<void>;
  /** Ends sessions and API tokens. Throws AppError: last-admin. */
  suspend(user: User): Promise<void>;
  unsuspend(user: User): Promise<void>;
  /** Throws AppError: last-admin. */
  setSiteAdmin(user: User, siteAdmin: boolean): Promise<void>;
  /** Answers how many sessions were open. */
  endSessions(user: User): Promise<number>;
}

/** One page of a site with more people than one reads on a screen. */
const PAGE = 500;
const ORIGIN = { remoteAddress: null, requestId: null, userAgent: "twinstack admin" };

/** @param operator the operating system's name of whoever runs the command */
export function adminPeople(pool: pg.Pool, operator: string, publicUrl: () => string): AdminPeople {
  const principal: Principal = {
    ...{ accountId: "operator", userId: "operator", name: `${operator} on the machine` },
    ...{ role: "owner", siteAdmin: true, scope: "manage", via: "service" },
  };
  const users = usersOf(pool);

  /** The act says what it did; nothing of it stays when the line cannot be written. */
  function noted<T>(action: string, user: User, act: (shared: pg.Pool) => Promise<T>): Promise<T> {
    return inOneTransaction(pool, async (shared) => {
      const answer = await act(shared);
      await makeNoteAudit(shared)(lineOf(principal, action, user, typeof answer === "number" ? { ended: answer } : {}));
      return answer;
    });
  }

  return {
    list: (search) => users.page(principal, search, PAGE, null),

    async find(who) {
      const wanted = who.toLowerCase();
      const { rows } = await pool.query<{ id: string }>(
        `select account.id from account join person on person.account_id = account.id
          where account.id = $1 or account.handle = $2 or lower(person.email) = $2`,
        [who, wanted],
      );
      if (rows[0] === undefined) throw new AppError("not-found", `There is no person "${who}".`);
      return users.find(principal, rows[0].id);
    },

    create: (request) =>
      inOneTransaction(pool, async (shared) => {
        const made = await usersOf(shared).create(principal, request);
        await makeNoteAudit(shared)(lineOf(principal, "createUser", made, {}));
        return made;
      }),

    handOutLink: (user) => inOneTransaction(pool, (shared) => linkFor(shared, principal, user, publicUrl)),

    secondFactorOff: (user) =>
      noted("second-factor.reset", user, async (shared) => {
        await removeSecondFactor(shared, user.id);
        return makeSessionStore(shared).endAll(user.id, null);
      }).then(() => undefined),

    suspend: (user) =>
      noted("suspendUser", user, async (shared) => void (await usersOf(shared).suspend(principal, user.id))),
    unsuspend: (user) =>
      noted("unsuspendUser", user, async (shared) => void (await usersOf(shared).unsuspend(principal, user.id))),
    setSiteAdmin: (user, siteAdmin) =>
      noted(siteAdmin ? "makeSiteAdmin" : "removeSiteAdmin", user, async (shared) => {
        await usersOf(shared).setSiteAdmin(principal, user.id, siteAdmin);
      }),
    endSessions: (user) => noted("session.end-all", user, (shared) => makeSessionStore(shared).endAll(user.id, null)),
  };
}

function usersOf(pool: pg.Pool) {
  return makeUsers({ store: makeUserStore(pool), clock: systemClock, newId: makeSecrets().newId });
}

function linkFor(shared: pg.Pool, principal: Principal, user: User, publicUrl: () => string): Promise<HandedLink> {
  const linkStore = makeAccessLinkStore(shared);
  const secrets = makeSecrets();
  const resetPassword = makeResetPassword({
    people: makePersonStore(shared),
    sessions: makeSessionStore(shared),
    ...{ linkStore, secrets, clock: systemClock, links: makeLinks(publicUrl) },
    makeLink: makeMakeLink({ links: linkStore, secrets, clock: systemClock }),
    noteAudit: makeNoteAudit(shared),
    // What only following the link needs.
    ...{ passwords: { hash: notHere }, followLink: notHere, attempts: NO_ATTEMPTS, post: NO_POST },
  });
  return resetPassword.handOut(principal, user.id, ORIGIN);
}

async function notHere(): Promise<never> {
  throw new AppError("internal", "A link is made here, never followed.");
}

const NO_ATTEMPTS = { allow: notHere, mayTry: notHere, forget: notHere };
const NO_POST = { canSend: false, later: () => undefined };

function lineOf(
  principal: Principal,
  action: string,
  user: User,
  detail: Readonly<Record<string, unknown>>,
): Parameters<NoteAudit>[0] {
  return {
    accountId: user.id,
    ...{ userId: principal.userId, userName: principal.name, via: principal.via, origin: ORIGIN, action },
    object: { kind: "user", id: user.id, name: user.handle },
    ...{ outcome: "done", detail },
  };
}
