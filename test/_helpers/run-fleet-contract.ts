import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { RunRecord, WorkerRecord } from "../../src/run/ports.ts";
import { sampleRun } from "./run-records.ts";
import type { RunStoreUnderTest } from "./run-store-contract.ts";
import { IDS } from "./samples.ts";

const WORKER: WorkerRecord = {
  id: "a",
  hostId: "here",
  hostName: "alpha",
  version: "1.2.3",
  concurrency: 4,
  stopping: false,
};
const OTHER = { ownerId: "other", workspaceId: IDS.otherWorkspace } as const;
const LEASE = 10;

/** What every run store promises about workers, turns and announcements; two accounts exist. */
export function runFleetContract(name: string, open: () => Promise<RunStoreUnderTest>): void {
  describe(name, () => {
    let subject: RunStoreUnderTest;

    beforeAll(async () => {
      subject = await open();
    });
    beforeEach(() => subject.reset());
    afterAll(() => subject.close());

    /** A run that never is in another one's way: each on a site of its own. */
    function aRun(overrides: Partial<RunRecord> = {}): RunRecord {
      siteCount += 1;
      return sampleRun({ site: `site-${siteCount}` as RunRecord["site"], ...overrides });
    }
    let siteCount = 0;

    async function add(overrides: Partial<RunRecord> = {}): Promise<RunRecord> {
      const run = aRun(overrides);
      await subject.store.create([run]);
      return run;
    }

    async function claimAll(workerId = "a", hostId = "here"): Promise<readonly string[]> {
      const ids: string[] = [];
      for (;;) {
        const claim = await subject.store.claimNext(workerId, LEASE, hostId);
        if (claim === null) return ids;
        ids.push(claim.run.id);
      }
    }

    async function applying(): Promise<RunRecord> {
      const run = await add({ status: "confirmed" });
      const claim = await subject.store.claimNext("a", LEASE, "here");
      await subject.store.transition(run.id, "confirmed", "applying", {}, claim?.epoch);
      return run;
    }

    async function factsOf(run: RunRecord) {
      return (await subject.queue.waiting([run.id])).get(run.id);
    }

    test("takes the owners' runs in turns, whoever came first with however many", async () => {
      const many = [await add(), await add(), await add()];
      const single = await add(OTHER);

      const order = await claimAll();

      expect(order).toEqual([many[0]?.id, single.id, many[1]?.id, many[2]?.id]);
    });

    test("shows the place that taking turns gives a run", async () => {
      const many = [await add(), await add()];
      const single = await add(OTHER);

      const facts = await subject.queue.waiting([...many, single].map(({ id }) => id));

      expect([...many, single].map(({ id }) => facts.get(id)?.position)).toEqual([1, 3, 2]);
    });

    test("keeps the last quarter of the slots free of an owner while others exist", async () => {
      await subject.workers.seen(WORKER);
      const many = [await add(), await add(), await add(), await add()];

      const taken = await claimAll();
      const waiting = await factsOf(many[3] ?? aRun());
      const single = await add(OTHER);
      const next = await claimAll();

      expect(taken).toEqual(many.slice(0, 3).map(({ id }) => id));
      expect(waiting).toMatchObject({ ownerActive: 3, ownerLimit: 3, position: 1, claim: "none", workersAlive: 1 });
      expect(next).toEqual([single.id]);
    });

    test("takes what a dead worker left before anything new, even beyond an owner's share", async () => {
      await subject.workers.seen({ ...WORKER, concurrency: 1 });
      const left = await add({ status: "planning" });
      await subject.store.claimNext("dead", LEASE, "here");
      await add(OTHER);
      const [other] = await claimAll("b");
      await subject.pass(LEASE + 1);

      const claim = await subject.store.claimNext("b", LEASE, "here");

      expect(other).not.toBe(left.id);
      expect(claim?.run.id).toBe(left.id);
    });

    test("leaves an apply to its own host until the engine there has certainly ended", async () => {
      const run = await applying();
      await subject.pass(LEASE + 1);

      const early = await subject.store.claimNext("b", LEASE, "elsewhere");
      const waiting = await factsOf(run);
      await subject.pass(240);
      const late = await subject.store.claimNext("b", LEASE, "elsewhere");

      expect(early).toBeNull();
      expect(waiting).toMatchObject({ claim: "lost", hostAlive: false });
      expect(waiting?.engineEndsAt).toBeInstanceOf(Date);
      expect(late?.run.id).toBe(run.id);
    });

    test("gives an apply to another worker of the same host at once", async () => {
      const run = await applying();
      await subject.pass(LEASE + 1);

      const claim = await subject.store.claimNext("b", LEASE, "here");

      expect(claim?.run.id).toBe(run.id);
      expect(claim?.epoch).toBe(2);
    });

    test("keeps an apply that was given back from other hosts as well", async () => {
      const run = await applying();
      await subject.store.renewClaim(run.id, 1, 0);
      await subject.pass(1);

      const elsewhere = await subject.store.claimNext("b", LEASE, "elsewhere");
      const here = await subject.store.claimNext("b", LEASE, "here");

      expect(elsewhere).toBeNull();
      expect(here?.run.id).toBe(run.id);
    });

    test("announces a run when it is made, confirmed and given back, and when nothing comes of it not at all", async () => {
      const run = await add();
      await expect(subject.store.create([sampleRun(), { ...run, id: IDS.run }])).rejects.toMatchObject({
        code: "run-active",
      });
      const first = await subject.store.claimNext("a", LEASE, "here");
      await subject.store.transition(run.id, "pending", "planning", {}, first?.epoch);
      await subject.store.renewClaim(run.id, 99, 0);
      await subject.store.renewClaim(run.id, first?.epoch ?? 0, 0);
      const second = await subject.store.claimNext("a", LEASE, "here");
      await subject.store.transition(run.id, "planning", "planned", {}, second?.epoch);
      await subject.store.transition(run.id, "planned", "confirmed", {});

      expect(await subject.announced()).toEqual([run.id, run.id, run.id]);
    });

    test("knows which workers live, and what is in their hands", async () => {
      await subject.workers.seen({ ...WORKER, id: "old" });
      await subject.pass(20);
      await subject.workers.seen(WORKER);
      const run = await add();
      const claim = await subject.store.claimNext("a", LEASE, "here");
      await subject.store.transition(run.id, "pending", "planning", {}, claim?.epoch);

      const seen = await subject.workers.list();
      await subject.workers.leave("a");
      const left = await subject.workers.list();

      expect(seen.map(({ id, alive, active }) => [id, alive, active])).toEqual([
        ["a", true, 1],
        ["old", false, 0],
      ]);
      expect(seen[0]).toMatchObject(WORKER);
      expect(left.map(({ id }) => id)).toEqual(["old"]);
    });

    test("counts no worker that stops: it takes nothing more", async () => {
      await subject.workers.seen(WORKER);
      await subject.workers.seen({ ...WORKER, stopping: true });
      const run = await add();

      expect(await factsOf(run)).toMatchObject({ workersAlive: 0, ownerLimit: null });
    });

    test("notices how long nothing was heard of a run", async () => {
      const run = await applying();
      await subject.pass(700);

      expect((await factsOf(run))?.silentSeconds).toBeGreaterThanOrEqual(700);
    });

    test("has nothing to say about runs that have ended or do not exist", async () => {
      const run = await add();
      await subject.store.transition(run.id, "pending", "canceled", {});

      expect(await subject.queue.waiting([run.id, IDS.run])).toEqual(new Map());
    });
  });
}
