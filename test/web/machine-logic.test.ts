import { expect, test } from "@jest/globals";
import type { ChangePreview, PlannedChange, Run, RunEvent, RunStatus, Workspace } from "../../src/contract/index.ts";
import { parseBlock } from "../../web/api/event-blocks.ts";
import { machineWords as ko } from "../../web/i18n/ko/machine-words.ts";
import { groupByDanger, verbOf } from "../../web/modules/machine/group-changes.ts";
import { countDone, joinProgress } from "../../web/modules/machine/join-progress.ts";
import { nextStep } from "../../web/modules/machine/next-step.ts";
import { planIsDue } from "../../web/modules/machine/review/plan-is-due.ts";
import {
  latestGroup,
  needsTypedName,
  stageOf,
  usualApplySeconds,
  usualPlanSeconds,
} from "../../web/modules/machine/run-group.ts";
import { saySentences } from "../../web/modules/machine/say-sentences.ts";
import { samplePreview } from "../_helpers/scripted-samples.ts";

const AT = "2026-01-01T00:00:00.000Z";

function change(address: string, actions: readonly string[], danger: PlannedChange["danger"]): PlannedChange {
  const type = address.split(".")[0] ?? "";
  return { address, type, name: "web", actions: [...actions], danger, title: "", reason: null, attributes: [] };
}

type State = NonNullable<RunEvent["progress"]>["state"];
let sequence = 0;

function heard(address: string, state: State): RunEvent {
  sequence += 1;
  const progress = { address, action: "create", state, elapsedMs: state === "started" ? null : 2_000, objectId: null };
  return { runId: "r", sequence, at: AT, kind: "progress", phase: "apply", text: "", progress };
}

interface RunWish {
  readonly site?: Run["site"];
  readonly group?: string;
  readonly status: RunStatus;
  readonly kind?: Run["kind"];
  readonly danger?: PlannedChange["danger"];
  readonly revision?: number;
}

function run({ site = "openstack", group = "g", status, kind = "apply", danger, revision = 1 }: RunWish): Run {
  const counts = { create: 0, update: 0, replace: 0, destroy: 0, forget: 0 };
  return {
    id: `${group} ${site}`,
    workspaceId: "w",
    workspaceName: "web",
    groupId: group,
    site,
    role: site === "openstack" ? "primary" : "standby",
    cloudId: "c",
    kind,
    reason: "user",
    revision,
    autoApply: false,
    status,
    cancelRequested: "no",
    queuePosition: null,
    waitingFor: null,
    summary: danger === undefined ? null : { danger, counts, changes: [], rejected: [] },
    failure: null,
    allowedActions: [],
    createdBy: "p",
    createdAt: AT,
    plannedAt: null,
    confirmedAt: null,
    finishedAt: null,
  };
}

interface SiteWish {
  readonly status?: RunStatus;
  readonly hasState?: boolean;
  readonly appliedRevision?: number | null;
}

function workspace(revision: number, ...wishes: readonly SiteWish[]): Workspace {
  const sites = wishes.map(({ status, hasState = false, appliedRevision = null }, place) => ({
    site: place === 0 ? ("openstack" as const) : ("cloudstack" as const),
    role: place === 0 ? ("primary" as const) : ("standby" as const),
    cloudId: "c",
    cloudName: "c",
    sandbox: true,
    machine: "running" as const,
    hasState,
    appliedRevision,
    lastRun: status === undefined ? null : { id: "r", status },
  }));
  return { id: "w", name: "web", ownerId: "o", revision, createdAt: AT, updatedAt: AT, sites };
}

const done: SiteWish = { status: "applied", hasState: true, appliedRevision: 1 };

test("changes are read the worst first, and a danger without changes is left out", () => {
  const groups = groupByDanger([
    change("a", ["create"], "in-place"),
    change("b", ["delete"], "destroys-data"),
    change("c", ["update"], "in-place"),
  ]);

  expect(groups.map(({ danger, changes }) => [danger, changes.map(({ address }) => address)])).toEqual([
    ["destroys-data", ["b"]],
    ["in-place", ["a", "c"]],
  ]);
});

