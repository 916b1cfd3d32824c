import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Cloud, DriftReport, SiteKey, TerraformExport } from "../src/contract/index.ts";
import { recordedObjects } from "../src/drift/recorded-objects.ts";
import { refreshedDifferences, writtenAttributes } from "../src/drift/refresh-drift.ts";
import { sandboxHands } from "../test/_helpers/sandbox-hands.ts";
import { until } from "../test/_helpers/until.ts";
import { type BenchService, startBenchService } from "./lib/bench-service.ts";
import { applyBoth } from "./lib/copy-workspaces.ts";
import { cloudstackKinds, type DriftKind, openstackKinds } from "./lib/drift-kinds.ts";
import { type RawFolders, SITES, sandboxEnvironment, writeRawFolders } from "./lib/raw-terraform.ts";
import { type Figure, figure } from "./lib/report.ts";

const TWIN = {
  hardware: { volumes: [{ name: "content", sizeGib: 5, mountPath: "/srv/content" }] },
  network: { openPorts: [{ port: 22 }, { port: 443 }, { port: 8443 }] },
};
/** Twins that nobody touches. */
const UNTOUCHED = 2;
const TWINS_PER_CLOUD = 12;
const PATIENCE_MS = 600_000;

interface Row {
  readonly site: SiteKey;
  readonly what: string;
  readonly planIsBlind: boolean;
  /** Addresses of what Terraform's own refresh finds changed or gone, of what the stack writes. */
  readonly plan: readonly string[];
  readonly ours: readonly string[];
  readonly extra: number;
  readonly seconds: number;
}

/**
 * One twin for each kind of drift, changed past the service on both clouds; then each site is judged by a refresh-only
 * plan of plain Terraform, which is the oracle, and by our check. A difference that the plan has and we have not fails
 * the benchmark.
 *
 * @param count the first so many kinds only
 */
export async function benchDriftRecall(count = Number.POSITIVE_INFINITY): Promise<readonly Figure[]> {
  const rows: Row[] = [];
  let left = true;
  for (let first = 0; left; first += TWINS_PER_CLOUD) left = await livePart(rows, first, count);
  return judge(rows);
}

/** Twins on clouds of their own, because a project's quota ends somewhere; whether there are more to come. */
async function livePart(rows: Row[], first: number, count: number): Promise<boolean> {
  const service = await startBenchService("instant", { TWINSTACK_DRIFT_MINUTES: "0" });
  try {
    const hands = await sandboxHands({
      api: async (method, path) => ({ body: await service.call(method, `/api/v1${path}`) }),
    });
    const kinds: Readonly<Record<string, readonly DriftKind[]>> = {
      openstack: openstackKinds(hands.openstack),
      cloudstack: cloudstackKinds(hands.cloudstack),
    };
    const most = Math.min(count, Math.max(...Object.values(kinds).map(({ length }) => length)));
    // The account that the service has registered; the usual raw one would see none of its objects.
    const credentials = {
      ...(await sandboxEnvironment(service)),
      CLOUDSTACK_API_KEY: "sandbox-admin-api-key",
      CLOUDSTACK_SECRET_KEY: "sandbox-admin-secret-key",
    };
    await nameResolvers(service);
    const end = Math.min(first + TWINS_PER_CLOUD, most + UNTOUCHED);
    for (let number = first; number < end; number += 1) {
      const id = await applyBoth(service, `drift-${number}`, TWIN);
      const path = `/api/v1/workspaces/${id}/terraform?state=true`;
      const folders = await writeRawFolders(service, await service.call<TerraformExport>("GET", path), credentials);
      const kindOn = (site: SiteKey) => (number < most ? kinds[site]?.[number] : undefined);
      for (const site of SITES) await change(folders, site, kindOn(site));
      const report = await check(service, id);
      for (const site of SITES) rows.push(await compare(folders, site, kindOn(site), report));
      await folders.remove();
      process.stderr.write(`drift: ${number + 1} of ${most + UNTOUCHED}\n`);
    }
    return end < most + UNTOUCHED;
  } finally {
    await service.close();
  }
}

/** A subnet's resolvers can only drift where somebody has named some. */
async function nameResolvers(service: BenchService): Promise<void> {
  const { items } = await service.call<{ items: Cloud[] }>("GET", "/api/v1/clouds");
  const openstack = items.find(({ kind }) => kind === "openstack");
  const mapping = { ...openstack?.mapping, dnsServers: ["192.0.2.1"] };
  await service.call("PATCH", `/api/v1/clouds/${openstack?.id}`, { mapping });
}

