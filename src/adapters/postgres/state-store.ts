import type pg from "pg";
import type { SiteKey } from "../../contract/index.ts";
import type { PresentState, StateEntry, StateStore, StateVersion } from "../../state/ports.ts";
import { sealedAs } from "./sealing/contexts.ts";
import type { DocumentSealer } from "./sealing/document-sealer.ts";
import type { Keyring } from "./sealing/open-keyring.ts";
import type { Queryable } from "./sealing/workspace-keys.ts";
import { isPresentClaim, makeStateCredentials } from "./state-credentials.ts";
import { makeStateLocks, readLock } from "./state-locks.ts";
import { type EntryRow, entryOf } from "./state-row.ts";
import { withOpening } from "./with-transaction.ts";

type VersionRow = EntryRow & { readonly bytes: Buffer };

const ENTRY = `serial, lineage, md5, size_bytes, origin, run_id, person_id, person_name, created_at, has_objects,
  instance_id, instance_name`;

/** Terraform states in PostgreSQL, sealed. Nothing is overwritten; the lock's row serializes the writers of a site. */
export function makeStateStore(pool: pg.Pool, keyring: Pick<Keyring, "workspaces">): StateStore {
  const sealerOf = (workspaceId: string) => keyring.workspaces.of(pool, workspaceId);

  async function opened(workspaceId: string, site: SiteKey, row: VersionRow | undefined) {
    return row === undefined ? null : openRow(await sealerOf(workspaceId), workspaceId, site, row);
  }

  return {
    ...makeStateLocks(pool),
    ...makeStateCredentials(pool),

    async current(workspaceId, site) {
      const { rows } = await pool.query<VersionRow>({
        name: "state-current",
        text: `select ${ENTRY}, bytes from state_version
          where workspace_id = $1 and site = $2 order by serial desc limit 1`,
        values: [workspaceId, site],
      });
      return opened(workspaceId, site, rows[0]);
    },

    async version(workspaceId, site, serial) {
      const { rows } = await pool.query<VersionRow>(
        `select ${ENTRY}, bytes from state_version where workspace_id = $1 and site = $2 and serial = $3`,
        [workspaceId, site, serial],
      );
      return opened(workspaceId, site, rows[0]);
    },

    async serial(workspaceId, site) {
      const { rows } = await pool.query<{ serial: string | null }>(
        "select max(serial) as serial from state_version where workspace_id = $1 and site = $2",
        [workspaceId, site],
      );
      const serial = rows[0]?.serial ?? null;
      return serial === null ? null : Number(serial);
    },

    async versions(workspaceId, site) {
      const { rows } = await pool.query<EntryRow>(
        `select ${ENTRY} from state_version where workspace_id = $1 and site = $2 order by serial desc`,
        [workspaceId, site],
      );
      return rows.map(entryOf);
    },

    async write(workspaceId, site, next, judge, claim) {
      const sealer = await sealerOf(workspaceId);
      // Before the transaction: a lock is not held any longer than it takes to compare and to store.
      const sealed = await sealer.seal(next.bytes, sealedAs.state(workspaceId, site, next.serial));
      const open = (client: pg.PoolClient) =>
        Promise.all([
          claim === undefined || isPresentClaim(client, claim),
          readLock(client, workspaceId, site, "for update"),
          readPresent(client, sealer, workspaceId, site, next),
        ]);
      return withOpening(pool, open, async (client, [isPresent, lock, present]) => {
        if (!isPresent) return "closed";
        const verdict = judge(present, lock);
        if (verdict === "accept") await insertVersion(client, workspaceId, site, next, sealed);
        return verdict;
      });
    },
  };
}

async function openRow(
  sealer: DocumentSealer,
  workspaceId: string,
  site: SiteKey,
  row: VersionRow,
): Promise<StateVersion> {
  const bytes = await sealer.open(row.bytes, sealedAs.state(workspaceId, site, Number(row.serial)));
  return { ...entryOf(row), bytes };
}

/** The content is opened only where it decides something: under the very serial that is to be written. */
async function readPresent(
  db: Queryable,
  sealer: DocumentSealer,
  workspaceId: string,
  site: SiteKey,
  next: StateVersion,
): Promise<PresentState | null> {
  const { rows } = await db.query<EntryRow & { readonly bytes: Buffer | null }>({
    name: "state-present",
    text: `select ${ENTRY}, case when serial = $3 then bytes end as bytes from state_version
      where workspace_id = $1 and site = $2 order by serial desc limit 1`,
    values: [workspaceId, site, next.serial],
  });
  const row = rows[0];
  if (row === undefined) return null;
  const { bytes } = row;
  const same = bytes === null ? null : await openRow(sealer, workspaceId, site, { ...row, bytes });
  return { ...entryOf(row), isRepeated: same !== null && Buffer.from(next.bytes).equals(same.bytes) };
}

async function insertVersion(
  client: pg.PoolClient,
  workspaceId: string,
  site: SiteKey,
  next: StateEntry,
  sealed: Buffer,
): Promise<void> {
  await client.query({
    name: "state-insert",
    text: `insert into state_version (workspace_id, site, bytes, ${ENTRY})
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    values: [
      ...[workspaceId, site, sealed, next.serial, next.lineage, next.md5, next.sizeBytes, next.origin, next.runId],
      ...[next.person?.id ?? null, next.person?.name ?? null, next.createdAt, next.summary.hasObjects],
      ...[next.summary.instanceId, next.summary.instanceName],
    ],
  });
}
