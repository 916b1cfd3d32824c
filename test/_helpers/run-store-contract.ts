import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { NewRunEvent, RunQueue, RunRecord, RunStore, StoredPlan, WorkerRegistry } from "../../src/run/ports.ts";
import { sampleRun, sampleSummary } from "./run-records.ts";
import { AT, IDS } from "./samples.ts";

export interface RunStoreUnderTest {
  readonly store: RunStore;
  readonly queue: RunQueue;
  readonly workers: WorkerRegistry;
  /** Ids of the runs that were announced, in order. */
  announced(): Promise<readonly string[]>;
  /** Lets time pass for claims and signs of life. */
  pass(seconds: number): Promise<void>;
  /** Removes every run, worker and announcement. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

const plan: StoredPlan = {
  planFile: new Uint8Array([0, 255, 10, 13]),
  planJson: { format_version: "1.2" },
  terraform: { "cdk.tf.json": "{}" },
  stateSerial: null,
};

function line(text: string, overrides: Partial<NewRunEvent> = {}): NewRunEvent {
  return { at: AT, kind: "log", phase: "plan", text, progress: null, ...overrides };
}

/** What every run store promises; run on the one in memory and on PostgreSQL alike. */
export function runStoreContract(name: string, open: () => Promise<RunStoreUnderTest>): void {
  describe(name, () => {
    let subject: RunStoreUnderTest;
    let store: RunStore;

    beforeAll(async () => {
      subject = await open();
      store = subject.store;
    });
    beforeEach(() => subject.reset());
    afterAll(() => subject.close());

    async function places(...runs: readonly RunRecord[]): Promise<readonly (number | null)[]> {
      const facts = await subject.queue.waiting(runs.map(({ id }) => id));
      return runs.map(({ id }) => facts.get(id)?.position ?? null);
    }

    test("gives a run back as it was stored, and to its owner only", async () => {
      const run = sampleRun();

      await store.create([run]);

      expect(await store.find("local", run.id)).toEqual(run);
      expect(await store.find("somebody-else", run.id)).toBeNull();
      expect(await store.find("local", IDS.run)).toBeNull();
    });

    test("refuses a second active run on a site by naming the first, and then stores none of the runs", async () => {
      const first = sampleRun();
      const other = sampleRun({ site: "cloudstack", role: "standby" });
      await store.create([first]);

      await expect(store.create([other, sampleRun()])).rejects.toMatchObject({
        code: "run-active",
        facts: { runId: first.id, site: "openstack" },
      });

      expect(await store.find("local", other.id)).toBeNull();
    });

    test("takes a new run on a site whose last run has ended", async () => {
      const first = sampleRun();
      await store.create([first]);
      await store.transition(first.id, "pending", "canceled", { finishedAt: new Date(AT) });

      await store.create([sampleRun()]);

      expect(await store.list("local", { limit: 10 })).toHaveLength(2);
    });

    test("lists newest first, filtered by workspace and status, up to the limit", async () => {
      const first = sampleRun();
      const second = sampleRun({ site: "cloudstack" });
      const foreign = sampleRun({ workspaceId: IDS.otherWorkspace, ownerId: "other" });
      await store.create([first, second, foreign]);
      await store.transition(first.id, "pending", "canceled", {});

      const ids = async (filter: Parameters<RunStore["list"]>[1]) =>
        (await store.list("local", filter)).map(({ id }) => id);

      expect(await ids({ limit: 10 })).toEqual([second.id, first.id]);
      expect(await ids({ limit: 1 })).toEqual([second.id]);
      expect(await ids({ status: "canceled", limit: 10 })).toEqual([first.id]);
      expect(await ids({ workspaceId: IDS.otherWorkspace, limit: 10 })).toEqual([]);
      expect(await ids({ before: second.id, limit: 10 })).toEqual([first.id]);
      expect(await ids({ before: second.id, status: "pending", limit: 10 })).toEqual([]);
      expect(await ids({ before: first.id, limit: 10 })).toEqual([]);
    });

    test("hands out runs in the order they came, each to one worker", async () => {
      const first = sampleRun();
      const second = sampleRun({ site: "cloudstack" });
      await store.create([first, second]);

      const claims = await Promise.all([store.claimNext("a", 30), store.claimNext("b", 30), store.claimNext("c", 30)]);

      const ids = claims.flatMap((claim) => claim?.run.id ?? []);
      expect(ids.sort()).toEqual([first.id, second.id].sort());
      expect(claims.filter((claim) => claim === null)).toHaveLength(1);
    });

    test("counts only what waits in the queue position", async () => {
      const first = sampleRun();
      const second = sampleRun({ site: "cloudstack" });
      await store.create([first, second]);

      const before = await places(first, second);
      await store.claimNext("a", 30);
      const after = await places(first, second);

      expect(before).toEqual([1, 2]);
      expect(after).toEqual([null, 1]);
    });

    test("hands a run out again once its claim has run out, under a higher epoch", async () => {
      const run = sampleRun();
      await store.create([run]);
      const dead = await store.claimNext("dead", 0.05);

      await new Promise((resolve) => setTimeout(resolve, 120));
      const alive = await store.claimNext("alive", 30);

      expect(alive?.run.id).toBe(run.id);
      expect(alive?.epoch).toBeGreaterThan(dead?.epoch ?? Number.NaN);
    });

    test("refuses every write of a worker that has lost its claim", async () => {
      const run = sampleRun();
      await store.create([run]);
      const dead = await store.claimNext("dead", 30);
      await store.renewClaim(run.id, dead?.epoch ?? 0, 0);
      const alive = await store.claimNext("alive", 30);
      const old = dead?.epoch ?? 0;

      const renewed = await store.renewClaim(run.id, old, 30);
      const moved = store.transition(run.id, "pending", "planning", {}, old);
      const saved = store.savePlan(run.id, old, plan);

      expect(renewed).toBe(false);
      await expect(moved).rejects.toMatchObject({ code: "illegal-transition" });
      await expect(saved).rejects.toMatchObject({ code: "illegal-transition" });
      expect(await store.plan(run.id)).toBeNull();
      expect((await store.find("local", run.id))?.status).toBe("pending");
      expect(await store.renewClaim(run.id, alive?.epoch ?? 0, 30)).toBe(true);
    });

    test("does not hand out a run that waits for review or has ended", async () => {
      const run = sampleRun();
      await store.create([run]);
      const claim = await store.claimNext("a", 30);
      await store.transition(run.id, "pending", "planning", {}, claim?.epoch);
      await store.transition(run.id, "planning", "planned", { summary: sampleSummary() }, claim?.epoch);

      const whileReviewed = await store.claimNext("b", 30);
      await store.transition(run.id, "planned", "confirmed", {});
      const whenConfirmed = await store.claimNext("b", 30);

      expect(whileReviewed).toBeNull();
      expect(whenConfirmed?.run.id).toBe(run.id);
    });

    test("changes the status only from the status it was seen in, and keeps what the patch leaves out", async () => {
      const run = sampleRun();
      const summary = sampleSummary();
      const plannedAt = new Date("2026-11-21T12:01:00.000Z");
      await store.create([run]);
      await store.transition(run.id, "pending", "planning", {});

      const wrong = store.transition(run.id, "pending", "planning", {});
      await expect(wrong).rejects.toMatchObject({ code: "illegal-transition", facts: { status: "planning" } });
      const planned = await store.transition(run.id, "planning", "planned", { summary, plannedAt });
      const confirmed = await store.transition(run.id, "planned", "confirmed", {});

      expect(planned).toEqual({ ...run, status: "planned", summary, plannedAt });
      expect(confirmed).toEqual({ ...run, status: "confirmed", summary, plannedAt, confirmedAt: expect.any(Date) });
    });

    test("lets only one of two writers change the same status", async () => {
      const run = sampleRun();
      await store.create([run]);

      const results = await Promise.allSettled([
        store.transition(run.id, "pending", "planning", {}),
        store.transition(run.id, "pending", "canceled", {}),
      ]);

      expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    });

    test("remembers the strongest wish to cancel", async () => {
      const run = sampleRun();
      await store.create([run]);

      const wishes = [await store.cancelRequested(run.id)];
      await store.requestCancel(run.id, "gently");
      wishes.push(await store.cancelRequested(run.id));
      await store.requestCancel(run.id, "forced");
      await store.requestCancel(run.id, "gently");
      wishes.push(await store.cancelRequested(run.id));

      expect(wishes).toEqual(["no", "gently", "forced"]);
    });

    test("numbers the lines of a run without a gap, however many write at once", async () => {
      const run = sampleRun();
      await store.create([run]);
      const progress = { address: "a.b", action: "create", state: "started", elapsedMs: null, objectId: null } as const;

      await store.appendEvents(run.id, [line("one"), line("two", { kind: "progress", progress })]);
      await Promise.all([1, 2, 3].map((index) => store.appendEvents(run.id, [line(`more ${index}`)])));

      const all = await store.events(run.id, 0, 100);
      expect(all.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
      expect(all[0]).toEqual({ ...line("one"), runId: run.id, sequence: 1 });
      expect(all[1]?.progress).toEqual(progress);
      expect((await store.events(run.id, 3, 1)).map(({ sequence }) => sequence)).toEqual([4]);
    });

    test("keeps the plan byte for byte and replaces it when the plan is made again", async () => {
      const run = sampleRun();
      await store.create([run]);
      const claim = await store.claimNext("a", 30);
      await store.savePlan(run.id, claim?.epoch ?? 0, plan);
      await store.savePlan(run.id, claim?.epoch ?? 0, { ...plan, stateSerial: 7 });

      const kept = await store.plan(run.id);

      expect(Buffer.from(kept?.planFile ?? [])).toEqual(Buffer.from(plan.planFile));
      expect({ ...kept, planFile: null }).toEqual({ ...plan, planFile: null, stateSerial: 7 });
      expect(await store.plan(IDS.run)).toBeNull();
    });

    test("wakes a listener when a run is made and when one changes, until it stops listening", async () => {
      const heard: (string | null)[] = [];
      const waiters = new Set<() => void>();
      const stop = store.onChange((id) => {
        heard.push(id);
        for (const waiter of waiters) waiter();
      });
      const until = (id: string | null) =>
        new Promise<void>((resolve) => {
          const check = () => heard.includes(id) && resolve();
          waiters.add(check);
          check();
        });
      const run = sampleRun();

      await store.create([run]);
      await until(null);
      await store.requestCancel(run.id, "gently");
      await until(run.id);
      stop();

      expect(heard).toContain(run.id);
      expect(heard).toContain(null);
    });
  });
}
