import { randomUUID } from "node:crypto";
import { hash } from "@node-rs/argon2";
import { Secret, TOTP } from "otpauth";
import type pg from "pg";
import { makeCloudStore } from "../../src/adapters/postgres/cloud-store.ts";
import { makeRunStore } from "../../src/adapters/postgres/run-store.ts";
import { makeSecondFactorStore } from "../../src/adapters/postgres/second-factor-store.ts";
import { makeStateStore } from "../../src/adapters/postgres/state-store.ts";
import { makeSecrets } from "../../src/adapters/secrets/secrets.ts";
import { CloudRegistration } from "../../src/contract/index.ts";
import { addWorkspace } from "../_helpers/account-world.ts";
import { sampleRun } from "../_helpers/run-records.ts";
import { sampleCloud } from "../_helpers/samples.ts";
import { stateOf } from "../_helpers/state-versions.ts";
import type { TenantObjects } from "../_helpers/tenant-objects.ts";
import type { TenantWorld } from "../_helpers/tenant-world.ts";

/** A tenant's things, and those on which everything can succeed that the API offers. */
export interface FuzzThings extends TenantObjects {
  /** A registered cloud that answers and that nothing stands on. */
  readonly spareCloud: string;
  /** Registration data of that cloud. */
  readonly answeringCloud: object;
  /** A run on the workspace's other site, whose state is free. */
  readonly otherRun: { readonly id: string; readonly password: string };
  /** Tokens of links that nobody has followed yet. */
  readonly links: Readonly<Record<"password-reset" | "email-confirmation" | "invitation" | "membership", string>>;
  /** Sessions of people by name; `toto`'s waits for a code, but for the other one. */
  readonly sessions: Readonly<Record<"pat" | "toto" | "totoInside" | "una" | "zoe", string>>;
  /** A workspace that stands nowhere and so can go to anybody. */
  readonly bareWorkspace: string;
  /** A workspace that was really submitted, on the shared clouds. */
  readonly submitted: { readonly id: string; readonly name: string };
  /** Somebody new with an organisation of their own, to be deleted with everything. */
  readonly zoe: string;
}

export const PASSWORD = "a password for fuzzing 1";
const TOTP_SECRET = new Secret({ size: 20 }).base32;
const secrets = makeSecrets();
let passwordHash: Promise<string> | undefined;

/** What an authenticator app shows now. */
export function currentCode(): string {
  return new TOTP({ algorithm: "SHA1", digits: 6, period: 30, secret: Secret.fromBase32(TOTP_SECRET) }).generate();
}

export async function plantFuzzThings(
  world: TenantWorld,
  { account, cloudUrl }: { readonly account: string; readonly cloudUrl: string },
): Promise<FuzzThings> {
  const { pool } = world.database;
  const things = await world.plant(account);
  const spareCloud = randomUUID();
  const credentials = { type: "password", username: "demo", password: "canary-password", projectName: "demo" };
  const answeringCloud = { kind: "openstack", authUrl: cloudUrl, credentials };
  const registration = CloudRegistration.parse({ ...answeringCloud, name: `spare-${account}` });
  const cloud = { ...sampleCloud("openstack", `spare-${spareCloud.slice(0, 8)}`), id: spareCloud, ownerId: account };
  await makeCloudStore(pool, world.keyring.site).create(cloud, registration);
  // Something to roll back from.
  await makeStateStore(pool, world.keyring).write(
    things.workspace,
    "openstack",
    stateOf(2, things.marker),
    () => "accept",
  );
  // Planted states are locked, as the matrix wants it. What is offered may be taken here, and one account's is free.
  await pool.query(
    `delete from state_lock where workspace_id in (select workspace_id from workspace_transfer where id = $1)
         or ($2 and workspace_id = $3)`,
    [things.transfer, account === "lab", things.workspace],
  );
  return {
    ...things,
    spareCloud,
    answeringCloud,
    otherRun: await plantOtherRun(world, things),
    links: await plantLinks(pool),
    bareWorkspace: await addWorkspace(pool, account, `bare-${spareCloud.slice(0, 8)}`),
    submitted: await submit(world, account),
    ...(await plantSessions(world)),
  };
}

