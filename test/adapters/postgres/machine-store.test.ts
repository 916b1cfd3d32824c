import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { makeAccountStore } from "../../../src/adapters/postgres/account-store.ts";
import { makeMachineStore } from "../../../src/adapters/postgres/machine-store.ts";
import { makeWorkspaceStore } from "../../../src/adapters/postgres/workspace-store.ts";
import type { MachineStore } from "../../../src/machine/ports.ts";
import type { WorkspaceStore } from "../../../src/requirement/ports.ts";
import { type FreshDatabase, freshDatabase } from "../../_helpers/database.ts";
import { testKeyring } from "../../_helpers/keyring.ts";
import { AT, IDS, sampleRequirement, sampleRevision } from "../../_helpers/samples.ts";

let database: FreshDatabase;
let store: MachineStore;
let workspaces: WorkspaceStore;
const at = new Date(AT);

beforeAll(async () => {
  database = await freshDatabase();
  await makeAccountStore(database.pool).ensureAccount({ accountId: "ann", name: "Ann" });
  const keyring = await testKeyring(database.pool);
  store = makeMachineStore(database.pool, keyring);
  workspaces = makeWorkspaceStore(database.pool, keyring);
});
afterAll(() => database.close());

beforeEach(async () => {
  await database.pool.query("delete from workspace");
  await workspaces.create(
    { id: IDS.workspace, name: "web", ownerId: "ann", createdAt: at, updatedAt: at },
    sampleRevision(),
    {
      caPublicKey: "",
      caPrivateKey: "",
      bootstrapTokenHashes: { openstack: "boot-o", cloudstack: "boot-c" },
      secretFiles: [{ path: "/etc/key", content: "secret words", sha256: "digest" }],
    },
  );
});

function machine(tokenHash: string, site: "openstack" | "cloudstack" = "openstack") {
  return { workspaceId: IDS.workspace, site, tokenHash, hostKeys: ["ssh-ed25519 AAAA"], bootstrappedAt: at } as const;
}

/** A run that has made the site's machine, as its summary says. */
async function addMakingRun(action = "create"): Promise<void> {
  const summary = { changes: [{ type: "openstack_compute_instance_v2", actions: [action] }] };
  await database.pool.query(
    `insert into run (id, workspace_id, workspace_name, owner_id, group_id, site, role, cloud_id, kind, reason, revision,
                      auto_apply, status, summary, created_by, created_at)
     values ($1, $2, 'web', 'ann', $1, 'openstack', 'primary', $1, 'apply', 'user', 1, false, 'applied', $3, 'ann', now())`,
    [randomUUID(), IDS.workspace, JSON.stringify(summary)],
  );
}

test("a new machine gets the requirement and the secrets, and is known by its own token", async () => {
  const material = await store.admit(machine("own"), "boot-o");

  expect(material.requirement).toEqual(sampleRequirement());
  expect(material.secretContents).toEqual(new Map([["digest", "secret words"]]));
  expect(await store.findByToken(IDS.workspace, "openstack", "own")).toEqual({ role: "primary", protected: false });
  expect(await store.findByToken(IDS.workspace, "cloudstack", "own")).toBeNull();
  expect(await store.findByToken(IDS.workspace, "openstack", "boot-o")).toBeNull();
});

test("a token opens once, and only its own site", async () => {
  await store.admit(machine("own"), "boot-o");

  await expect(store.admit(machine("thief"), "boot-o")).rejects.toMatchObject({ code: "not-authenticated" });
  await expect(store.admit(machine("own", "cloudstack"), "boot-o")).rejects.toMatchObject({
    code: "not-authenticated",
  });
  await expect(store.admit(machine("own"), "guess")).rejects.toMatchObject({ code: "not-authenticated" });
  expect(await store.findByToken(IDS.workspace, "openstack", "thief")).toBeNull();
});

test("of two machines that come with one token at once, one is let in", async () => {
  const both = await Promise.allSettled([store.admit(machine("one"), "boot-o"), store.admit(machine("two"), "boot-o")]);

  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("a machine made anew from the same first boot may use the token again, once", async () => {
  await addMakingRun();
  await store.admit(machine("first"), "boot-o");
  await expect(store.admit(machine("again"), "boot-o")).rejects.toMatchObject({ code: "not-authenticated" });
  await addMakingRun("update");
  await expect(store.admit(machine("again"), "boot-o")).rejects.toMatchObject({ code: "not-authenticated" });
  await addMakingRun();

  await store.admit(machine("second"), "boot-o");

  expect(await store.findByToken(IDS.workspace, "openstack", "first")).toBeNull();
  expect(await store.findByToken(IDS.workspace, "openstack", "second")).not.toBeNull();
  await expect(store.admit(machine("third"), "boot-o")).rejects.toMatchObject({ code: "not-authenticated" });
});

test("a renewed token opens beside the old one, whose plan may still be applied", async () => {
  await workspaces.addRevision(sampleRevision(2), [], { openstack: "boot-new" });

  await store.admit(machine("new"), "boot-new");
  await store.admit(machine("old"), "boot-o");

  expect(await store.findByToken(IDS.workspace, "openstack", "old")).not.toBeNull();
});

test("a heartbeat is noted on its machine", async () => {
  await store.admit(machine("own"), "boot-o");

  await store.recordHeartbeat(
    { workspaceId: IDS.workspace, site: "openstack", bootId: "b", uptimeSeconds: 9, firstBootDone: true, gate: "off" },
    at,
  );

  const { rows } = await database.pool.query("select boot_id, uptime_seconds, gate, last_heartbeat_at from machine");
  expect(rows).toEqual([{ boot_id: "b", uptime_seconds: "9", gate: "off", last_heartbeat_at: at }]);
});
