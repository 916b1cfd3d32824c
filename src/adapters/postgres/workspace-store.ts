import type pg from "pg";
import type { Revision } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import type { SecretFile, WorkspaceRecord, WorkspaceStore } from "../../requirement/ports.ts";
import { isDuplicate } from "./database-problem.ts";
import { insertFirstBoot, withFirstBoot, withoutFirstBoot } from "./first-boot.ts";
import { sealedAs } from "./sealing/contexts.ts";
import type { DocumentSealer } from "./sealing/document-sealer.ts";
import type { Keyring } from "./sealing/open-keyring.ts";
import { withTransaction } from "./with-transaction.ts";

interface WorkspaceRow {
  readonly id: string;
  readonly name: string;
  readonly owner_id: string;
  readonly created_at: Date;
  readonly updated_at: Date;
}

interface RevisionRow {
  readonly workspace_id: string;
  readonly number: number;
  readonly operation_id: string;
  readonly requirement: Revision["requirement"];
  readonly deployment_plan: Revision["deploymentPlan"];
  readonly created_at: Date;
  readonly created_by: string;
  /** Null only where a test wrote the row by hand. */
  readonly first_boot: Buffer | null;
}

/** Every column is named, because a statement with `*` cannot stay prepared through an upgrade that adds one. */
const WORKSPACE = "id, name, owner_id, created_at, updated_at";
const REVISION = `select revision.workspace_id, revision.number, revision.operation_id, revision.requirement,
    revision.deployment_plan, revision.created_at, revision.created_by, first_boot.contents as first_boot
  from revision left join first_boot on first_boot.workspace_id = revision.workspace_id
                                    and first_boot.revision = revision.number`;

/** Workspaces, revisions and their secrets in PostgreSQL; secrets are sealed before they are stored. */
export function makeWorkspaceStore(pool: pg.Pool, { workspaces: keys }: Pick<Keyring, "workspaces">): WorkspaceStore {
  async function opened(row: RevisionRow): Promise<Revision> {
    const revision = revisionOf(row);
    if (row.first_boot === null) return revision;
    const sealer = await keys.within(pool, row.workspace_id);
    return withFirstBoot(revision, row.first_boot, sealer);
  }

  return {
    async findByName(ownerId, name) {
      const { rows } = await pool.query<WorkspaceRow>(
        `select ${WORKSPACE} from workspace where owner_id = $1 and name = $2`,
        [ownerId, name],
      );
      return rows[0] ? workspaceOf(rows[0]) : null;
    },

    async find(ownerId, id) {
      const { rows } = await pool.query<WorkspaceRow>(
        `select ${WORKSPACE} from workspace where owner_id = $1 and id = $2`,
        [ownerId, id],
      );
      return rows[0] ? workspaceOf(rows[0]) : null;
    },

    async list(ownerId) {
      const { rows } = await pool.query<WorkspaceRow>(
        `select ${WORKSPACE} from workspace where owner_id = $1 order by name`,
        [ownerId],
      );
      return rows.map(workspaceOf);
    },

    async create(workspace, first, secrets) {
      try {
        await withTransaction(pool, async (client) => {
          await insertWorkspace(client, workspace);
          const sealer = await keys.within(client, workspace.id);
          await insertRevision(client, sealer, first);
          const authority = await sealer.seal(Buffer.from(secrets.caPrivateKey), sealedAs.sshCa(workspace.id));
          await client.query(
            "insert into workspace_secret (workspace_id, ca_public_key, ca_private_key_sealed) values ($1, $2, $3)",
            [workspace.id, secrets.caPublicKey, authority],
          );
          await insertBootstrapTokens(client, workspace.id, secrets.bootstrapTokenHashes);
          await insertSecretFiles(client, sealer, workspace.id, secrets.secretFiles);
        });
      } catch (error) {
        if (!isDuplicate(error, "workspace_owner_id_name_key")) throw error;
        throw new AppError(
          "name-taken",
          `You already have a workspace "${workspace.name}"; submit the change to it, or choose another name.`,
          { name: workspace.name },
          { cause: error },
        );
      }
    },

    async addRevision(revision, secretFiles, bootstrapTokenHashes = {}) {
      await withTransaction(pool, async (client) => {
        await refuseUnlessNext(client, revision);
        const sealer = await keys.within(client, revision.workspaceId);
        await insertRevision(client, sealer, revision);
        await insertSecretFiles(client, sealer, revision.workspaceId, secretFiles);
        await insertBootstrapTokens(client, revision.workspaceId, bootstrapTokenHashes);
        await client.query("update workspace set updated_at = $2 where id = $1", [
          revision.workspaceId,
          revision.createdAt,
        ]);
      });
    },

    async caPublicKey(workspaceId) {
      const { rows } = await pool.query<{ ca_public_key: string }>(
        "select ca_public_key from workspace_secret where workspace_id = $1",
        [workspaceId],
      );
      return rows[0]?.ca_public_key ?? null;
    },

    async latestRevision(workspaceId) {
      const { rows } = await pool.query<RevisionRow>(
        `${REVISION} where revision.workspace_id = $1 order by number desc limit 1`,
        [workspaceId],
      );
      return rows[0] ? opened(rows[0]) : null;
    },

    async revision(workspaceId, number) {
      const { rows } = await pool.query<RevisionRow>(`${REVISION} where revision.workspace_id = $1 and number = $2`, [
        workspaceId,
        number,
      ]);
      return rows[0] ? opened(rows[0]) : null;
    },

    async revisions(workspaceId) {
      const { rows } = await pool.query<Omit<RevisionRow, "requirement" | "deployment_plan" | "first_boot">>(
        `select number, operation_id, created_at, created_by from revision
          where workspace_id = $1 order by number desc`,
        [workspaceId],
      );
      return rows.map((row) => ({
        number: row.number,
        operationId: row.operation_id,
        createdAt: row.created_at.toISOString(),
        createdBy: row.created_by,
      }));
    },

    async remove(ownerId, id, mayGo) {
      await withTransaction(pool, async (client) => {
        // A run that is just being made holds the row for sharing, so it is waited for; one that comes later finds nothing.
        const { rowCount } = await client.query("select from workspace where owner_id = $1 and id = $2 for update", [
          ownerId,
          id,
        ]);
        if (rowCount === 0) return;
        await mayGo();
        await client.query("delete from workspace where owner_id = $1 and id = $2", [ownerId, id]);
      });
    },
  };
}

