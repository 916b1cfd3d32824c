import { createHash, randomBytes, randomUUID } from "node:crypto";
import type pg from "pg";
import { makePersonStore } from "../../src/adapters/postgres/person-store.ts";
import { makeSessionStore } from "../../src/adapters/postgres/session-store.ts";

const HOUR_MS = 3_600_000;
const AT_ONCE = 10;
/** Sessions note their use once a minute; people who have long been at work are spread over it. */
const LAST_MINUTE_MS = 60_000;

export interface SignedInPerson {
  readonly accountId: string;
  readonly cookie: string;
}

/** People with an open session each, as their browsers hold it. */
export async function addSignedInPeople(pool: pg.Pool, count: number): Promise<readonly SignedInPerson[]> {
  const people = makePersonStore(pool);
  const sessions = makeSessionStore(pool);

  async function add(index: number): Promise<SignedInPerson> {
    const accountId = randomUUID();
    const handle = `person-${index}`;
    const email = `${handle}@example.org`;
    const facts = { accountId, handle, name: handle, email, emailConfirmedAt: new Date(), locale: "en" };
    await people.create({ ...facts, passwordHash: null });
    const sessionId = randomBytes(32).toString("base64url");
    const createdAt = new Date(Date.now() - (LAST_MINUTE_MS * index) / count);
    await sessions.create({
      ...{ idHash: createHash("sha256").update(sessionId).digest("hex"), userId: accountId, createdAt },
      ...{ idleUntil: new Date(Date.now() + HOUR_MS), absoluteUntil: new Date(Date.now() + HOUR_MS) },
      ...{ secondFactor: false, awaitsSecondFactor: false, remoteAddress: "127.0.0.1", userAgent: "bench" },
    });
    return { accountId, cookie: `twinstack-session=${sessionId}` };
  }

  // No more at once than the pool has connections: who waits for one too long is turned away.
  const added: SignedInPerson[] = [];
  while (added.length < count) {
    const batch = Array.from({ length: Math.min(AT_ONCE, count - added.length) }, (_, n) => add(added.length + n));
    added.push(...(await Promise.all(batch)));
  }
  return added;
}
