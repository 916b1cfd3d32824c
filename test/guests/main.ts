/**
 * `npm run test:guests -- [--report] [--keep]` (docs/guests.md): one requirement becomes two machines with real systems
 * in them, one on each sandbox cloud; both are looked at from inside and from outside, rebooted, and deleted. The folder
 * of the guest image comes in TWINSTACK_GUEST_IMAGE (tools/guests.mjs sets it).
 */
import { parseArgs } from "node:util";
import { apply, plan, submit } from "../_helpers/started-service.ts";
import { until } from "../_helpers/until.ts";
import { compare, isBad } from "./compare.ts";
import { EXPECTED } from "./expected.ts";
import { type GuestCloud, type GuestWorld, openGuestWorld } from "./guest-world.ts";
import { insideChecks, waitForFirstBoot, waitForShell } from "./look-inside.ts";
import { outsideChecks } from "./outside-checks.ts";
import { rebootAndLook } from "./reboot-and-look.ts";
import { writeReport } from "./report.ts";
import { requirementYaml } from "./requirement.ts";

const SITES = ["openstack", "cloudstack"] as const satisfies readonly GuestCloud[];

const { values } = parseArgs({ options: { report: { type: "boolean", default: false } } });
const imageFolder = process.env["TWINSTACK_GUEST_IMAGE"] ?? "";
const began = Date.now();
const world = await openGuestWorld(imageFolder);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void world.close().finally(() => process.exit(130)));
}
try {
  process.exitCode = await compareTwins(world);
} finally {
  await world.close();
}

async function compareTwins({ service, publicKey }: GuestWorld): Promise<number> {
  const { workspace } = await submit(service, requirementYaml(publicKey));
  const runs = await apply(service, await plan(service, workspace.id));
  const errored = runs.filter(({ status }) => status !== "applied");
  if (errored.length > 0) throw new Error(`not applied: ${JSON.stringify(errored)}`);
  tell("both sites are applied");
  const seen = await Promise.all(SITES.map((cloud) => lookAt(cloud, workspace.id)));
  const { acceleration } = await world.guests("openstack");
  await apply(service, await plan(service, workspace.id, "destroy"));
  for (const cloud of SITES) {
    await until(async () => (await world.guests(cloud)).guests.length === 0, 120_000);
  }
  tell("both machines are gone, and so are their processes");
  const rows = compare(
    seen.map(({ values: one }) => one),
    EXPECTED,
  );
  const parts = { rows, columns: [...SITES], acceleration, times: seen.flatMap(({ times }) => times), remarks: [] };
  for (const path of await writeReport(parts, values.report)) tell(`report: ${path}`);
  for (const row of rows.filter(isBad)) tell(`${row.verdict}: ${row.feature}\n${row.values.join("\n--\n")}`);
  const bad = rows.filter(isBad).length;
  process.stdout.write(`${rows.length - bad} passed, ${bad} failed, 0 skipped\n`);
  return bad === 0 ? 0 : 1;
}

interface Seen {
  readonly values: ReadonlyMap<string, string>;
  readonly times: readonly string[];
}

async function lookAt(cloud: GuestCloud, workspaceId: string): Promise<Seen> {
  const since = Date.now();
  const seconds = () => Math.round((Date.now() - since) / 1000);
  const instance = await world.instance(cloud);
  const address = instance?.publicAddress ?? "";
  (await waitForShell(address, world.privateKey)).close();
  const times = [`${cloud}: a person gets in ${seconds()} s after the end of the run`];
  tell(`${cloud}: ${address} lets a person in`);
  await waitForFirstBoot(address, world.privateKey);
  times.push(`${cloud}: first boot ended after ${seconds()} s`);
  tell(`${cloud}: first boot ended`);
  // The agent says once more that first boot is done, within its half minute.
  await until(async () => (await world.heard(workspaceId, cloud))?.firstBootDone === true, 300_000).catch(
    () => undefined,
  );
  const place = { workspaceId, site: cloud, cloud, address };
  const shell = await waitForShell(address, world.privateKey);
  const inside = await insideChecks(shell);
  const outside = await outsideChecks(world, place);
  shell.close();
  tell(`${cloud}: looked at; it reboots now`);
  const reboot = await rebootAndLook(world, place);
  times.push(`${cloud}: back ${reboot.seconds} s after it was told to reboot`);
  return { values: new Map([...inside, ...outside, ["after a reboot", reboot.text]]), times };
}

function tell(text: string): void {
  process.stdout.write(`${String(Math.round((Date.now() - began) / 1000)).padStart(5)} s  ${text}\n`);
}
