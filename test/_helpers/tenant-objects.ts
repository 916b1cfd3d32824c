import { randomUUID } from "node:crypto";
import type pg from "pg";
import { makeCloudStore } from "../../src/adapters/postgres/cloud-store.ts";
import { makePowerStore } from "../../src/adapters/postgres/power-store.ts";
import { makeRunStore } from "../../src/adapters/postgres/run-store.ts";
import type { Keyring } from "../../src/adapters/postgres/sealing/open-keyring.ts";
import { makeStateStore } from "../../src/adapters/postgres/state-store.ts";
import { makeWebhookStore } from "../../src/adapters/postgres/webhook-store.ts";
import { makeWorkspaceStore } from "../../src/adapters/postgres/workspace-store.ts";
import { makeSecrets } from "../../src/adapters/secrets/secrets.ts";
import { sampleCatalog } from "./cloud-samples.ts";
import { sampleRun, sampleSummary } from "./run-records.ts";
import { AT, sampleCloud, sampleRegistration, sampleRequirement, sampleRevision } from "./samples.ts";
import { stateOf } from "./state-versions.ts";

/** One thing of each kind that belongs to an account, by the name that routes use for it. */
export interface TenantObjects {
  readonly account: string;
  readonly workspace: string;
  readonly run: string;
  /** Asked for on the workspace's site, and not done yet. */
  readonly powerAction: string;
  readonly cloud: string;
  readonly bucket: string;
  readonly webhook: string;
  readonly delivery: string;
  /** An API token of the account's person; of an organisation's first owner. */
  readonly token: string;
  /** A link into the organisation; of a person, a link onto the site. */
  readonly invitation: string;
  /** Somebody who belongs to the organisation and whom nobody misses. */
  readonly member: string;
  /** A place where the account's person is signed in. */
  readonly session: string;
  /** What links the account's person to an issuer. */
  readonly identity: string;
  /** A workspace of somebody else that is offered to the account. */
  readonly transfer: string;
  /** A banner of the site; it is nobody's own. */
  readonly banner: string;
  /** An image of the site. */
  readonly image: string;
  /** Password of the run's state credential. */
  readonly statePassword: string;
  /** Text that stands in every name; nobody else may ever read it. */
  readonly marker: string;
}

const secrets = makeSecrets();

/** Gives the account a workspace with revision, state, run, plan, log, machine, a cloud with catalog, a webhook … */
export async function plantObjects(pool: pg.Pool, keyring: Keyring, account: string): Promise<TenantObjects> {
  const [workspace, run, cloud, webhook] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const [token, invitation] = [randomUUID(), randomUUID()];
  const [session, identity, banner, image] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const [powerAction, bucket] = [randomUUID(), randomUUID()];
  const marker = `${account}-mark-${workspace.slice(0, 8)}`;
  const statePassword = secrets.generateToken();
  await plantWorkspace(pool, keyring, { account, workspace, cloud, marker });
  await plantRun(pool, keyring, { account, workspace, run, cloud, marker });
  await makeStateStore(pool, keyring).saveCredential({
    ...{ runId: run, epoch: 0, workspaceId: workspace, site: "openstack" as const },
    passwordHash: secrets.sha256(statePassword),
  });
  await makePowerStore(pool).create({
    ...{ id: powerAction, workspaceId: workspace, workspaceName: marker, site: "openstack", role: "primary" },
    ...{ cloudId: cloud, instanceId: marker, action: "start", hard: false, ownerId: account, createdBy: account },
    createdAt: new Date(AT),
  });
  await plantCloud(pool, keyring, { account, cloud, marker });
  await pool.query(
    `insert into bucket (id, owner_id, cloud_id, cloud_kind, seat, name, cloud_bucket, quota_gib, wish, with_contents,
                         generation, status, created_by)
     values ($1, $2, $3, 'openstack', gen_random_uuid(), $4, $4, 1, 'present', false, 1, 'ready', $2)`,
    [bucket, account, cloud, marker],
  );
  const delivery = await plantWebhook(pool, keyring, { account, webhook, marker });
  const member = await plantPeople(pool, { account, token, invitation, session, identity, marker });
  const transfer = await plantTransfers(pool, keyring, { account, workspace });
  await pool.query(
    `insert into banner (id, level, words, on_sign_in, shown_from, created_by, created_at)
     values ($1, 'note', '{"en":"A note","ko":"알림"}', true, now(), 'root', now())`,
    [banner],
  );
  await pool.query(
    `insert into image (id, home, name, status, size_bytes, tags, shared, created_by, created_at)
     values ($1, 'nowhere', $2, 'receiving', 10, '{}', false, 'root', now())`,
    [image, `image ${image}`],
  );
  return {
    ...{ account, workspace, run, cloud, webhook, delivery, token, invitation, session, identity, transfer },
    ...{ member, banner, bucket, image, statePassword, marker, powerAction },
  };
}

