import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import type { SiteKey, TerraformExport } from "../../src/contract/index.ts";
import type { BenchService } from "./bench-service.ts";

export const SITES: readonly SiteKey[] = ["openstack", "cloudstack"];

/** The exported Terraform of a workspace in folders of its own, for driving the engine without us. */
export interface RawFolders {
  path(site: SiteKey): string;
  terraform(site: SiteKey, ...args: string[]): Promise<void>;
  /** The same; what it printed. */
  read(site: SiteKey, ...args: string[]): Promise<string>;
  remove(): Promise<void>;
}

/** Credentials of the sandbox clouds; the addresses come from what the service registered. */
export async function sandboxEnvironment(service: BenchService): Promise<Readonly<Record<string, string>>> {
  const { items } = await service.call<{ items: { kind: string; endpoint: string; location: string }[] }>(
    "GET",
    "/api/v1/clouds",
  );
  const endpoint = (kind: string): string => items.find((cloud) => cloud.kind === kind)?.endpoint ?? "";
  return {
    OS_AUTH_URL: endpoint("openstack"),
    OS_REGION_NAME: "RegionOne",
    OS_USERNAME: "demo",
    OS_PASSWORD: "demo",
    OS_PROJECT_NAME: "demo",
    OS_USER_DOMAIN_NAME: "Default",
    OS_PROJECT_DOMAIN_NAME: "Default",
    CLOUDSTACK_API_URL: endpoint("cloudstack"),
    CLOUDSTACK_API_KEY: "sandbox-demo-api-key",
    CLOUDSTACK_SECRET_KEY: "sandbox-demo-secret-key",
  };
}

export async function writeRawFolders(
  service: BenchService,
  exported: TerraformExport,
  credentials: Readonly<Record<string, string>>,
): Promise<RawFolders> {
  const root = await mkdtemp(join(tmpdir(), "twinstack-raw-"));
  for (const [path, text] of Object.entries(exported.files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  const run = (site: SiteKey, args: readonly string[]) =>
    execa(service.toolchain.enginePath, args, {
      cwd: join(root, site),
      env: { ...service.engineEnvironment, ...credentials },
      extendEnv: false,
      stdin: "ignore",
      maxBuffer: 50_000_000,
    });
  return {
    path: (site) => join(root, site),
    terraform: async (site, ...args) => void (await run(site, args)),
    read: async (site, ...args) => (await run(site, args)).stdout,
    remove: () => rm(root, { recursive: true, force: true }),
  };
}
