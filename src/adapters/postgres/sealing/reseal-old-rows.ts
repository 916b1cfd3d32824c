import type pg from "pg";
import type { DeploymentPlan, SiteKey } from "../../../contract/index.ts";
import { insertFirstBoot, withoutFirstBoot } from "../first-boot.ts";
import type { Sealer } from "../sealer.ts";
import { withTransaction } from "../with-transaction.ts";
import { sealedAs } from "./contexts.ts";
import type { MasterKeys } from "./master-key.ts";
import { openOldSecret } from "./old-secrets.ts";
import { SEAL_MARK } from "./sealed-box.ts";
import type { makeWorkspaceKeys, Queryable } from "./workspace-keys.ts";

interface Rings {
  readonly site: Sealer;
  readonly workspaces: ReturnType<typeof makeWorkspaceKeys>;
}

type Reseal = (db: Queryable, rings: Rings, keys: MasterKeys) => Promise<number>;

const BATCH = 50;
const NOT_SEALED = (column: string) =>
  `substring(${column} from 1 for ${SEAL_MARK.length}) <> '\\x${SEAL_MARK.toString("hex")}'`;

/**
 * Seals what release 0.1 stored in clear, or with the master key itself. Done once; a start that is cut short goes on
 * where it stopped. Afterwards nothing that is not sealed is ever accepted again.
 */
export async function resealOldRows(pool: pg.Pool, rings: Rings, keys: MasterKeys): Promise<void> {
  const { rows } = await pool.query("select 1 from site_key where resealed_at is null");
  if (rows.length === 0) return;
  for (const reseal of [
    resealClouds,
    resealAuthorities,
    resealSecretFiles,
    resealStates,
    resealPlans,
    resealFirstBoots,
  ])
    while ((await withTransaction(pool, (client) => reseal(client, rings, keys))) > 0);
  await pool.query("update site_key set resealed_at = now()");
}

const resealClouds: Reseal = async (db, { site }, keys) => {
  const { rows } = await db.query<{ id: string; sealed: Buffer }>(
    `select id, registration_sealed as sealed from cloud where ${NOT_SEALED("registration_sealed")}
      limit ${BATCH} for update`,
  );
  for (const { id, sealed } of rows) {
    const text = openOldSecret(keys, sealed, `cloud:${id}`);
    await db.query("update cloud set registration_sealed = $2 where id = $1", [
      id,
      site.seal(text, sealedAs.cloud(id)),
    ]);
  }
  return rows.length;
};

const resealAuthorities: Reseal = async (db, { workspaces }, keys) => {
  const { rows } = await db.query<{ id: string; sealed: Buffer }>(
    `select workspace_id as id, ca_private_key_sealed as sealed from workspace_secret
      where ${NOT_SEALED("ca_private_key_sealed")} limit ${BATCH} for update`,
  );
  for (const { id, sealed } of rows) {
    const text = Buffer.from(openOldSecret(keys, sealed, `ssh-ca:${id}`));
    const again = await (await workspaces.within(db, id)).seal(text, sealedAs.sshCa(id));
    await db.query("update workspace_secret set ca_private_key_sealed = $2 where workspace_id = $1", [id, again]);
  }
  return rows.length;
};

const resealSecretFiles: Reseal = async (db, { workspaces }, keys) => {
  const { rows } = await db.query<{ id: string; sha256: string; sealed: Buffer }>(
    `select workspace_id as id, sha256, content_sealed as sealed from secret_file
      where ${NOT_SEALED("content_sealed")} limit ${BATCH} for update`,
  );
  for (const { id, sha256, sealed } of rows) {
    const text = Buffer.from(openOldSecret(keys, sealed, `secret-file:${id}`));
    const again = await (await workspaces.within(db, id)).seal(text, sealedAs.secretFile(id, sha256));
    await db.query("update secret_file set content_sealed = $3 where workspace_id = $1 and sha256 = $2", [
      ...[id, sha256, again],
    ]);
  }
  return rows.length;
};

const resealStates: Reseal = async (db, { workspaces }) => {
  const { rows } = await db.query<{ id: string; site: SiteKey; serial: string; bytes: Buffer }>(
    `select workspace_id as id, site, serial, bytes from state_version where ${NOT_SEALED("bytes")}
      limit ${BATCH} for update`,
  );
  for (const { id, site, serial, bytes } of rows) {
    const sealed = await (await workspaces.within(db, id)).seal(bytes, sealedAs.state(id, site, Number(serial)));
    await db.query("update state_version set bytes = $4 where workspace_id = $1 and site = $2 and serial = $3", [
      ...[id, site, serial, sealed],
    ]);
  }
  return rows.length;
};

const resealFirstBoots: Reseal = async (db, { workspaces }) => {
  const { rows } = await db.query<{ id: string; number: number; plan: DeploymentPlan }>(
    `select workspace_id as id, number, deployment_plan as plan from revision
      where not exists (select from first_boot where first_boot.workspace_id = revision.workspace_id
                                                 and first_boot.revision = revision.number)
      limit ${BATCH} for update`,
  );
  for (const { id, number, plan } of rows) {
    const sealer = await workspaces.within(db, id);
    await insertFirstBoot(db, sealer, { workspaceId: id, number, deploymentPlan: plan });
    await db.query("update revision set deployment_plan = $3 where workspace_id = $1 and number = $2", [
      ...[id, number, JSON.stringify(withoutFirstBoot(plan))],
    ]);
  }
  return rows.length;
};

const resealPlans: Reseal = async (db, { workspaces }) => {
  const { rows } = await db.query<{ id: string; run: string; file: Buffer; json: Buffer; terraform: Buffer }>(
    `select run.workspace_id as id, run_id as run, plan_file as file, plan_json as json, terraform
       from run_plan join run on run.id = run_plan.run_id
      where ${NOT_SEALED("plan_file")} limit ${BATCH} for update of run_plan`,
  );
  for (const { id, run, file, json, terraform } of rows) {
    const sealer = await workspaces.within(db, id);
    await db.query("update run_plan set plan_file = $2, plan_json = $3, terraform = $4 where run_id = $1", [
      run,
      await sealer.seal(file, sealedAs.planFile(id, run)),
      await sealer.seal(json, sealedAs.planJson(id, run)),
      await sealer.seal(terraform, sealedAs.terraform(id, run)),
    ]);
  }
  return rows.length;
};
