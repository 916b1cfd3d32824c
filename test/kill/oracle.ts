import { setTimeout as sleep } from "node:timers/promises";
import type { RepairReport, StateHistory, TerraformExport } from "../../src/contract/index.ts";
import { type CloudObject, listCloudObjects } from "./cloud-objects.ts";
import type { Stand } from "./stand.ts";

/** An object that nobody knows this long after everything came to rest is lost. */
const KNOWN_WITHIN_MS = 60_000;
const SITES = ["openstack", "cloudstack"] as const;

/** Newest serial and lineage of every site's state. */
export type StateMarks = Readonly<Record<string, { readonly serial: number; readonly lineage: string } | null>>;

export async function stateMarks({ api }: Pick<Stand, "api">, workspaceId: string): Promise<StateMarks> {
  const entries = SITES.map(async (site) => {
    const { status, body } = await api<StateHistory>("GET", `/workspaces/${workspaceId}/states/${site}`);
    const newest = status === 200 ? body.versions[0] : undefined;
    return [site, newest === undefined ? null : { serial: newest.serial, lineage: newest.lineage }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** A state that went back, began anew or disappeared. */
export function lostStates(before: StateMarks, after: StateMarks): readonly string[] {
  return Object.entries(before).flatMap(([site, was]) => {
    const is = after[site];
    if (was === null || (is && is.lineage === was.lineage && is.serial >= was.serial)) return [];
    return [`lost state: ${site} was ${was.serial} of ${was.lineage}, is ${is?.serial} of ${is?.lineage}`];
  });
}

export interface Account {
  /** Objects that are neither in a state nor in a repair list. */
  readonly unknown: readonly string[];
  readonly seconds: number;
}

/** Waits until everything that is on the clouds, and was not before the case, is in a state or in a repair list. */
export async function account(stand: Stand, workspaceId: string, baseline: ReadonlySet<string>): Promise<Account> {
  const began = performance.now();
  for (;;) {
    const unknown = await unknownObjects(stand, workspaceId, baseline);
    const waited = performance.now() - began;
    if (unknown.length === 0 || waited > KNOWN_WITHIN_MS) {
      return { unknown: unknown.map(wordsFor), seconds: Math.round(waited / 100) / 10 };
    }
    await sleep(1_000);
  }
}

async function unknownObjects(stand: Stand, workspaceId: string, baseline: ReadonlySet<string>) {
  const present = await newObjects(stand, baseline);
  const exported = await stand.api<TerraformExport>("GET", `/workspaces/${workspaceId}/terraform?state=true`);
  const states = Object.entries(exported.body.files ?? {}).filter(([path]) => path.endsWith("terraform.tfstate"));
  const report = await stand.api<RepairReport>("GET", `/workspaces/${workspaceId}/repair`);
  const strays = (report.body.sites ?? []).flatMap((site) => site.strays.map(({ id }) => id));
  const text = [...states.map(([, state]) => state), ...strays].join("\n");
  const known = (one: CloudObject): boolean =>
    text.includes(one.id) || (one.partOf !== null && text.includes(one.partOf));
  return present.filter((one) => !known(one));
}

export async function newObjects(stand: Pick<Stand, "clouds">, baseline: ReadonlySet<string>) {
  return (await listCloudObjects(stand.clouds)).filter(({ id }) => !baseline.has(id));
}

/** Names are made from the workspace, so the same name twice is the same thing made twice. */
export function doubled(objects: readonly CloudObject[]): readonly string[] {
  const seen = new Map<string, number>();
  for (const { cloud, kind, name } of objects) {
    const key = `${cloud} ${kind} ${name}`;
    if (name.startsWith("ts-")) seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  return [...seen].filter(([, count]) => count > 1).map(([key, count]) => `there ${count} times: ${key}`);
}

export function wordsFor({ cloud, kind, id, name }: CloudObject): string {
  return `${cloud} ${kind} ${name || "(no name)"} ${id}`;
}
