import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { SANDBOX_CREDENTIALS } from "../../sandbox/cloudstack/seed/credentials.ts";
import { startCloudstackSandbox } from "../../sandbox/cloudstack/start-cloudstack-sandbox.ts";
import { startOpenstackSandbox } from "../../sandbox/openstack/start-openstack-sandbox.ts";

/** The two sandbox clouds for one command; what is made there outlives it. */
export interface OperatorSandbox {
  /** Where they are and their well-known credentials, in the providers' own variables. */
  readonly environment: Readonly<Record<string, string>>;
  /** Whose they are, in words. */
  readonly origin: string;
  close(): Promise<void>;
}

const Ports = z.object({ openstack: z.int().min(1), cloudstack: z.int().min(1) });
const PATIENCE_MS = 2_000;

/** The sandbox clouds of a running service, else the same ones (same state in `folder`) for as long as this command runs. */
export async function openOperatorSandbox(folder: string): Promise<OperatorSandbox> {
  return (await runningSandbox(folder)) ?? (await startSandbox(folder));
}

async function runningSandbox(folder: string): Promise<OperatorSandbox | null> {
  const known = await readFile(join(folder, "ports.json"), "utf8").catch(() => "null");
  const ports = Ports.safeParse(JSON.parse(known));
  if (!ports.success) return null;
  const [openstack, cloudstack] = [ports.data.openstack, ports.data.cloudstack].map(
    (port) => `http://127.0.0.1:${port}`,
  );
  if (openstack === undefined || cloudstack === undefined) return null;
  const answers = await Promise.all([isSandbox(openstack, "openstack"), isSandbox(cloudstack, "cloudstack")]);
  if (!answers.every(Boolean)) return null;
  return {
    environment: variables(`${openstack}/identity/v3`, `${cloudstack}/client/api`),
    origin: "the sandbox clouds of the running service",
    close: async () => {},
  };
}

async function isSandbox(url: string, kind: string): Promise<boolean> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => null);
  await answer?.arrayBuffer();
  return answer?.headers.get("x-twinstack-sandbox") === kind;
}

async function startSandbox(folder: string): Promise<OperatorSandbox> {
  const [openstack, cloudstack] = await Promise.all([
    startOpenstackSandbox({ port: 0, latency: "instant", stateFile: join(folder, "openstack.json") }),
    startCloudstackSandbox({ port: 0, latency: "instant", stateFile: join(folder, "cloudstack.json") }),
  ]);
  return {
    environment: variables(openstack.authUrl, cloudstack.apiUrl),
    origin: `the sandbox clouds in ${folder}`,
    async close() {
      await Promise.all([openstack.close(), cloudstack.close()]);
    },
  };
}

function variables(authUrl: string, apiUrl: string): Record<string, string> {
  return {
    TWINSTACK_OPERATOR_SANDBOX: "1",
    OS_AUTH_URL: authUrl,
    OS_USERNAME: "demo",
    OS_PASSWORD: "demo",
    OS_PROJECT_NAME: "demo",
    OS_DOMAIN_NAME: "Default",
    CLOUDSTACK_API_URL: apiUrl,
    // An ordinary user may not expunge, and so could not destroy a network in one go (cloudstack.md, finding 5).
    CLOUDSTACK_API_KEY: SANDBOX_CREDENTIALS.admin.apiKey,
    CLOUDSTACK_SECRET_KEY: SANDBOX_CREDENTIALS.admin.secretKey,
    CLOUDSTACK_ZONE: "sandbox-zone",
  };
}
