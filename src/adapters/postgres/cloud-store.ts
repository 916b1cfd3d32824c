import type pg from "pg";
import type { CloudConnection, CloudStore, CloudUser } from "../../cloud/ports.ts";
import { type Catalog, Cloud, CloudRegistration, type SitePlan } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import { isDuplicate } from "./database-problem.ts";
import type { Sealer } from "./sealer.ts";
import { sealedAs } from "./sealing/contexts.ts";

interface CloudRow {
  readonly id: string;
  readonly owner_id: string | null;
  readonly name: string;
  readonly kind: string;
  readonly description: string;
  readonly endpoint: string;
  readonly location: string;
  readonly sandbox: boolean;
  readonly mapping: unknown;
  readonly status: string;
  readonly status_detail: string;
  readonly labels: unknown;
  readonly failure_domain: string | null;
  readonly status_since: Date | null;
  readonly missing: unknown;
  readonly created_at: Date;
  readonly fetched_at: Date | null;
}

/** All but the registration, which a tenant may write and not read. */
const COLUMNS = `cloud.id, cloud.owner_id, cloud.name, cloud.kind, cloud.description, cloud.endpoint, cloud.location,
  cloud.sandbox, cloud.mapping, cloud.status, cloud.status_detail, cloud.labels,
  cloud.failure_domain, cloud.status_since, cloud.missing, cloud.created_at, catalog.fetched_at`;
const FROM = "from cloud left join catalog on catalog.cloud_id = cloud.id";
const SELECT = `select ${COLUMNS} ${FROM}`;

