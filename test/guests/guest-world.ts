import { generateKeyPairSync } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import pg from "pg";
import ssh2 from "ssh2";
import type { GuestView } from "../../sandbox/shared/guests/kept-guest.ts";
import type { Cloud, Instance, SiteKey } from "../../src/contract/index.ts";
import { makeDataFolder, removeDataFolder, type StartedService, startService } from "../_helpers/started-service.ts";

/** Loopback addresses that the sandbox clouds give out as public ones. */
const PREFIXES = { openstack: "127.0.83", cloudstack: "127.0.84" } as const;
/** The gateway of a machine's own network, behind which a guest finds this host. */
const GATEWAY = "10.42.0.1";
const FAULT_TOKEN = "test-fault-token";

export type GuestCloud = keyof typeof PREFIXES;

/** The service with two sandbox clouds whose machines are real systems, and a key to get into them. */
export interface GuestWorld {
  readonly service: StartedService;
  /** What the service's own administrator logs in with. */
  readonly token: string;
  readonly publicKey: string;
  readonly privateKey: string;
  /** What a cloud's sandbox says of its guests. */
  guests(cloud: GuestCloud): Promise<{ readonly acceleration: string; readonly guests: readonly GuestView[] }>;
  consoleOf(cloud: GuestCloud, id: string): Promise<string>;
  askAgent(cloud: GuestCloud, id: string, execute: string): Promise<unknown>;
  instance(site: SiteKey): Promise<Instance | undefined>;
  /** What the service has heard from the machine's agent; null before it reported in. */
  heard(workspaceId: string, site: SiteKey): Promise<Heard | null>;
  close(): Promise<void>;
}

export interface Heard {
  readonly secondsAgo: number;
  readonly bootId: string;
  readonly firstBootDone: boolean;
  readonly gate: string;
  readonly hostKeys: number;
}

export async function openGuestWorld(imageFolder: string): Promise<GuestWorld> {
  const folder = await makeDataFolder();
  const port = await freePort();
  const service = await startService({
    folder,
    latency: "recorded",
    env: {
      TWINSTACK_PORT: String(port),
      TWINSTACK_PUBLIC_URL: `http://${GATEWAY}:${port}`,
      TWINSTACK_TERMINAL_NETWORKS: Object.values(PREFIXES)
        .map((prefix) => `${prefix}.0/24`)
        .join(","),
      SANDBOX_EXTERNAL_PREFIX: PREFIXES.openstack,
      SANDBOX_PUBLIC_PREFIX: PREFIXES.cloudstack,
      SANDBOX_GUESTS: "qemu",
      SANDBOX_GUEST_IMAGE: imageFolder,
    },
  });
  const { privateKey, publicKey } = newKey();

  async function ask<T>(cloud: GuestCloud, path: string, body?: object): Promise<T> {
    const { items } = (await service.api<{ items: Cloud[] }>("GET", "/clouds")).body;
    const endpoint = items.find(({ kind }) => kind === cloud)?.endpoint ?? "";
    const answer = await fetch(`${new URL(endpoint).origin}/sandbox-admin/guests${path}`, {
      headers: { "x-sandbox-token": FAULT_TOKEN, ...(body && { "content-type": "application/json" }) },
      ...(body && { method: "POST", body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return (path.endsWith("/console") ? text : JSON.parse(text)) as T;
  }

  return {
    service,
    token: (await readFile(join(folder, "token"), "utf8")).trim(),
    publicKey,
    privateKey,
    guests: (cloud) => ask(cloud, ""),
    consoleOf: (cloud, id) => ask(cloud, `/${id}/console`),
    askAgent: async (cloud, id, execute) => (await ask<{ return: unknown }>(cloud, `/${id}/agent`, { execute })).return,
    async instance(site) {
      const { items } = (await service.api<{ items: Instance[] }>("GET", "/instances")).body;
      return items.find((one) => one.site === site);
    },
    heard: (workspaceId, site) => heardOf(folder, workspaceId, site),
    async close() {
      await service.stop();
      await removeDataFolder(folder);
    },
  };
}

async function heardOf(folder: string, workspaceId: string, site: SiteKey): Promise<Heard | null> {
  const client = new pg.Client({ connectionString: (await readFile(join(folder, "database.url"), "utf8")).trim() });
  await client.connect();
  const { rows } = await client.query<Heard>(
    `select extract(epoch from now() - last_heartbeat_at)::int as "secondsAgo", boot_id as "bootId",
            first_boot_done as "firstBootDone", gate, jsonb_array_length(host_keys::jsonb) as "hostKeys"
       from machine where workspace_id = $1 and site = $2 and last_heartbeat_at is not null`,
    [workspaceId, site],
  );
  await client.end();
  return rows[0] ?? null;
}

/** A key as OpenSSH and ssh2 both take it. */
function newKey(): { privateKey: string; publicKey: string } {
  const pair = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const parsed = ssh2.utils.parseKey(pair.privateKey);
  if (parsed instanceof Error) throw parsed;
  const publicKey = `ssh-rsa ${parsed.getPublicSSH().toString("base64")}`;
  return { privateKey: pair.privateKey, publicKey };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