async function change(folders: RawFolders, site: SiteKey, kind: DriftKind | undefined): Promise<void> {
  const objects = recordedObjects(await readFile(join(folders.path(site), "terraform.tfstate")));
  const idOf = (type: string): string => {
    const found = objects.find((object) => object.type === type);
    if (found === undefined) throw new TypeError(`the twin has no ${type} on ${site}`);
    return found.id;
  };
  try {
    await kind?.do(idOf);
  } catch (error) {
    throw new Error(`${site}: ${kind?.what}: ${String(error)}`, { cause: error });
  }
}

async function check(service: BenchService, id: string): Promise<DriftReport> {
  await service.call("POST", `/api/v1/workspaces/${id}/drift/check`, {});
  const read = () => service.call<DriftReport>("GET", `/api/v1/workspaces/${id}/drift`);
  await until(async () => (await read()).sites.every(({ asked }) => !asked), PATIENCE_MS);
  return read();
}

async function compare(
  folders: RawFolders,
  site: SiteKey,
  kind: DriftKind | undefined,
  report: DriftReport,
): Promise<Row> {
  await folders.terraform(site, "init", "-input=false");
  const begin = performance.now();
  await folders.terraform(site, "plan", "-refresh-only", "-input=false", "-lock=false", "-out", "plan.bin");
  const seconds = (performance.now() - begin) / 1_000;
  const planJson: unknown = JSON.parse(await folders.read(site, "show", "-json", "plan.bin"));
  const written = writtenAttributes({
    "cdk.tf.json": await readFile(join(folders.path(site), "main.tf.json"), "utf8"),
  });
  const plan = refreshedDifferences(planJson, written)
    .filter(({ attributes, kind: how }) => how === "gone" || attributes.some(({ path }) => path !== "power_state"))
    .map(({ recorded }) => recorded?.address ?? "");
  const findings = report.sites.find((one) => one.site === site)?.findings ?? [];
  return {
    ...{ site, what: kind?.what ?? "nothing", planIsBlind: kind?.planIsBlind === true || kind === undefined },
    ...{ plan, seconds, ours: findings.flatMap(({ address }) => address ?? []) },
    extra: findings.filter(({ kind: how }) => how === "extra").length,
  };
}

function judge(rows: readonly Row[]): readonly Figure[] {
  const missed = rows.flatMap(({ site, what, plan, ours }) =>
    plan.filter((address) => !ours.includes(address)).map((address) => `${site}, ${what}: ${address}`),
  );
  const unseen = rows.filter(({ what, ours, extra }) => what !== "nothing" && ours.length + extra === 0);
  const invented = rows.filter(({ what, ours, extra }) => what === "nothing" && ours.length + extra > 0);
  process.stdout.write("| cloud | what was done | `terraform plan` says | we say |\n|---|---|---|---|\n");
  for (const { site, what, plan, ours, extra } of rows)
    process.stdout.write(
      `| ${site} | ${what} | ${said(plan)} | ${said([...ours, ...(extra > 0 ? [`${extra} extra`] : [])])} |\n`,
    );
  process.stdout.write("\n");
  for (const miss of missed) process.stdout.write(`missed: ${miss}\n`);
  for (const { site, what, planIsBlind } of unseen)
    process.stdout.write(`seen by nobody: ${site}, ${what}${planIsBlind ? "" : " (the plan is not blind for it)"}\n`);
  if (missed.length + unseen.length + invented.length > 0) process.exitCode = 1;
  const found = rows.reduce((sum, { plan }) => sum + plan.length, 0);
  const seconds = rows.map((row) => row.seconds).toSorted((left, right) => left - right);
  return [
    figure("sites looked at", rows.length, ""),
    figure("differences that `terraform plan` found", found, ""),
    figure("of these missed by our check", missed.length, "", 0),
    figure("kinds that our check did not see at all", unseen.length, "", 0),
    figure("untouched sites with a difference", invented.length, "", 0),
    figure("one refresh-only plan, median", seconds[Math.floor(seconds.length / 2)] ?? Number.NaN, " s"),
  ];
}

function said(addresses: readonly string[]): string {
  return addresses.length === 0 ? "nothing" : addresses.map((address) => `\`${address}\``).join(", ");
}
