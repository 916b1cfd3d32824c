import { expect, test } from "@jest/globals";
import type { SiteRef } from "../../src/cloud/index.ts";
import {
  CONSEQUENCES,
  isGrave,
  type MachineState,
  type PowerConsequence,
  type PowerVerb,
  powerConsequences,
  type Role,
} from "../../src/contract/index.ts";
import { makeRequestPower, type NewPowerRecord } from "../../src/power/index.ts";

const PLACE: SiteRef = {
  ...{ workspaceId: "w", workspaceName: "shop", site: "cloudstack", role: "primary", cloudId: "c", cloudName: "East" },
  ...{ cloudKind: "cloudstack", sandbox: true, machine: "running", instanceName: "shop", instanceId: "vm-1" },
};

function makeDesk() {
  const made: NewPowerRecord[] = [];
  const store = {
    create: (record: NewPowerRecord) => {
      made.push(record);
      const unsaid = { detail: null, problem: null, mark: null, ticket: null, sentAt: null, acceptedAt: null };
      return Promise.resolve({ ...record, ...unsaid, status: "waiting" as const, finishedAt: null });
    },
  };
  const clock = { now: () => new Date("2026-11-21T12:00:00Z") };
  return { made, request: makeRequestPower({ store, clock, newId: () => "new-id" }) };
}

test.each<[PowerVerb, boolean, Role, MachineState, readonly string[]]>([
  ["stop", false, "primary", "running", ["serving-stops", "applied-again"]],
  ["reboot", false, "primary", "running", ["serving-pauses"]],
  ["reboot", true, "primary", "running", ["serving-pauses", "loses-unwritten"]],
  ["start", false, "primary", "running", []],
  ["start", false, "standby", "stopped", ["kept-stopped", "applied-again"]],
  ["stop", false, "standby", "stopped", []],
  ["stop", false, "standby", "running", ["applied-again"]],
  ["reboot", false, "standby", "running", []],
])("%s (hard: %s) of a %s that is to be %s says %j", (action, hard, role, machine, told) => {
  expect(powerConsequences({ action, hard }, { site: "openstack", role, machine })).toEqual(told);
});

test("on CloudStack no plan undoes it", () => {
  const subject = { site: "cloudstack", role: "standby" } as const;

  const stopped = powerConsequences({ action: "stop", hard: false }, { ...subject, machine: "running" });
  const started = powerConsequences({ action: "start", hard: false }, { ...subject, machine: "stopped" });

  expect([stopped, started]).toEqual([["left-so"], ["kept-stopped", "left-so"]]);
});

test("what must be accepted is what takes something away, or goes against the requirement", () => {
  const all = Object.keys(CONSEQUENCES) as PowerConsequence[];

  expect(all.filter(isGrave)).toEqual(["serving-stops", "serving-pauses", "loses-unwritten", "kept-stopped"]);
});

test("the main machine is stopped only by somebody who accepts that", async () => {
  const { made, request } = makeDesk();
  const asked = { ownerId: "ann", createdBy: "ann", place: PLACE };

  const refusal = request({ ...asked, request: { action: "stop", hard: false, accepted: false } });

  await expect(refusal).rejects.toMatchObject({
    code: "power-not-accepted",
    facts: { consequences: ["serving-stops"] },
  });
  const done = await request({ ...asked, request: { action: "stop", hard: false, accepted: true } });
  expect(done).toMatchObject({ status: "waiting", mayCancel: true, action: "stop", instanceId: "vm-1" });
  expect(made).toHaveLength(1);
});

test("where there is no machine there is nothing to start", async () => {
  const { made, request } = makeDesk();
  const place = { ...PLACE, instanceId: null };

  const asked = request({
    ownerId: "ann",
    createdBy: "ann",
    place,
    request: { action: "start", hard: false, accepted: true },
  });

  await expect(asked).rejects.toMatchObject({ code: "no-machine" });
  expect(made).toEqual([]);
});

test("only a reboot can be hard", async () => {
  const { made, request } = makeDesk();

  await request({
    ownerId: "ann",
    createdBy: "ann",
    place: PLACE,
    request: { action: "start", hard: true, accepted: true },
  });

  expect(made[0]?.hard).toBe(false);
});
