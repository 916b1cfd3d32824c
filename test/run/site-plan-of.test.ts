import { expect, test } from "@jest/globals";
import { makeSitePlanOf } from "../../src/run/index.ts";
import { sampleRun } from "../_helpers/run-records.ts";
import { samplePlan } from "../_helpers/samples.ts";

const sitePlanOf = makeSitePlanOf({
  revision: async (_workspaceId, number) => (number === 2 ? { number, deploymentPlan: samplePlan(2) } : null),
});

test("finds the site as it was compiled for the run's revision", async () => {
  const site = await sitePlanOf(sampleRun({ revision: 2, site: "cloudstack" }));

  expect([site.cloud, site.revision]).toEqual(["cloudstack", 2]);
});

test("says which revision lacks the site", async () => {
  const missing = sitePlanOf(sampleRun({ revision: 3 }));

  await expect(missing).rejects.toMatchObject({ code: "not-found", facts: { revision: 3, site: "openstack" } });
});