interface Names {
  readonly account: string;
  readonly marker: string;
}

async function plantWorkspace(
  pool: pg.Pool,
  keyring: Keyring,
  { account, workspace, cloud, marker }: Names & { readonly workspace: string; readonly cloud: string },
): Promise<void> {
  const requirement = { ...sampleRequirement(), name: marker };
  const revision = { ...sampleRevision(1, requirement), workspaceId: workspace };
  const sites = revision.deploymentPlan.sites.map((site) => ({ ...site, workspaceId: workspace, cloudId: cloud }));
  const deploymentPlan = { ...revision.deploymentPlan, workspaceId: workspace, sites };
  const at = new Date(AT);
  await makeWorkspaceStore(pool, keyring).create(
    { id: workspace, name: marker, ownerId: account, createdAt: at, updatedAt: at },
    { ...revision, deploymentPlan },
    {
      caPublicKey: "ssh-ed25519 AAAA",
      caPrivateKey: marker,
      bootstrapTokenHashes: { openstack: secrets.sha256(`bootstrap-of-${workspace}`) },
      secretFiles: [{ path: "/etc/secret", sha256: secrets.sha256(marker), content: marker }],
    },
  );
  await makeStateStore(pool, keyring).write(workspace, "openstack", stateOf(1, marker), () => "accept");
  await pool.query(
    `insert into state_lock (workspace_id, site, lock_id, document, locked_at)
     values ($1, 'openstack', 'planted', '{"ID":"planted"}', now())`,
    [workspace],
  );
  await pool.query(
    `insert into machine (workspace_id, site, token_hash, host_keys, bootstrapped_at)
     values ($1, 'openstack', $2, '[]', now())`,
    [workspace, secrets.sha256(`machine-of-${workspace}`)],
  );
}

async function plantRun(
  pool: pg.Pool,
  keyring: Keyring,
  { account, workspace, run, cloud, marker }: Names & Readonly<Record<"workspace" | "run" | "cloud", string>>,
): Promise<void> {
  const runs = makeRunStore(pool, keyring);
  const summary = sampleSummary();
  await runs.create([
    {
      ...sampleRun({ id: run, workspaceId: workspace, workspaceName: marker, ownerId: account, cloudId: cloud }),
      groupId: randomUUID(),
      status: "planned",
      summary,
      plannedAt: new Date(AT),
      createdBy: account,
    },
  ]);
  await runs.savePlan(run, 0, {
    planFile: Buffer.from(marker),
    planJson: { format_version: "1.2", marker },
    terraform: { "cdk.tf.json": "{}" },
    stateSerial: 1,
  });
  await runs.appendEvents(run, [{ at: AT, kind: "log", phase: "plan", text: marker, progress: null }]);
}

