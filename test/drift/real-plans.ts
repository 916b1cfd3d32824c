import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { terraformEnv, toolchain } from "../_helpers/toolchain.ts";
import type { ChangeRow } from "./change-row.ts";
import { BASES, VALUES } from "./sample-values.ts";

const run = promisify(execFile);
type Fields = Readonly<Record<string, unknown>>;

const PROVIDERS = {
  openstack: { source: "terraform-provider-openstack/openstack", version: "3.4.0" },
  cloudstack: { source: "cloudstack/cloudstack", version: "0.6.0" },
} as const;
/** Nothing is asked of them: nothing is refreshed and nothing applied. */
const PROVIDER_BLOCKS = {
  openstack: { auth_url: "http://127.0.0.1:9/v3", user_name: "u", password: "p", tenant_name: "t", region: "r" },
  cloudstack: { api_url: "http://127.0.0.1:9/client/api", api_key: "k", secret_key: "s" },
};

/** What a refresh would have filled in; unknown it would look changed. */
const READ_BACK: Readonly<Record<keyof typeof PROVIDERS, Fields>> = { openstack: {}, cloudstack: { tags: {} } };

/** One attribute of a row, and the address that it has in the plan. */
export interface RealCase {
  readonly row: ChangeRow;
  readonly attribute: string;
  readonly address: string;
}

export function casesOf(rows: readonly ChangeRow[]): readonly RealCase[] {
  return rows.flatMap((row, index) =>
    row.attributes.map((attribute) => ({ row, attribute, address: `${row.type}.row${index}_${attribute}` })),
  );
}

/**
 * Lets the real engine with the real provider plan all rows at once: each is an object of a state written by hand, whose
 * one attribute differs in the configuration. The providers decide alone what that means.
 *
 * @returns `terraform show -json` of the plan
 */
export async function planWithProvider(cloud: keyof typeof PROVIDERS, cases: readonly RealCase[]): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), "twinstack-rows-"));
  const options = { cwd: folder, env: terraformEnv(), maxBuffer: 64 * 1024 * 1024 };
  const engine = async (...args: readonly string[]) => (await run(toolchain().enginePath, [...args], options)).stdout;
  try {
    await writeFile(join(folder, "main.tf.json"), JSON.stringify(configuration(cloud, cases)));
    await engine("init", "-input=false", "-no-color");
    await writeFile(join(folder, "terraform.tfstate"), JSON.stringify(state(cloud, cases)));
    await engine("plan", "-input=false", "-no-color", "-refresh=false", "-out=plan");
    return JSON.parse(await engine("show", "-json", "plan"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function configuration(cloud: keyof typeof PROVIDERS, cases: readonly RealCase[]): unknown {
  const resource: Record<string, Record<string, unknown>> = {};
  for (const one of cases) {
    const { type } = one.row;
    resource[type] = { ...resource[type], [nameOf(one)]: { ...known(BASES[type]), ...valuesOf(one, 1) } };
  }
  return {
    terraform: { required_providers: { [cloud]: PROVIDERS[cloud] } },
    provider: { [cloud]: PROVIDER_BLOCKS[cloud] },
    resource,
  };
}

function state(cloud: keyof typeof PROVIDERS, cases: readonly RealCase[]): unknown {
  const resources = cases.map((one) => ({
    ...{ mode: "managed", type: one.row.type, name: nameOf(one) },
    provider: `provider["${registry()}/${PROVIDERS[cloud].source}"]`,
    instances: [
      { schema_version: 0, attributes: { id: "1", ...READ_BACK[cloud], ...BASES[one.row.type], ...valuesOf(one, 0) } },
    ],
  }));
  return { version: 4, terraform_version: "1.11.4", serial: 1, lineage: "rows", outputs: {}, resources };
}

/** Each engine completes a provider's name with its own registry. */
function registry(): string {
  return toolchain().engineKind === "opentofu" ? "registry.opentofu.org" : "registry.terraform.io";
}

/** The row's own sides where it has any, without what only a recorded plan tells. */
function valuesOf({ row, attribute }: RealCase, side: 0 | 1): Fields {
  const { id: _id, ...own } = (side === 0 ? row.before : row.after) ?? row.before ?? {};
  const value = (VALUES[`${row.type}.${attribute}`] ?? VALUES[attribute] ?? ["a", "b"])[side];
  return { [attribute]: value, ...known(own) };
}

function known(fields: Fields | undefined): Fields {
  return Object.fromEntries(Object.entries(fields ?? {}).filter(([, value]) => !isEmptyList(value)));
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function nameOf({ address }: RealCase): string {
  return address.split(".")[1] ?? address;
}
