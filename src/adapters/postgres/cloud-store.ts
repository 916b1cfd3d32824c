import type pg from "pg";
import type { CloudConnection, CloudStore } from "../../cloud/ports.ts";
import { type Catalog, Cloud, CloudRegistration } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import { isDuplicate } from "./database-problem.ts";
import type { Sealer } from "./sealer.ts";
import { sealedAs } from "./sealing/contexts.ts";

interface CloudRow {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly description: string;
  readonly endpoint: string;
  readonly location: string;
  readonly sandbox: boolean;
  readonly mapping: unknown;
  readonly status: string;
  readonly status_detail: string;
  readonly created_at: Date;
  readonly fetched_at: Date | null;
  readonly registration_sealed: Buffer;
}

const SELECT = "select cloud.*, catalog.fetched_at from cloud left join catalog on catalog.cloud_id = cloud.id";

/** Registered clouds and their catalogs in PostgreSQL; a registration, which holds credentials, is sealed. */
export function makeCloudStore(pool: pg.Pool, sealer: Sealer): CloudStore {
  async function findBy(column: "id" | "name", value: string): Promise<CloudRow | null> {
    const { rows } = await pool.query<CloudRow>(`${SELECT} where cloud.${column} = $1`, [value]);
    return rows[0] ?? null;
  }

  return {
    async list() {
      const { rows } = await pool.query<CloudRow>(`${SELECT} order by cloud.name`);
      return rows.map(cloudOf);
    },

    async find(id) {
      const row = await findBy("id", id);
      return row && cloudOf(row);
    },

    async findByName(name) {
      const row = await findBy("name", name);
      return row && cloudOf(row);
    },

    async connection(id): Promise<CloudConnection | null> {
      const row = await findBy("id", id);
      if (row === null) return null;
      const sealed: unknown = JSON.parse(sealer.open(row.registration_sealed, sealedAs.cloud(id)));
      return { cloud: cloudOf(row), registration: CloudRegistration.parse(sealed) };
    },

    async create(cloud, registration) {
      await refuseDuplicate(cloud.name, () =>
        pool.query(
          `insert into cloud (id, name, kind, description, endpoint, location, sandbox, mapping, status, status_detail,
                              registration_sealed, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
          [
            ...[cloud.id, cloud.name, cloud.kind, cloud.description, cloud.endpoint, cloud.location, cloud.sandbox],
            ...[JSON.stringify(cloud.mapping), cloud.status, cloud.statusDetail],
            ...[sealer.seal(JSON.stringify(registration), sealedAs.cloud(cloud.id)), cloud.createdAt],
          ],
        ),
      );
    },

    async update(cloud, registration) {
      const sealed = registration ? sealer.seal(JSON.stringify(registration), sealedAs.cloud(cloud.id)) : null;
      await refuseDuplicate(cloud.name, () =>
        pool.query(
          `update cloud
              set name = $2, description = $3, endpoint = $4, location = $5, sandbox = $6, mapping = $7, status = $8,
                  status_detail = $9, registration_sealed = coalesce($10, registration_sealed)
            where id = $1`,
          [
            ...[cloud.id, cloud.name, cloud.description, cloud.endpoint, cloud.location, cloud.sandbox],
            ...[JSON.stringify(cloud.mapping), cloud.status, cloud.statusDetail, sealed],
          ],
        ),
      );
    },

    async remove(id) {
      const { rows } = await pool.query<{ name: string }>(
        `select workspace.name
           from workspace
           join lateral (select deployment_plan from revision where workspace_id = workspace.id
                         order by number desc limit 1) latest on true
          where exists (select 1 from json_array_elements(latest.deployment_plan -> 'sites') site
                         where site ->> 'cloudId' = $1)
          order by workspace.name`,
        [id],
      );
      if (rows.length > 0) {
        const workspaces = rows.map((row) => row.name);
        throw new AppError("cloud-in-use", `The cloud is used by ${workspaces.join(", ")}.`, { workspaces });
      }
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
    description: row.description,
    endpoint: row.endpoint,
    location: row.location,
    sandbox: row.sandbox,
    mapping: row.mapping,
    status: row.status,
    statusDetail: row.status_detail,
    catalogAt: row.fetched_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  });
}
