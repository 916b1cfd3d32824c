import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { PresentState, StateCredential, StateLock, StateStore, StateVersion } from "../../src/state/ports.ts";
import { AT, IDS } from "./samples.ts";

export interface StateStoreUnderTest {
  readonly store: StateStore;
  /** Makes this the present claim of the run, which may be new. */
  claim(runId: string, epoch: number): Promise<void>;
  reset(): Promise<void>;
  close(): Promise<void>;
}

const HERE = [IDS.workspace, "openstack"] as const;

function version(serial: number, text = `state ${serial}`): StateVersion {
  const bytes = Buffer.from(text);
  return {
    ...{ serial, lineage: "lineage-1", md5: `md5 of ${text}`, bytes, sizeBytes: bytes.length },
    ...{ createdAt: new Date(AT), origin: "run", runId: IDS.run, person: null },
    summary: { hasObjects: true, instanceId: "i-1", instanceName: "web" },
  };
}

function lockOf(id: string, runId: string | null = null): StateLock {
  return { id, document: { ID: id, Operation: "OperationTypePlan" }, lockedAt: new Date(AT), runId, person: null };
}

function credentialOf(runId: string, epoch: number, passwordHash = "hash"): StateCredential {
  return { runId, epoch, workspaceId: HERE[0], site: HERE[1], passwordHash };
}