test.each([
  [["create"], "in-place", "create"],
  [["delete", "create"], "destroys-data", "replace"],
  [["create", "delete"], "replaces", "replace"],
  [["delete"], "destroys-data", "delete"],
  [["update"], "in-place", "update"],
  [["update"], "restarts", "interrupt"],
  [["forget"], "in-place", "forget"],
  [["adopt"], "nothing", "adopt"],
  [["wait"], "nothing", "wait"],
  [["no-op"], "nothing", "note"],
] as const)("%j with danger %s is told as “%s”", (actions, danger, verb) => {
  expect(verbOf({ actions: [...actions], danger })).toBe(verb);
});

test("progress joins what was planned with what was done; a replacement is done when both its halves are", () => {
  const planned = [
    change("net", ["create"], "in-place"),
    change("vm", ["delete", "create"], "destroys-data"),
    change("stray:volume.x", ["delete"], "in-place"),
    change("note", ["no-op"], "nothing"),
  ];
  const half = joinProgress(planned, [heard("net", "started"), heard("net", "complete"), heard("vm", "complete")]);
  const whole = joinProgress(planned, [heard("vm", "complete"), heard("vm", "complete"), heard("new", "errored")]);

  expect(half.map(({ address, state }) => [address, state])).toEqual([
    ["net", "complete"],
    ["vm", "started"],
  ]);
  expect(countDone(half)).toBe(1);
  expect(whole.map(({ address, state, elapsedMs }) => [address, state, elapsedMs])).toEqual([
    ["net", "waiting", null],
    ["vm", "complete", 4_000],
    ["new", "errored", 2_000],
  ]);
});

test.each([
  ["never-applied", workspace(1, {}, {}), false],
  ["planning", workspace(1, { status: "planning" }, { status: "planned" }), false],
  ["review", workspace(1, { status: "planned" }, { status: "errored" }), true],
  ["applying", workspace(1, { status: "applying" }, { status: "planned" }), false],
  ["repair", workspace(1, { status: "errored" }, done), true],
  ["failed", workspace(1, { status: "errored" }, done), false],
  ["changed", workspace(2, done, done), false],
  ["changed", workspace(1, done, {}), false],
  ["destroyed", workspace(1, { status: "applied" }, { status: "applied" }), false],
  ["canceled", workspace(1, { status: "canceled" }, {}), false],
  ["nothing", workspace(1, done, done), false],
] as const)("what to do next is “%s”", (step, machine, unclean) => {
  expect(nextStep(machine, unclean)).toBe(step);
});

test.each([
  ["stopped", "stopped"],
  ["paused", "stopped"],
  ["absent", "gone"],
  ["error", "gone"],
  ["running", "nothing"],
  ["unknown", "nothing"],
] as const)("a main machine that is %s: what to do next is “%s”", (power, step) => {
  expect(nextStep(workspace(1, done, done), false, power)).toBe(step);
});

test("what waits for a review comes before a machine that is stopped", () => {
  expect(nextStep(workspace(1, { status: "planned" }, done), false, "stopped")).toBe("review");
});

test("the last group is found again, with what another site still waits for, the main machine first", () => {
  const runs = [
    run({ site: "cloudstack", group: "new", status: "planning" }),
    run({ site: "openstack", group: "old", status: "planned" }),
    run({ site: "cloudstack", group: "old", status: "applied" }),
  ];

  expect(latestGroup(runs).map(({ id }) => id)).toEqual(["old openstack", "new cloudstack"]);
  expect(latestGroup([])).toEqual([]);
});

