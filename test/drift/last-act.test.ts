import { expect, test } from "@jest/globals";
import type { CloudAct } from "../../src/cloud/index.ts";
import type { DriftFinding } from "../../src/contract/index.ts";
import { lastAct } from "../../src/drift/last-act.ts";

const APPLIED = new Date("2026-11-22T01:00:00Z");
const act = (what: string, time: string): CloudAct => ({ what, by: "ann", at: new Date(`2026-11-22T${time}Z`) });
const changed = (...paths: readonly string[]): Pick<DriftFinding, "kind" | "attributes"> => ({
  kind: "changed",
  attributes: paths.map((path) => ({ path, recorded: "a", observed: "b" })),
});
const RECORD = [
  act("resize", "00:30:00"),
  act("resize", "02:00:00"),
  act("stop", "03:00:00"),
  act("VM.UPGRADE", "04:00:00"),
  act("delete", "05:00:00"),
  act("VOLUME.DELETE", "06:00:00"),
];

test.each<readonly [string, Pick<DriftFinding, "kind" | "attributes">, string | undefined, string | undefined]>([
  ["a machine of another size was resized", changed("flavor_id"), "resize", "02:00:00"],
  ["of two causes the later one", changed("flavor_id", "power_state"), "stop", "03:00:00"],
  ["CloudStack calls it another name", changed("service_offering"), "VM.UPGRADE", "04:00:00"],
  ["what is gone was deleted", { kind: "gone", attributes: [] }, "VOLUME.DELETE", "06:00:00"],
  ["nothing in the record changes a network", changed("network_id"), undefined, undefined],
])("%s", (_sentence, finding, what, time) => {
  const found = lastAct(finding, RECORD, APPLIED);

  expect([found?.what, found?.at.slice(11, 19)]).toEqual([what, time]);
});

test("what was done before the apply was its own doing", () => {
  expect(lastAct(changed("flavor_id"), [act("resize", "00:30:00")], APPLIED)).toBeUndefined();
});