/** Tried again where a request of the fuzz takes the token or the membership in this very moment. */
async function submit(world: TenantWorld, account: string, attempt = 1): Promise<FuzzThings["submitted"]> {
  await world.restore();
  const wanted = account === "lab" ? "lea/manage@lab" : "ann/manage";
  const token = world.callers.find((caller) => caller.name === wanted)?.token;
  const name = `sub-${randomUUID().slice(0, 8)}`;
  const answer = await world.app.inject({
    ...{ method: "POST" as const, url: "/api/v1/workspaces", payload: { name } },
    headers: { host: "twin.example", authorization: `Bearer ${token}` },
  });
  const { workspace } = answer.json<{ workspace?: { id: string } }>();
  if (workspace !== undefined) return { id: workspace.id, name };
  if (attempt === 10) throw new Error(`nothing could be submitted for ${account}: ${answer.body}`);
  return submit(world, account, attempt + 1);
}

async function plantOtherRun({ database: { pool }, keyring }: TenantWorld, things: TenantObjects) {
  const { account, workspace, cloud, marker } = things;
  const [id, password] = [randomUUID(), secrets.generateToken()];
  const run = sampleRun({ id, workspaceId: workspace, workspaceName: marker, ownerId: account, cloudId: cloud });
  await makeRunStore(pool, keyring).create([
    { ...run, groupId: randomUUID(), site: "cloudstack", role: "standby", status: "applied", createdBy: account },
  ]);
  await makeStateStore(pool, keyring).saveCredential({
    ...{ runId: id, epoch: 0, workspaceId: workspace, site: "cloudstack" as const },
    passwordHash: secrets.sha256(password),
  });
  return { id, password };
}

async function plantLinks(pool: pg.Pool): Promise<FuzzThings["links"]> {
  const plant = async (kind: string, user: string | null, organisation: string | null): Promise<string> => {
    const token = `${kind}-${randomUUID()}`;
    await pool.query(
      `insert into access_link (id, kind, token_hash, user_id, organisation_id, role, email, created_by, created_at, expires_at)
       values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, 'root', now(), now() + interval '1 day')`,
      [
        kind,
        secrets.sha256(token),
        user,
        organisation,
        organisation && "viewer",
        kind === "email-confirmation" ? "pat@example.org" : null,
      ],
    );
    return token;
  };
  return {
    "password-reset": await plant("password-reset", "pat", null),
    "email-confirmation": await plant("email-confirmation", "pat", null),
    invitation: await plant("invitation", null, null),
    membership: await plant("invitation", null, "lab"),
  };
}

/** People as they were before: with the password, with and without a second factor, and signed in. */
async function plantSessions({ database: { pool }, keyring }: TenantWorld) {
  passwordHash ??= hash(PASSWORD, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  const zoe = `zoe-${randomUUID().slice(0, 8)}`;
  await pool.query("insert into account (id, handle, name) values ($1, $1, 'Zoe')", [zoe]);
  await pool.query("insert into person (account_id) values ($1)", [zoe]);
  await pool.query("insert into account (id, handle, name, kind) values ($1, $1, $1, 'organisation')", [`${zoe}-org`]);
  await pool.query("insert into membership (organisation_id, user_id, role) values ($1, $2, 'owner')", [
    `${zoe}-org`,
    zoe,
  ]);
  await pool.query(
    `update person set password_hash = $1, email = account_id || '@example.org', email_confirmed_at = now(),
            totp_secret_sealed = null, totp_confirmed_at = null, totp_last_step = null
      where account_id in ('pat', 'toto', 'una')`,
    [await passwordHash],
  );
  const factors = makeSecondFactorStore(pool, keyring.site);
  for (const person of ["toto", "una"]) await factors.propose(person, TOTP_SECRET);
  await factors.confirm("toto", 0, [], new Date());
  const open = async (person: string, awaits: boolean): Promise<string> => {
    const id = secrets.generateToken();
    await pool.query(
      `insert into session (id, id_hash, user_id, created_at, last_used_at, idle_until, absolute_until, second_factor,
                            awaits_second_factor, remote_address, user_agent)
       values (gen_random_uuid(), $1, $2, now(), now(), now() + interval '1 hour', now() + interval '1 hour', false, $3, '', '')`,
      [secrets.sha256(id), person, awaits],
    );
    return id;
  };
  const sessions = {
    pat: await open("pat", false),
    toto: await open("toto", true),
    totoInside: await open("toto", false),
    una: await open("una", false),
    zoe: await open(zoe, false),
  };
  return { zoe, sessions };
}