async function plantCloud(
  pool: pg.Pool,
  keyring: Keyring,
  { account, cloud, marker }: Names & { readonly cloud: string },
): Promise<void> {
  const clouds = makeCloudStore(pool, keyring.site);
  // A port where nothing listens: whoever is let in hears at once that the cloud is away.
  const registration = { ...sampleRegistration("openstack", marker), authUrl: "http://127.0.0.1:9/v3" };
  await clouds.create({ ...sampleCloud("openstack", marker), id: cloud, ownerId: account }, registration);
  await clouds.saveCatalog(sampleCatalog(cloud));
}

async function plantWebhook(
  pool: pg.Pool,
  keyring: Keyring,
  { account, webhook, marker }: Names & { readonly webhook: string },
): Promise<string> {
  const webhooks = makeWebhookStore(pool, keyring.site);
  const made = { active: true, pausedBecause: null, createdAt: AT, createdBy: account };
  const url = `https://${marker}.example/hook`;
  await webhooks.create(account, { id: webhook, name: marker, url, events: ["run.planned"], ...made }, "whsec_secret");
  return (await webhooks.enqueue(account, webhook, "test", {})).id;
}

/** Offers the workspace to somebody, and a workspace of somebody to the account. */
async function plantTransfers(
  pool: pg.Pool,
  keyring: Keyring,
  { account, workspace }: { readonly account: string; readonly workspace: string },
): Promise<string> {
  const [offered, transfer] = [randomUUID(), randomUUID()];
  await plantWorkspace(pool, keyring, {
    account: "giver",
    workspace: offered,
    cloud: randomUUID(),
    marker: `gift-${offered}`,
  });
  await pool.query(
    `insert into workspace_transfer (id, workspace_id, from_id, to_id, offered_by, offered_at, expires_at)
     values ($1, $2, 'giver', $3, 'giver', now(), now() + interval '1 day'),
            ($4, $5, $3, 'giver', $3, now(), now() + interval '1 day')`,
    [transfer, offered, account, randomUUID(), workspace],
  );
  return transfer;
}

type PersonsThings = Readonly<Record<"token" | "invitation" | "session" | "identity", string>>;

async function plantPeople(
  pool: pg.Pool,
  { account, token, invitation, session, identity, marker }: Names & PersonsThings,
): Promise<string> {
  const { rows } = await pool.query<{ kind: string; owner: string | null }>(
    `select kind, (select user_id from membership where organisation_id = account.id and role = 'owner'
                    order by user_id limit 1) as owner from account where id = $1`,
    [account],
  );
  const organisation = rows[0]?.kind === "organisation" ? account : null;
  const person = rows[0]?.owner ?? account;
  await pool.query(
    `insert into api_token (id, account_id, user_id, name, token_hash, expires_at)
     values ($1, $2, $2, $3, $4, now() + interval '1 day')`,
    [token, person, marker, secrets.sha256(token)],
  );
  await pool.query(
    `insert into access_link (id, kind, token_hash, organisation_id, role, created_by, created_at, expires_at, email)
     values ($1, 'invitation', $2, $3, 'member', $4, now(), now() + interval '1 day', $5)`,
    [invitation, secrets.sha256(invitation), organisation, person, organisation && `${marker}@example.org`],
  );
  await pool.query(
    `insert into session (id, id_hash, user_id, created_at, last_used_at, idle_until, absolute_until, second_factor,
                          remote_address, user_agent)
     values ($1, $2, $3, now(), now(), now() + interval '1 hour', now() + interval '1 hour', false, '192.0.2.1', $4)`,
    [session, secrets.sha256(session), person, marker],
  );
  await pool.query(
    "insert into external_identity (id, issuer, subject, account_id) values ($1, 'issuer', gen_random_uuid()::text, $2)",
    [identity, person],
  );
  const member = `spare-${randomUUID().slice(0, 8)}`;
  await pool.query("insert into account (id, handle, name) values ($1, $1, 'Spare')", [member]);
  await pool.query("insert into person (account_id) values ($1)", [member]);
  if (organisation !== null) {
    await pool.query("insert into membership (organisation_id, user_id, role) values ($1, $2, 'member')", [
      organisation,
      member,
    ]);
  }
  return member;
}
