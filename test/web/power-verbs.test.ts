import { expect, test } from "@jest/globals";
import type { Instance } from "../../src/contract/index.ts";
import { powerVerbs } from "../../web/modules/machine/overview/power-verbs.ts";

test.each<[Instance["powerState"], boolean, readonly string[]]>([
  ["running", false, ["stop", "reboot"]],
  ["stopped", false, ["start"]],
  ["error", false, ["stop", "reboot"]],
  ["starting", false, []],
  ["stopping", false, []],
  ["paused", false, []],
  ["absent", false, []],
  ["unknown", false, ["start", "stop", "reboot"]],
  ["running", true, ["start", "stop", "reboot"]],
])("of a machine that is %s (old news: %s) one can ask %j", (powerState, stale, verbs) => {
  expect(powerVerbs({ powerState, stale })).toEqual(verbs);
});
