import { expect, test } from "@jest/globals";
import { type BucketSnapshot, decideBucketStep } from "../../src/bucket/decide-step.ts";
import type { RunStatus } from "../../src/contract/index.ts";

const CALM: BucketSnapshot = {
  ...{ wish: "present", byTerraform: true, run: null, busy: false, hasKey: false, hasObjects: false },
};
const run = (status: RunStatus, harmless = true) => ({ run: { status, harmless } });

test.each<[string, Partial<BucketSnapshot>, string]>([
  ["an earlier run is not over", { busy: true }, "wait"],
  ["nothing was begun", {}, "begin"],
  ["the cloud's API makes it", { byTerraform: false }, "ensure"],
  ["its run is at work", run("applying"), "wait"],
  ["its plan harms nothing, so the worker goes on", run("planned"), "wait"],
  ["its plan would replace the bucket", run("planned", false), "discard"],
  ["its run was applied", run("applied"), "rest"],
  ["its run found nothing to do", run("planned-and-finished"), "rest"],
  ["its run ended badly", run("errored"), "fail"],
  ["its run was discarded", run("discarded"), "fail"],
  ["it is to go, and somebody has a key", { wish: "absent", hasKey: true, hasObjects: true }, "revoke"],
  ["it is to go, and the API made it", { wish: "absent", byTerraform: false }, "dissolve"],
  ["it is to go, and Terraform knows it", { wish: "absent", hasObjects: true }, "destroy"],
  ["it is to go, and never was there", { wish: "absent" }, "forget"],
  ["its destruction waits for a word", { wish: "absent", ...run("planned", false) }, "confirm"],
  ["it is destroyed", { wish: "absent", ...run("applied") }, "forget"],
  ["its destruction failed", { wish: "absent", ...run("errored") }, "fail"],
])("when %s, the next step is said", (_when, change, step) => {
  expect(decideBucketStep({ ...CALM, ...change })).toBe(step);
});