test.each([
  ["planning", ["planned", "pending"]],
  ["review", ["planned", "errored"]],
  ["applying", ["applied", "applying"]],
  ["failed", ["applied", "errored"]],
  ["canceled", ["applied", "canceled"]],
  ["applied", ["applied", "planned-and-finished"]],
  ["discarded", ["discarded", "planned-and-finished"]],
  ["nothing", ["planned-and-finished", "planned-and-finished"]],
  ["none", []],
] as const)("runs as a whole are “%s”", (stage, statuses) => {
  expect(stageOf(statuses.map((status) => run({ status })))).toBe(stage);
});

test("a destroyed machine is told apart from a made one, and both losses ask for the name", () => {
  expect(stageOf([run({ status: "applied", kind: "destroy" })])).toBe("destroyed");
  const needs = (one: Run, preview: ChangePreview | null = null) => needsTypedName([one], preview);
  const standby = run({ status: "planned", danger: "destroys-data", site: "cloudstack" });
  const [site] = samplePreview().sites;
  const formerMain = { ...samplePreview(), sites: site ? [{ ...site, site: standby.site, typedName: true }] : [] };

  expect(needs(run({ status: "planned", danger: "in-place" }))).toBeNull();
  expect(needs(run({ status: "planned", danger: "destroys-data" }))).toBe("data");
  expect([needs(standby), needs(standby, samplePreview())]).toEqual([null, null]);
  expect(needs(standby, formerMain)).toBe("data");
  expect(needs(run({ status: "planned", danger: "in-place", kind: "destroy" }))).toBe("destroy");
});

test("the review page plans by itself only what nobody has planned", () => {
  const due = (machine: Workspace, ...runs: readonly Run[]) => planIsDue(machine, runs);

  expect(due(workspace(1, {}, {}))).toBe(true);
  expect(due(workspace(2, done, done), run({ status: "applied" }))).toBe(true);
  expect(due(workspace(1, {}, {}), run({ status: "discarded" }))).toBe(false);
  expect(due(workspace(2, done, done), run({ status: "applying" }))).toBe(false);
  expect(due(workspace(1, done, done))).toBe(false);
  expect(due(workspace(1, {}, {}), run({ status: "applied", kind: "destroy" }))).toBe(false);
});

test("how long a plan usually takes is learnt from the latest ones, once there are enough", () => {
  const plannedAt = new Date(Date.parse(AT) + 12_000).toISOString();
  const made = { ...run({ status: "planned" }), plannedAt };

  expect(usualPlanSeconds([made, made])).toBe(30);
  expect(usualPlanSeconds([made, made, made])).toBe(15);
});

test("how long an apply usually takes is learned from applies of its kind on its site, once enough were made", () => {
  const later = (seconds: number) => new Date(Date.parse(AT) + seconds * 1_000).toISOString();
  const applied = (seconds: number) => ({
    ...run({ status: "applied" }),
    confirmedAt: later(100),
    finishedAt: later(100 + seconds),
  });
  const runs = [applied(12), applied(31), applied(8), { ...applied(500), kind: "destroy" as const }];
  const { site } = applied(1);

  expect(usualApplySeconds(runs, { site, kind: "apply" })).toBe(15);
  expect(usualApplySeconds(runs, { site, kind: "destroy" })).toBeNull();
  expect(
    usualApplySeconds(runs, { site: site === "openstack" ? "cloudstack" : "openstack", kind: "apply" }),
  ).toBeNull();
});

test("the service's sentences are said in Korean when all of them are known, else as they came", () => {
  const known = ko.sentences;

  expect(saySentences("Everything on it is lost. Its ports close.", known)).toBe(
    "그 안의 모든 것이 사라집니다. 열린 포트가 닫힙니다.",
  );
  expect(saySentences("Everything on it is lost. Nobody knows this one.", known)).toBe(
    "Everything on it is lost. Nobody knows this one.",
  );
});

test("a block of a stream is read; a heartbeat has no payload", () => {
  expect(parseBlock('id: 3\nevent: log\ndata: {"a":\ndata: 1}')).toEqual({
    id: "3",
    event: "log",
    payload: '{"a":\n1}',
  });
  expect(parseBlock(": still here")).toEqual({ id: null, event: "message", payload: "" });
});
