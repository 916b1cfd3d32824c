import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";
import type { SitePlan } from "../../src/contract/index.ts";
import { matchObjects } from "../../src/repair/match-objects.ts";
import { readConfiguration } from "../../src/repair/read-configuration.ts";
import { siteMarks } from "../../src/repair/site-marks.ts";
import { readState, writeState } from "../../src/repair/state-document.ts";
import { synthesizeSite } from "../../stacks/synthesize-site.ts";
import { openCloudstackSite, openOpenstackSite } from "../_helpers/sandbox-site.ts";
import { terraformEnv, toolchain } from "../_helpers/toolchain.ts";

const run = promisify(execFile);
const tools = { sha1Hex: (text: string) => createHash("sha1").update(text).digest("hex") };
const NOTHING = { attributes: new Map(), known: new Set<string>() };

/** A folder where the real engine works on a state file. */
async function makeFolder(files: Readonly<Record<string, string>>, environment: Readonly<Record<string, string>>) {
  const folder = await mkdtemp(join(tmpdir(), "twinstack-adopted-"));
  await writeFile(join(folder, "cdk.tf.json"), files["cdk.tf.json"] ?? "");
  await writeFile(join(folder, "backend_override.tf.json"), '{"terraform":{"backend":{"local":{}}}}');
  const engine = async (...args: string[]) =>
    (
      await run(toolchain().enginePath, [...args, "-no-color"], {
        cwd: folder,
        env: { ...terraformEnv(), ...environment },
        maxBuffer: 64 * 1024 * 1024,
      })
    ).stdout;
  await engine("init", "-input=false");
  return {
    engine,
    state: join(folder, "terraform.tfstate"),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

const SITES = [
  [openOpenstackSite, {}],
  [openCloudstackSite, {}],
  [openOpenstackSite, secondSite("openstack-2")],
  [openCloudstackSite, secondSite("cloudstack-2")],
] as const;

function secondSite(site: SitePlan["site"]) {
  return { site, namePrefix: "ts2-web-6f1f6f3c", tags: { site } };
}

for (const [open, changes] of SITES) {
  const which = "site" in changes ? changes.site : open.name;
  test(`a site whose whole state was lost is adopted without a change (${which})`, async () => {
    const site = await open();
    const plan: SitePlan = site.plan(changes);
    const files = synthesizeSite(plan);
    const folder = await makeFolder(files, site.environment);
    try {
      await folder.engine("apply", "-auto-approve");
      const before = readState(await readFile(folder.state));

      const found = await site.client.listMarked(siteMarks(plan));
      const twin =
        "site" in changes
          ? site.plan()
          : site.plan(secondSite(plan.cloud === "openstack" ? "openstack-2" : "cloudstack-2"));
      const ofTwin = await site.client.listMarked(siteMarks(twin));
      const configuration = readConfiguration(files);
      const { adoptions, rest } = matchObjects({ configuration, state: NOTHING, found, reported: new Set(), tools });
      const adopted = writeState(
        null,
        adoptions.map(({ entry }) => entry),
        "7c1f0a5e-0000-4000-8000-000000000001",
      );
      await writeFile(folder.state, adopted);
      const again = await folder.engine("plan", "-input=false");

      const cloudObjects = [...before.attributes.keys()].filter((address) => !address.startsWith("terraform_data."));
      expect(adoptions.map(({ address }) => address).toSorted()).toEqual(cloudObjects.toSorted());
      expect(readState(adopted).known.size).toBeGreaterThan(5);
      expect(ofTwin).toEqual([]);
      expect(rest.filter(({ kind }) => kind !== "volume-attachment")).toEqual([]);
      expect(again.match(/^ {2}# .* (will|must) be .*$/gm) ?? []).toEqual(
        plan.cloud === "openstack" ? [] : ["  # terraform_data.machine_first_boot will be created"],
      );
    } finally {
      await folder.close();
      await site.close();
    }
  }, 180_000);
}
