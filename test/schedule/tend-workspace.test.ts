import { beforeEach, describe, expect, test } from "@jest/globals";
import type { RunFailure } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import { makeTendWorkspace, type ScheduleNote, type WorkspaceFacts } from "../../src/schedule/index.ts";
import { facts, lastRun, siteFacts } from "./workspace-facts.ts";

/** What was done, in order, and what was noted. */
let done: string[];
let notes: ScheduleNote[];
let stored: WorkspaceFacts | null;
let refusal: AppError | null;
let answers: boolean;

beforeEach(() => {
  [done, notes, stored, refusal, answers] = [[], [], facts(), null, true];
});

function did(text: string): void {
  done.push(text);
}

const tend = makeTendWorkspace({
  store: {
    facts: async () => stored,
    async note(_workspaceId, note) {
      notes.push(note);
    },
  },
  runs: {
    async start(_facts, site, reason) {
      if (refusal !== null) throw refusal;
      did(`start ${site} ${reason}`);
      return [{ id: "new" }];
    },
    async confirm(_ownerId, runId) {
      if (refusal !== null) throw refusal;
      did(`confirm ${runId}`);
    },
    async discard(_ownerId: string, runId: string, { code }: RunFailure) {
      did(`discard ${runId} ${code}`);
    },
    async tell(runId, text) {
      did(`tell ${runId}: ${text}`);
    },
  },
  async cloudAnswers({ site }) {
    did(`ask the cloud of ${site}`);
    return answers;
  },
  askCheck: async (workspaceId) => did(`check ${workspaceId}`),
  changePower: async (_facts, site, verb) => did(`${verb} ${site}`),
  async noted(_facts, { name }, perform) {
    did(name);
    return perform();
  },
});

const behind = { settled: { revision: 1, kind: "apply" } } as const;
const standby = { site: "cloudstack", role: "standby" } as const;
const planned = (revision: number) =>
  lastRun({ status: "planned", revision, danger: "in-place", createdBy: "scheduler", finishedAt: null });

test("the standby is planned first, and the act is noted", async () => {
  stored = facts({ sites: [siteFacts(behind), siteFacts({ ...standby, ...behind })] });

  await tend("it");

  expect(done).toEqual(["schedule.plan", "start cloudstack scheduler"]);
  expect(notes).toMatchObject([{ standing: { kind: "plan", site: "cloudstack" }, againSeconds: 30 }]);
});

test("a plan that the policy covers is approved", async () => {
  stored = facts({ sites: [siteFacts(behind), siteFacts({ ...standby, ...behind, last: planned(2) })] });

  await tend("it");

  expect(done).toEqual(["schedule.apply", "confirm run"]);
});

test("a plan of the requirement before is thrown away, with the reason in it, and made anew", async () => {
  stored = facts({ sites: [siteFacts({ ...behind, last: planned(1) })] });

  await tend("it");

  expect(done).toEqual(["schedule.discard", "discard run superseded", "schedule.plan", "start openstack scheduler"]);
});

test("a plan that the state has moved away from is thrown away", async () => {
  stored = facts({ sites: [siteFacts({ ...behind, last: planned(2) })] });
  refusal = new AppError("plan-stale", "The state has moved.");

  await tend("it");

  expect(done).toEqual(["schedule.apply", "schedule.discard", "discard run plan-stale"]);
});

test("what was changed at a cloud is put right as a run of its own", async () => {
  const at = new Date("2026-11-22T02:00:00Z");
  stored = facts({ sites: [siteFacts({ drift: { classes: ["safe-to-correct"], checkedAt: at, since: at } })] });

  await tend("it");

  expect(done).toEqual(["schedule.plan", "start openstack drift"]);
});

test("a failed change says once how to go back, and touches nothing", async () => {
  const failed = lastRun({ status: "errored", failure: { code: "cloud-quota", phase: "apply" } });
  stored = facts({ sites: [siteFacts(behind), siteFacts({ ...standby, ...behind, last: failed })] });

  await tend("it");
  stored = { ...stored, toldRunId: notes[0]?.toldRunId ?? null };
  await tend("it");

  expect(done).toEqual([
    "tell run: The change failed. openstack was left as it is, at revision 1. To go back: submit revision 1 of web again. To try it once more: plan it.",
  ]);
  expect(notes.map(({ toldRunId, standing }) => [toldRunId, standing.reason])).toEqual([
    ["run", "change-failed"],
    ["run", "change-failed"],
  ]);
});

test("what an apply of the scheduler left is repaired first, and says it all the same", async () => {
  const failed = lastRun({
    ...{ status: "errored", createdBy: "scheduler", failure: { code: "engine-failed", phase: "apply" } },
  });
  stored = facts({ sites: [siteFacts(behind), siteFacts({ ...standby, ...behind, last: failed, unclean: true })] });

  await tend("it");

  expect(done).toHaveLength(1);
  expect(done[0]).toContain("Repair shows what it left on the cloud.");
  expect(notes[0]?.standing.reason).toBe("unclean");
});

describe("a plan that failed on the standby", () => {
  const failed = lastRun({ status: "errored", failure: { code: "engine-failed", phase: "plan" } });
  const sites = (failures: number) => [siteFacts(behind), siteFacts({ ...standby, ...behind, last: failed, failures })];

  test("holds nobody up while its cloud is away", async () => {
    [stored, answers] = [facts({ sites: sites(3) }), false];

    await tend("it");

    expect(done).toEqual(["ask the cloud of cloudstack", "schedule.plan", "start openstack scheduler"]);
  });

  test("is made once more when its cloud answers, before main is touched", async () => {
    stored = facts({ sites: sites(1) });

    await tend("it");

    expect(done).toEqual(["ask the cloud of cloudstack", "schedule.plan", "start cloudstack scheduler"]);
  });

  test("is a person's when it fails again", async () => {
    stored = facts({ toldRunId: "run", sites: sites(2) });

    await tend("it");

    expect([done, notes[0]?.standing.reason]).toEqual([["ask the cloud of cloudstack"], "change-failed"]);
  });
});

test("a refusal is told and tried again; with the policy that asks, nothing is done", async () => {
  stored = facts({ sites: [siteFacts(behind)] });
  refusal = new AppError("run-active", "A run is under way.");
  await tend("it");
  stored = facts({ policy: { ...stored.policy, changes: "ask" }, sites: [siteFacts(behind)] });
  await tend("it");

  expect(done).toEqual(["schedule.plan"]);
  expect(notes.map(({ standing: { kind, reason, text } }) => [kind, reason, text.slice(0, 22)])).toEqual([
    ["wait", "refused", "A run is under way."],
    ["ask", "policy", "The requirement was ch"],
  ]);
});

test("the owner's times start and stop machines, and what was corrected is looked at", async () => {
  const power = { stop: "0 2 * * *", start: "0 8 * * *" };
  stored = facts({ policy: { ...facts().policy, power } });
  await tend("it");
  stored = facts({ sites: [siteFacts({ last: lastRun({ reason: "drift" }) })] });
  await tend("it");

  expect(done).toEqual(["schedule.power", "stop openstack", "check it"]);
});

test("a workspace that is gone meanwhile is let go", async () => {
  stored = null;

  await tend("it");

  expect([done, notes]).toEqual([[], []]);
});
