import { beforeEach, expect, test } from "@jest/globals";
import type { PolicyRequest } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import { makePolicyDesk, type StoredPolicy } from "../../src/schedule/index.ts";
import { NOW } from "./snapshots.ts";

const SAFE: PolicyRequest = {
  ...{ changes: "safe", drift: "correct-safe", timeZone: "Asia/Seoul", power: null, maintenance: false },
  window: { cron: "0 3 * * *", minutes: 120 },
};
const OURS = { ownerId: "ann", workspaceId: "it", changedBy: "ann" };
let stored: StoredPolicy | null;

beforeEach(() => {
  stored = null;
});

const desk = makePolicyDesk({
  clock: { now: () => NOW },
  async nameOf(ownerId, workspaceId) {
    if (ownerId === "ann") return "web";
    throw new AppError("not-found", `There is no workspace ${workspaceId}.`, {});
  },
  store: {
    find: async () => stored && { ...stored, standing: null },
    async save(_workspaceId, policy, changedBy, basedOn) {
      const version = stored?.version ?? 0;
      if (basedOn !== undefined && basedOn !== version) return false;
      stored = { ...policy, version: version + 1, changedAt: NOW, changedBy };
      return true;
    },
  },
});

async function issuesOf(request: PolicyRequest): Promise<unknown> {
  const refusal = await desk.change({ ...OURS, request }).catch((error: unknown) => error);
  if (!(refusal instanceof AppError)) return null;
  const issues = (refusal.facts["issues"] ?? []) as readonly { pointer: string; code: string }[];
  return [refusal.code, issues.map(({ pointer, code }) => `${pointer} ${code}`)];
}

test("where nobody has chosen anything a person is asked for everything", async () => {
  const policy = await desk.find("ann", "it");

  expect([policy.changes, policy.drift, policy.maintenance, policy.version]).toEqual(["ask", "tell", false, 0]);
  expect([policy.window, policy.power, policy.windowOpen, policy.standing]).toEqual([null, null, null, null]);
});

test("a choice is kept, and says when its window opens by the owner's clock", async () => {
  const policy = await desk.change({ ...OURS, request: SAFE });

  expect(policy).toMatchObject({ ...SAFE, version: 1, changedBy: "ann", windowOpen: false });
  expect(policy.windowOpensAt).toBe("2026-11-22T18:00:00.000Z");
});

test("a change that was made on another version is refused and changes nothing", async () => {
  await desk.change({ ...OURS, request: SAFE, basedOn: 0 });

  const late = desk.change({ ...OURS, request: { ...SAFE, changes: "restarts" }, basedOn: 0 });

  await expect(late).rejects.toMatchObject({ code: "policy-conflict" });
  expect(stored?.changes).toBe("safe");
});

test.each<readonly [string, Partial<PolicyRequest>, readonly string[]]>([
  ["no zone", { timeZone: "Mars/Olympus" }, ["/timeZone unknown-time-zone"]],
  ["no cron line", { window: { cron: "at three", minutes: 60 } }, ["/window/cron wrong-cron"]],
  ["a day that never comes", { window: { cron: "0 3 30 2 *", minutes: 60 } }, ["/window/cron not-within-a-year"]],
  [
    "everything at once",
    { timeZone: "", window: { cron: "", minutes: 1 }, power: { stop: "* *", start: "61 * * * *" } },
    ["/timeZone unknown-time-zone", "/window/cron wrong-cron", "/power/stop wrong-cron", "/power/start wrong-cron"],
  ],
])("refuses %s and says where", async (_what, changes, issues) => {
  expect(await issuesOf({ ...SAFE, ...changes })).toEqual(["validation-failed", issues]);
  expect(stored).toBeNull();
});

test("somebody else's machine is not found", async () => {
  await expect(desk.find("bob", "it")).rejects.toMatchObject({ code: "not-found" });
  await expect(desk.change({ ...OURS, ownerId: "bob", request: SAFE })).rejects.toMatchObject({ code: "not-found" });
});
