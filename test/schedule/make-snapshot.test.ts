import { describe, expect, test } from "@jest/globals";
import type { LastRun, SiteFacts, SiteSnapshot } from "../../src/schedule/index.ts";
import { makeSnapshot } from "../../src/schedule/index.ts";
import { facts, lastRun, siteFacts } from "./workspace-facts.ts";

const at = (time: string) => new Date(`2026-11-22T${time}Z`);
const UNREACHABLE = { code: "cloud-unreachable", phase: "plan" } as const;

/** What the decision sees of a site, at 03:00 in the morning. */
function seen(changes: Partial<SiteFacts>, more: Parameters<typeof facts>[0] = {}): SiteSnapshot | undefined {
  return makeSnapshot(facts({ sites: [siteFacts(changes)], ...more })).sites[0];
}

describe("how the last run ended decides what it means", () => {
  test.each<readonly [string, Partial<LastRun>, Partial<SiteSnapshot>]>([
    ["an applied one means nothing more", {}, { atWork: false, plan: null, failedRevision: null, cloudAnswers: true }],
    ["a waiting one is at work", { status: "pending", finishedAt: null }, { atWork: true }],
    [
      "a planned one waits for its review",
      { status: "planned", finishedAt: null, danger: "in-place" },
      { atWork: false, plan: { runId: "run", revision: 2, danger: "in-place", rejected: false, own: false } },
    ],
    [
      "a plan without a summary is the worst there is",
      { status: "planned", finishedAt: null, createdBy: "scheduler" },
      { plan: { runId: "run", revision: 2, danger: "destroys-data", rejected: false, own: true } },
    ],
    [
      "a cloud that did not answer is asked again in twenty seconds",
      { status: "errored", failure: UNREACHABLE, finishedAt: at("02:59:50") },
      { cloudAnswers: false, askCloudAt: at("03:00:10"), failedRevision: null },
    ],
    [
      "and answers until the opposite is known",
      { status: "errored", failure: UNREACHABLE, finishedAt: at("02:58:59") },
      { cloudAnswers: true, askCloudAt: null, failedRevision: null },
    ],
    [
      "an apply that failed is a failed change, whatever the cause",
      { status: "errored", failure: { ...UNREACHABLE, phase: "apply" }, finishedAt: at("02:59:30") },
      { cloudAnswers: true, failedRevision: 2 },
    ],
    [
      "a plan that fails for something else is none yet",
      { status: "errored", failure: { code: "cloud-quota", phase: "plan" }, finishedAt: at("02:59:30") },
      { cloudAnswers: true, failedRevision: null },
    ],
    ["a plan that a person threw away is a no", { status: "discarded" }, { declinedRevision: 2 }],
    ["so is one that a person canceled", { status: "canceled" }, { declinedRevision: 2 }],
    [
      "one that the scheduler threw away is none",
      { status: "discarded", failure: { code: "superseded", phase: "plan" } },
      { declinedRevision: null },
    ],
  ])("%s", (_sentence, last, site) => {
    expect(seen({ last: lastRun(last) })).toMatchObject(site);
  });

  test("a plan that fails twice is a failed change, unless its cloud has just not answered", () => {
    const last = lastRun({ status: "errored", failure: { code: "engine-failed", phase: "plan" } });
    const twice = facts({ sites: [siteFacts({ last, failures: 2 })] });

    expect(makeSnapshot(twice).sites[0]).toMatchObject({ failedRevision: 2, cloudAnswers: true, askCloudAt: null });
    expect(makeSnapshot(twice, new Set(["openstack"])).sites[0]).toMatchObject({
      ...{ failedRevision: null, cloudAnswers: false, askCloudAt: at("03:00:20") },
    });
  });

  test("a cloud that stays away is asked ever less often, and four times an hour at least", () => {
    const last = lastRun({ status: "errored", failure: UNREACHABLE, finishedAt: at("02:59:00") });

    const pauses = [1, 2, 3, 5, 40].map((failures) =>
      seen({ last, failures })?.askCloudAt?.toISOString().slice(11, 19),
    );

    // The first two pauses are over already.
    expect(pauses).toEqual([undefined, undefined, "03:00:20", "03:04:20", "03:14:00"]);
  });
});

