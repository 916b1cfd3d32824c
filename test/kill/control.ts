import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SANDBOX_CREDENTIALS } from "../../sandbox/cloudstack/seed/credentials.ts";
import type { TerraformExport } from "../../src/contract/index.ts";
import { terraformEnv, toolchain } from "../_helpers/toolchain.ts";
import { listCloudObjects } from "./cloud-objects.ts";
import { type CloudKind, type KillPoint, pointName, pointsOf } from "./kill-point.ts";
import { doubled, newObjects, wordsFor } from "./oracle.ts";
import { openRawStateServer } from "./raw-state-server.ts";
import { keepResult, readPassages, readResults, resultFile } from "./results.ts";
import { openStand, type Stand } from "./stand.ts";
import { submit } from "./story.ts";

/** The same kill on a shell script: what it left on the cloud when it believed that everything was destroyed. */
export interface ControlResult {
  readonly point: string;
  readonly passed: boolean;
  /** Made twice, seen after the script was run again. */
  readonly doubled: readonly string[];
  /** On the cloud after `terraform destroy`, in no state. */
  readonly lost: readonly string[];
  /** Exit codes of: the killed apply, the second run, the destroy. */
  readonly exits: readonly (number | null)[];
}

/**
 * `init && plan -out && apply`, killed, run again as a person does, then destroyed: plain Terraform on the HTTP backend,
 * with the files that the product exports, on the same sandbox clouds.
 */
export async function runControl(cases: number, minutes: number): Promise<number> {
  const deadline = Date.now() + minutes * 60_000;
  const done = new Set((await readResults(/^control/)).map(({ point }) => point));
  const making = pointsOf(await readPassages()).filter(
    ({ victim, phase, boundary }) => victim === "engine" && phase === "apply" && makes(boundary),
  );
  const on = (cloud: string) => making.filter(({ boundary }) => boundary.startsWith(cloud));
  const [one, other] = [on("openstack"), on("cloudstack")];
  // By turns, so that a short control has both clouds.
  const points = Array.from({ length: Math.max(one.length, other.length) }, (_, index) => [one[index], other[index]])
    .flat()
    .filter((point) => point !== undefined);
  const [stand, states] = [await openStand(), await openRawStateServer()];
  try {
    for (const point of points.slice(0, cases).filter((one) => !done.has(pointName(one)))) {
      if (Date.now() > deadline) break;
      const result = await controlCase(stand, states.url, point, `control-${process.pid % 1_000}-${done.size}`);
      done.add(result.point);
      await keepResult(resultFile("control"), result);
      process.stdout.write(`${JSON.stringify(result)}\n`);
    }
  } finally {
    await Promise.all([stand.close(), states.close()]);
  }
  return 0;
}

function makes(boundary: string): boolean {
  return /: (POST|create|deploy|associate)/.test(boundary);
}

async function controlCase(stand: Stand, states: string, point: KillPoint, name: string): Promise<ControlResult> {
  const kind: CloudKind = point.boundary.startsWith("openstack") ? "openstack" : "cloudstack";
  const baseline = new Set((await listCloudObjects(stand.clouds)).map(({ id }) => id));
  const id = await submit(stand, name);
  const folder = await mkdtemp(join(tmpdir(), "twinstack-control-"));
  try {
    await writeConfiguration(stand, id, kind, folder);
    const env = { ...terraformEnv(), ...environment(stand, kind), TF_HTTP_ADDRESS: `${states}/${id}` };
    let engine = 0;
    const terraform = async (command: string, ...args: readonly string[]): Promise<number | null> => {
      const child = spawn(toolchain().enginePath, [command, "-no-color", "-input=false", ...args], {
        cwd: folder,
        env,
        stdio: "ignore",
      });
      engine = child.pid ?? 0;
      await once(child, "exit");
      return child.exitCode;
    };
    await terraform("init");
    await terraform("plan", "-out=p.bin");
    const kill = async (): Promise<void> => void process.kill(engine, "SIGKILL");
    stand.proxies[kind].arm({ ...point, kill });
    const killed = await terraform("apply", "p.bin");
    const passed = stand.proxies[kind].fired();
    stand.proxies[kind].arm(null);
    await terraform("plan", "-out=p.bin");
    const again = await terraform("apply", "p.bin");
    const twice = doubled(await newObjects(stand, baseline));
    const destroyed = await terraform("destroy", "-auto-approve");
    const lost = (await newObjects(stand, baseline)).map(wordsFor);
    return { point: pointName(point), passed, doubled: twice, lost, exits: [killed, again, destroyed] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeConfiguration(stand: Stand, id: string, kind: CloudKind, folder: string): Promise<void> {
  const { files } = (await stand.api<TerraformExport>("GET", `/workspaces/${id}/terraform`)).body;
  for (const [path, text] of Object.entries(files)) {
    if (!path.startsWith(`${kind}/`)) continue;
    const document = path.endsWith(".tf.json") ? (JSON.parse(text) as { terraform?: object }) : null;
    const plain = document && { ...document, terraform: { ...document.terraform, backend: { http: {} } } };
    await writeFile(join(folder, path.slice(kind.length + 1)), plain === null ? text : JSON.stringify(plain));
  }
}

function environment({ proxies }: Stand, kind: CloudKind): Record<string, string> {
  const { apiKey, secretKey } = SANDBOX_CREDENTIALS.admin;
  return kind === "openstack"
    ? {
        ...{ OS_AUTH_URL: `${proxies.openstack.origin}/identity/v3`, OS_REGION_NAME: "RegionOne" },
        ...{ OS_USERNAME: "demo", OS_PASSWORD: "demo", OS_PROJECT_NAME: "demo" },
        ...{ OS_USER_DOMAIN_NAME: "Default", OS_PROJECT_DOMAIN_NAME: "Default" },
      }
    : {
        CLOUDSTACK_API_URL: `${proxies.cloudstack.origin}/client/api`,
        ...{ CLOUDSTACK_API_KEY: apiKey, CLOUDSTACK_SECRET_KEY: secretKey },
      };
}