/** What every state store promises; run on the one in memory and on PostgreSQL alike. */
export function stateStoreContract(name: string, open: () => Promise<StateStoreUnderTest>): void {
  describe(name, () => {
    let subject: StateStoreUnderTest;
    let store: StateStore;

    beforeAll(async () => {
      subject = await open();
      store = subject.store;
    });
    beforeEach(() => subject.reset());
    afterAll(() => subject.close());

    test("has nothing at first", async () => {
      expect(await store.current(...HERE)).toBeNull();
      expect(await store.serial(...HERE)).toBeNull();
      expect(await store.lock(...HERE)).toBeNull();
      expect(await store.versions(...HERE)).toEqual([]);
    });

    test("keeps every version, newest first, and gives the newest back byte for byte", async () => {
      for (const serial of [1, 2, 9]) await store.write(...HERE, version(serial), () => "accept");

      const current = await store.current(...HERE);

      expect(Buffer.from(current?.bytes ?? [])).toEqual(Buffer.from("state 9"));
      expect(await store.serial(...HERE)).toBe(9);
      expect((await store.versions(...HERE)).map(({ serial }) => serial)).toEqual([9, 2, 1]);
      const { bytes: _bytes, ...facts } = version(9);
      expect((await store.versions(...HERE))[0]).toEqual(facts);
    });

    test("keeps the sites of a workspace apart", async () => {
      await store.write(...HERE, version(1), () => "accept");
      await store.takeLock(...HERE, lockOf("a"));

      expect(await store.current(IDS.workspace, "cloudstack")).toBeNull();
      expect(await store.takeLock(IDS.workspace, "cloudstack", lockOf("b"))).toBeNull();
    });

    test("stores nothing unless the judge accepts, and shows it the present version and lock", async () => {
      const lock = lockOf("a");
      await store.takeLock(...HERE, lock);
      await store.write(...HERE, version(1), () => "accept");
      const seen: unknown[] = [];

      const refused = await store.write(...HERE, version(2), (now, held) => {
        seen.push(now?.serial, held);
        return "too early";
      });
      const same = await store.write(...HERE, version(1), () => "same");

      expect([refused, same]).toEqual(["too early", "same"]);
      expect(seen).toEqual([1, lock]);
      expect(await store.serial(...HERE)).toBe(1);
    });

    test("gives a lock to one taker and tells the others who has it", async () => {
      const answers = await Promise.all(["a", "b", "c"].map((id) => store.takeLock(...HERE, lockOf(id))));

      const holder = await store.lock(...HERE);
      expect(answers.filter((answer) => answer === null)).toHaveLength(1);
      expect(answers.filter((answer) => answer !== null)).toEqual([holder, holder]);
    });

    test("releases a lock only under its own id, or under none when forced", async () => {
      await store.takeLock(...HERE, lockOf("a"));

      const wrong = await store.releaseLock(...HERE, "b");
      const right = await store.releaseLock(...HERE, "a");
      const again = await store.releaseLock(...HERE, "a");
      await store.takeLock(...HERE, lockOf("c"));
      const forced = await store.releaseLock(...HERE, null);

      expect([wrong, right, again, forced]).toEqual([false, true, false, true]);
      expect(await store.lock(...HERE)).toBeNull();
    });

    test("releases with a run's credential what the run still holds and nothing else", async () => {
      await subject.claim(IDS.run, 1);
      await subject.claim(IDS.group, 1);
      await store.saveCredential(credentialOf(IDS.run, 1));
      await store.saveCredential(credentialOf(IDS.group, 1));
      await store.takeLock(...HERE, lockOf("a", IDS.run));
      await store.takeLock(IDS.workspace, "cloudstack", lockOf("b", IDS.group));

      const removed = await store.removeCredential(IDS.run, 1);

      expect(removed).toBe(true);
      expect(await store.lock(...HERE)).toBeNull();
      expect((await store.lock(IDS.workspace, "cloudstack"))?.id).toBe("b");
    });

    test("forgets a credential with its run, and a second one replaces the first", async () => {
      await subject.claim(IDS.run, 1);
      await store.saveCredential(credentialOf(IDS.run, 1, "hash-1"));
      await store.saveCredential(credentialOf(IDS.run, 1, "hash-2"));

      const known = await store.credential(IDS.run);
      await store.removeCredential(IDS.run, 1);

      expect(known).toEqual({ workspaceId: IDS.workspace, site: "openstack", passwordHash: "hash-2" });
      expect(await store.credential(IDS.run)).toBeNull();
    });

    test("lets a worker that has lost its claim neither open nor close the state", async () => {
      await subject.claim(IDS.run, 2);
      await store.saveCredential(credentialOf(IDS.run, 2, "present"));
      await store.takeLock(...HERE, lockOf("a", IDS.run));

      const opened = await store.saveCredential(credentialOf(IDS.run, 1, "stale"));
      const closed = await store.removeCredential(IDS.run, 1);

      expect([opened, closed]).toEqual([false, false]);
      expect((await store.credential(IDS.run))?.passwordHash).toBe("present");
      expect((await store.lock(...HERE))?.id).toBe("a");
    });

    test("takes no state from a worker that has lost its claim", async () => {
      await subject.claim(IDS.run, 2);

      const stale = await store.write(...HERE, version(1), () => "accept", { runId: IDS.run, epoch: 1 });
      const present = await store.write(...HERE, version(1), () => "accept", { runId: IDS.run, epoch: 2 });

      expect([stale, present]).toEqual(["closed", "accept"]);
      expect(await store.serial(...HERE)).toBe(1);
    });

    test("gives no lock to a run that has lost its right to the state, however late the request arrives", async () => {
      await subject.claim(IDS.run, 1);
      await store.saveCredential(credentialOf(IDS.run, 1));
      await store.removeCredential(IDS.run, 1);

      const taken = await store.takeLock(...HERE, lockOf("late", IDS.run));

      expect(taken).toBe("closed");
      expect(await store.lock(...HERE)).toBeNull();
    });

    test("accepts one of two writers of the same lock that judge by what they see", async () => {
      await store.takeLock(...HERE, lockOf("a"));
      const judge = (now: PresentState | null) => (now === null ? "accept" : "too late");

      const verdicts = await Promise.all([
        store.write(...HERE, version(1, "left"), judge),
        store.write(...HERE, version(2, "right"), judge),
      ]);

      expect(verdicts.sort()).toEqual(["accept", "too late"]);
      expect(await store.versions(...HERE)).toHaveLength(1);
    });

    test("finds any version by its serial, with who wrote it and what overviews show", async () => {
      const person = { id: "ann", name: "Ann" };
      await store.write(...HERE, version(1), () => "accept");
      await store.write(...HERE, { ...version(2), runId: null, person, origin: "desk" }, () => "accept");

      const [first, second] = [await store.version(...HERE, 1), await store.version(...HERE, 2)];

      expect(Buffer.from(first?.bytes ?? [])).toEqual(Buffer.from("state 1"));
      expect(first).toMatchObject({ origin: "run", runId: IDS.run, person: null, sizeBytes: 7 });
      expect(second).toMatchObject({ origin: "desk", runId: null, person });
      expect(second?.summary).toEqual({ hasObjects: true, instanceId: "i-1", instanceName: "web" });
      expect(await store.version(...HERE, 3)).toBeNull();
    });

    test("tells a repeated write from another one under the same serial", async () => {
      await store.write(...HERE, version(1), () => "accept");
      const seen: (boolean | undefined)[] = [];
      const judge = (now: PresentState | null) => {
        seen.push(now?.isRepeated);
        return "seen";
      };

      for (const next of [version(1), version(1, "another"), version(2)]) await store.write(...HERE, next, judge);

      expect(seen).toEqual([true, false, false]);
    });

    test("remembers of a lock that was given back whose it was", async () => {
      const own = { runId: IDS.run, personId: null };
      await subject.claim(IDS.run, 1);
      await store.saveCredential(credentialOf(IDS.run, 1));
      await store.takeLock(...HERE, lockOf("a", IDS.run));
      const before = await store.wasReleased(...HERE, "a", own);
      await store.releaseLock(...HERE, "a");
      await store.takeLock(...HERE, { ...lockOf("b", null), person: { id: "ann", name: "Ann" } });
      await store.releaseLock(...HERE, "b");

      expect(before).toBe(false);
      expect(await store.wasReleased(...HERE, "a", own)).toBe(true);
      expect(await store.wasReleased(...HERE, "a", { runId: IDS.group, personId: null })).toBe(false);
      expect(await store.wasReleased(...HERE, "b", { runId: null, personId: "ann" })).toBe(true);
      expect(await store.wasReleased(...HERE, "b", { runId: null, personId: "ben" })).toBe(false);
      expect(await store.wasReleased(...HERE, "c", own)).toBe(false);
    });

    test("keeps who holds a lock at a desk", async () => {
      const lock = { ...lockOf("a", null), person: { id: "ann", name: "Ann" } };

      await store.takeLock(...HERE, lock);

      expect(await store.lock(...HERE)).toEqual(lock);
      expect(await store.takeLock(...HERE, lockOf("b"))).toEqual(lock);
    });
  });
}
