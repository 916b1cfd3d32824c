import { expect, test } from "@jest/globals";
import { makeInspector, type RepairStore } from "../../src/repair/index.ts";

type InspectorPorts = Parameters<typeof makeInspector>[0];

const MINUTE = 60;

test("a site whose inspector died is looked at by another within the minute in which all must be listed", async () => {
  const held: number[] = [];
  const takeForInspection: RepairStore["takeForInspection"] = async (seconds) => {
    held.push(seconds);
    return null;
  };
  let tick: () => void = () => undefined;
  const every: InspectorPorts["timers"]["every"] = (_ms, act) => {
    tick = act;
    return () => undefined;
  };
  // Nothing else is asked of it when no site is due.
  const inspector = makeInspector({ store: { takeForInspection }, timers: { every } } as unknown as InspectorPorts);

  inspector.start();
  tick();
  await inspector.stop();

  expect(held).toHaveLength(1);
  // The rest of the minute is for its listing.
  expect(Math.max(...held)).toBeLessThanOrEqual(MINUTE / 2);
});
