/**
 * What an idle workspace with applied states costs in PostgreSQL, table by table: node bench/idle-workspaces.ts [COUNT].
 * Each has one revision with its first boots, and a state of 7 KB on both sites; the plans of past runs are not counted.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { makeStateStore } from "../src/adapters/postgres/state-store.ts";
import { makeWorkspaceStore } from "../src/adapters/postgres/workspace-store.ts";
import { stateDigests } from "../src/adapters/terraform/state-digests.ts";
import { readState } from "../src/state/read-state.ts";
import { stateVersion } from "../src/state/state-version.ts";
import { sampleRevision } from "../test/_helpers/samples.ts";
import { openStateBed, sampleState } from "./lib/state-bed.ts";

const COUNT = Number(process.argv[2] ?? 1_000);
const FIRST_BOOT_BYTES = 9_000;
const GOAL_KIB = 16;

const bed = await openStateBed();
try {
  const before = await size();
  const workspaces = makeWorkspaceStore(bed.pool, bed.keyring);
  const states = makeStateStore(bed.pool, bed.keyring);
  for (let done = 0; done < COUNT; done += 1) {
    const id = randomUUID();
    const revision = sampleRevision();
    const sites = revision.deploymentPlan.sites.map((site) => ({ ...site, userData: firstBoot() }));
    const at = new Date();
    await workspaces.create(
      { id, name: `web-${done}`, ownerId: "bench", createdAt: at, updatedAt: at },
      { ...revision, workspaceId: id, deploymentPlan: { ...revision.deploymentPlan, sites } },
      { caPublicKey: "ssh-ed25519 AAAA", caPrivateKey: "x".repeat(400), bootstrapTokenHashes: {}, secretFiles: [] },
    );
    for (const site of ["openstack", "cloudstack"] as const) {
      const bytes = sampleState(1, 7 * 1024);
      const read = readState(bytes);
      if (!read.ok) throw new TypeError(read.error);
      const md5 = stateDigests.md5Base64(bytes);
      const version = stateVersion(read.value, { bytes, md5, createdAt: at, runId: null, person: null });
      await states.write(id, site, version, () => "accept");
    }
  }
  const grown = ((await size()) - before) / COUNT / 1024;
  process.stdout.write(
    `${COUNT} idle workspaces: ${grown.toFixed(1)} KiB of PostgreSQL each (goal ${GOAL_KIB}); node has ${(process.memoryUsage().heapUsed / 1024 / 1024).toFixed(0)} MiB in use\n`,
  );
  const { rows } = await bed.pool.query<{ name: string; bytes: string }>(
    `select relname as name, pg_total_relation_size(oid) as bytes from pg_class
      where relkind = 'r' and relnamespace = 'public'::regnamespace order by 2 desc limit 6`,
  );
  for (const { name, bytes } of rows)
    process.stdout.write(`  ${name}: ${(Number(bytes) / COUNT / 1024).toFixed(2)} KiB\n`);
} finally {
  await bed.close();
}

async function size(): Promise<number> {
  const { rows } = await bed.pool.query<{ bytes: string }>("select pg_database_size(current_database()) as bytes");
  return Number(rows[0]?.bytes);
}

/** Most of a first boot is the same for all; what differs are its tokens and keys. */
function firstBoot() {
  const common = "  - [sh, -c, 'systemctl enable --now nginx && install -m 0600 /dev/null /etc/twinstack/state']\n";
  const text = common.repeat(Math.ceil(FIRST_BOOT_BYTES / common.length)) + randomBytes(600).toString("base64");
  return { encoding: "plain", content: `#cloud-config\n${text}`, rawBytes: text.length } as const;
}