describe("what a check found", () => {
  const found = { classes: ["harmless", "safe-to-correct"], checkedAt: at("02:30:00"), since: at("02:00:00") } as const;
  const corrected = (finishedAt: Date) => lastRun({ reason: "drift", finishedAt });

  test("counts by its gravest", () => {
    expect(seen({ drift: found })?.drift).toBe("safe-to-correct");
    expect(seen({ drift: { ...found, classes: [...found.classes, "dangerous"] } })?.drift).toBe("dangerous");
  });

  test("counts no more when a run has ended since, and is looked at again after a correction", () => {
    expect(seen({ drift: found, last: corrected(at("02:45:00")) })).toMatchObject({ drift: null, recheck: true });
    expect(seen({ drift: null, last: corrected(at("02:45:00")), checkAsked: true })?.recheck).toBe(false);
    expect(seen({ drift: found, last: lastRun({ finishedAt: at("02:45:00") }) })).toMatchObject({
      ...{ drift: null, recheck: false },
    });
  });

  test("stays when it was corrected and was found all the same", () => {
    expect(seen({ drift: found, last: corrected(at("02:15:00")) })).toMatchObject({ driftStays: true, recheck: false });
    expect(seen({ drift: found, last: corrected(at("01:45:00")) })?.driftStays).toBe(false);
  });

  test("a no to an earlier finding is no answer to this one", () => {
    expect(seen({ drift: found, last: lastRun({ status: "discarded", finishedAt: at("02:15:00") }) })).toMatchObject({
      declinedRevision: 2,
    });
    expect(seen({ drift: found, last: lastRun({ status: "discarded", finishedAt: at("01:15:00") }) })).toMatchObject({
      declinedRevision: null,
    });
  });
});

test("what a person took away is neither applied nor behind", () => {
  expect(seen({ settled: { revision: 2, kind: "destroy" } })).toMatchObject({ appliedRevision: null, destroyed: true });
});

test("a requirement is left alone for a moment after it was changed", () => {
  expect(makeSnapshot(facts({ revisedAt: at("02:59:58") })).settlesAt).toEqual(at("03:00:03"));
  expect(makeSnapshot(facts({ revisedAt: at("02:59:55") })).settlesAt).toBeNull();
});

describe("machines that are stopped at ten in the evening and started at eight, by Seoul's clock", () => {
  const power = { stop: "0 22 * * *", start: "0 8 * * *" };
  // 22:00 in Seoul is 13:00 in UTC.
  const evening = new Date("2026-11-22T13:00:30Z");
  const chosen = new Date("2026-11-20T00:00:00Z");
  const asleep = (changes: Partial<SiteFacts>, now = evening, changedAt = chosen) => {
    const before = facts({ now });
    const policy = { ...before.policy, power, timeZone: "Asia/Seoul", changedAt };
    return makeSnapshot({ ...before, policy, sites: [siteFacts(changes)] }).sites[0];
  };
  const stopped = (createdBy: string, createdAt: Date) => ({
    power: { verb: "stop" as const, createdBy, createdAt, finishedAt: new Date(createdAt.getTime() + 5_000) },
  });

  test("are stopped when their time has come", () => {
    expect(asleep({})?.powerDue).toBe("stop");
    expect(asleep({}, new Date("2026-11-22T23:00:10Z"))?.powerDue).toBe("start");
  });

  test("are stopped once: a person who starts one again is left alone until the next time", () => {
    expect(asleep(stopped("scheduler", evening))).toMatchObject({
      ...{ powerDue: null, sleepsUntil: new Date("2026-11-22T23:00:00Z") },
    });
    const started = { verb: "start" as const, createdBy: "ann", createdAt: evening, finishedAt: evening };
    expect(asleep({ power: started })).toMatchObject({ powerDue: null, sleepsUntil: null });
  });

  test("are stopped again after an apply that started them", () => {
    const last = lastRun({ finishedAt: new Date("2026-11-22T13:30:00Z") });
    const later = new Date("2026-11-22T13:31:00Z");

    expect(asleep({ ...stopped("scheduler", evening), last }, later)?.powerDue).toBe("stop");
    expect(asleep({ ...stopped("ann", evening), last }, later)?.powerDue).toBeNull();
  });

  test("are left alone where the time came before it was chosen, and where there is no machine to run", () => {
    expect(asleep({}, evening, new Date("2026-11-22T13:00:20Z"))?.powerDue).toBeNull();
    expect(asleep({ machine: "stopped" })?.powerDue).toBeNull();
    expect(asleep({ instanceId: null })?.powerDue).toBeNull();
  });
});