/** Two changes at once queue up on the workspace's row; the second one then sees the first. */
async function refuseUnlessNext(client: pg.PoolClient, revision: Revision): Promise<void> {
  await client.query("select 1 from workspace where id = $1 for update", [revision.workspaceId]);
  const { rows } = await client.query<{ latest: number | null }>(
    "select max(number) as latest from revision where workspace_id = $1",
    [revision.workspaceId],
  );
  const latest = rows[0]?.latest ?? null;
  if (latest === null) throw new AppError("not-found", `There is no workspace ${revision.workspaceId}.`);
  if (latest !== revision.number - 1) {
    throw new AppError(
      "revision-conflict",
      `The latest revision is ${latest}, your change was made on ${revision.number - 1}.`,
      {
        latest,
        basedOn: revision.number - 1,
      },
    );
  }
}

async function insertWorkspace(client: pg.PoolClient, workspace: WorkspaceRecord): Promise<void> {
  await client.query("insert into workspace (id, owner_id, name, created_at, updated_at) values ($1, $2, $3, $4, $5)", [
    workspace.id,
    workspace.ownerId,
    workspace.name,
    workspace.createdAt,
    workspace.updatedAt,
  ]);
}

async function insertRevision(client: pg.PoolClient, sealer: DocumentSealer, revision: Revision): Promise<void> {
  await client.query(
    `insert into revision (workspace_id, number, operation_id, requirement, deployment_plan, created_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      revision.workspaceId,
      revision.number,
      revision.operationId,
      JSON.stringify(revision.requirement),
      JSON.stringify(withoutFirstBoot(revision.deploymentPlan)),
      revision.createdAt,
      revision.createdBy,
    ],
  );
  await insertFirstBoot(client, sealer, revision);
}

/** A renewed token stands beside the old one: a plan of the older revision may still be applied. */
async function insertBootstrapTokens(
  client: pg.PoolClient,
  workspaceId: string,
  hashes: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [site, hash] of Object.entries(hashes)) {
    await client.query(
      `insert into bootstrap_token (workspace_id, site, token_hash) values ($1, $2, $3)
       on conflict (workspace_id, site, token_hash) do update set used_at = null`,
      [workspaceId, site, hash],
    );
  }
}

async function insertSecretFiles(
  client: pg.PoolClient,
  sealer: DocumentSealer,
  workspaceId: string,
  files: readonly SecretFile[],
): Promise<void> {
  for (const file of files) {
    await client.query(
      `insert into secret_file (workspace_id, sha256, content_sealed) values ($1, $2, $3)
       on conflict (workspace_id, sha256) do nothing`,
      [
        ...[workspaceId, file.sha256],
        await sealer.seal(Buffer.from(file.content), sealedAs.secretFile(workspaceId, file.sha256)),
      ],
    );
  }
}

function workspaceOf(row: WorkspaceRow): WorkspaceRecord {
  return { id: row.id, name: row.name, ownerId: row.owner_id, createdAt: row.created_at, updatedAt: row.updated_at };
}

function revisionOf(row: RevisionRow): Revision {
  return {
    workspaceId: row.workspace_id,
    number: row.number,
    operationId: row.operation_id,
    requirement: row.requirement,
    deploymentPlan: row.deployment_plan,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
  };
}