/** Registered clouds and their catalogs in PostgreSQL; a registration, which holds credentials, is sealed. */
export function makeCloudStore(pool: pg.Pool, sealer: Sealer): CloudStore {
  async function clouds(rest: string, values: readonly unknown[] = []): Promise<readonly Cloud[]> {
    const { rows } = await pool.query<CloudRow>(`${SELECT} ${rest}`, [...values]);
    return rows.map(cloudOf);
  }

  async function uses(id: string): Promise<readonly CloudUser[]> {
    const { rows } = await pool.query<CloudUser>(
      `select workspace.id as "workspaceId", workspace.name as "workspaceName", workspace.owner_id as "ownerId",
              wanted.sites
         from workspace
         join lateral (select deployment_plan from revision where workspace_id = workspace.id
                       order by number desc limit 1) latest on true
         join lateral (select json_agg(site ->> 'site') as sites
                         from json_array_elements(latest.deployment_plan -> 'sites') site
                        where site ->> 'cloudId' = $1) wanted on wanted.sites is not null
        order by workspace.name, workspace.id`,
      [id],
    );
    return rows;
  }

  return {
    list: () => clouds("order by cloud.name"),

    listFor: (accountId) =>
      clouds(`where cloud.owner_id = $1 or cloud.owner_id is null order by cloud.owner_id is null, cloud.name`, [
        accountId,
      ]),

    find: async (id) => (await clouds("where cloud.id = $1", [id]))[0] ?? null,

    findByName: async (name, ownerId) =>
      (await clouds("where cloud.name = $1 and cloud.owner_id is not distinct from $2", [name, ownerId]))[0] ?? null,

    async connection(id): Promise<CloudConnection | null> {
      const { rows } = await pool.query<CloudRow & { readonly registration_sealed: Buffer }>(
        `select ${COLUMNS}, cloud.registration_sealed ${FROM} where cloud.id = $1`,
        [id],
      );
      const row = rows[0];
      if (row === undefined) return null;
      const sealed: unknown = JSON.parse(sealer.open(row.registration_sealed, sealedAs.cloud(id)));
      return { cloud: cloudOf(row), registration: CloudRegistration.parse(sealed) };
    },

    async create(cloud, registration) {
      await refuseDuplicate(cloud.name, () =>
        pool.query(
          `insert into cloud (id, name, kind, description, endpoint, location, sandbox, mapping, status, status_detail,
                              registration_sealed, created_at, owner_id, labels, failure_domain, status_since)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
          [
            ...[cloud.id, cloud.name, cloud.kind, cloud.description, cloud.endpoint, cloud.location, cloud.sandbox],
            ...[JSON.stringify(cloud.mapping), cloud.status, cloud.statusDetail],
            ...[sealer.seal(JSON.stringify(registration), sealedAs.cloud(cloud.id)), cloud.createdAt, cloud.ownerId],
            ...[JSON.stringify(cloud.labels), cloud.failureDomain, cloud.statusSince],
          ],
        ),
      );
    },

    async update(cloud, registration) {
      const sealed = registration ? [sealer.seal(JSON.stringify(registration), sealedAs.cloud(cloud.id))] : [];
      await refuseDuplicate(cloud.name, () =>
        pool.query(
          `update cloud
              set name = $2, description = $3, endpoint = $4, location = $5, sandbox = $6, mapping = $7, status = $8,
                  status_detail = $9, labels = $10, failure_domain = $11, missing = $12,
                  status_since = case when status = $8 then status_since else now() end
                  ${registration ? ", registration_sealed = $13" : ""}
            where id = $1`,
          [
            ...[cloud.id, cloud.name, cloud.description, cloud.endpoint, cloud.location, cloud.sandbox],
            ...[JSON.stringify(cloud.mapping), cloud.status, cloud.statusDetail],
            ...[JSON.stringify(cloud.labels), cloud.failureDomain, JSON.stringify(cloud.missing ?? []), ...sealed],
          ],
        ),
      );
    },

    uses,

    async planned(id) {
      const { rows } = await pool.query<{ site: SitePlan }>(
        `select site from workspace
           join lateral (select deployment_plan from revision where workspace_id = workspace.id
                         order by number desc limit 1) latest on true
          cross join lateral json_array_elements(latest.deployment_plan -> 'sites') site
          where site ->> 'cloudId' = $1`,
        [id],
      );
      return rows.map(({ site }) => site);
    },

    async remove(id, accountId) {
      const users = await uses(id);
      if (users.length > 0) throw inUse(users, accountId);
      const { rows } = await pool.query<{ name: string; mine: boolean }>(
        "select name, owner_id = $2 as mine from bucket where cloud_id = $1 order by name",
        [id, accountId],
      );
      if (rows.length > 0) throw holdsBuckets(rows);
      await pool.query("delete from cloud where id = $1", [id]);
    },

    async catalog(cloudId) {
      const { rows } = await pool.query<{ document: Catalog }>("select document from catalog where cloud_id = $1", [
        cloudId,
      ]);
      return rows[0]?.document ?? null;
    },

    async saveCatalog(catalog) {
      await pool.query(
        `insert into catalog (cloud_id, fetched_at, document) values ($1, $2, $3)
         on conflict (cloud_id) do update set fetched_at = excluded.fetched_at, document = excluded.document`,
        [catalog.cloudId, catalog.fetchedAt, JSON.stringify(catalog)],
      );
    },
  };
}

/** Names of other people's workspaces are none of the caller's business. */
function inUse(all: readonly CloudUser[], accountId: string): AppError {
  const workspaces = all.filter(({ ownerId }) => ownerId === accountId).map(({ workspaceName }) => workspaceName);
  const others = all.length - workspaces.length;
  const users = [...workspaces, ...(others > 0 ? [`${others} of other accounts`] : [])];
  const facts = { workspaces, ...(others > 0 && { workspacesOfOthers: others }) };
  return new AppError("cloud-in-use", `The cloud is used by ${users.join(", ")}.`, facts);
}

function holdsBuckets(rows: readonly { readonly name: string; readonly mine: boolean }[]): AppError {
  const buckets = rows.filter(({ mine }) => mine).map(({ name }) => name);
  const others = rows.length - buckets.length;
  const said = [...buckets, ...(others > 0 ? [`${others} of other accounts`] : [])];
  return new AppError("cloud-in-use", `The cloud holds the buckets ${said.join(", ")}.`, { buckets });
}

async function refuseDuplicate(name: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    throw new AppError("name-taken", `A cloud "${name}" is already registered.`, { name }, { cause: error });
  }
}

function cloudOf(row: CloudRow): Cloud {
  return Cloud.parse({
    id: row.id,
    kind: row.kind,
    name: row.name,
    ownerId: row.owner_id,
    description: row.description,
    endpoint: row.endpoint,
    location: row.location,
    sandbox: row.sandbox,
    mapping: row.mapping,
    status: row.status,
    statusDetail: row.status_detail,
    statusSince: row.status_since?.toISOString() ?? null,
    labels: row.labels,
    ...(Array.isArray(row.missing) && row.missing.length > 0 && { missing: row.missing }),
    failureDomain: row.failure_domain,
    catalogAt: row.fetched_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  });
}
