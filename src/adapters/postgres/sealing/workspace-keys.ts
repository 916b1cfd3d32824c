import type pg from "pg";
import { AppError } from "../../../kernel/app-error.ts";
import { isForeignKeyViolation } from "../database-problem.ts";
import { type DocumentSealer, makeDocumentSealer } from "./document-sealer.ts";
import { keyNamed, type MasterKeys, newDataKey, unwrapKey, wrapKey } from "./master-key.ts";

export type Queryable = Pick<pg.Pool, "query">;

interface KeyRow {
  readonly master_key_id: string;
  readonly wrapped: Buffer;
}

/** An idle workspace must not cost memory for ever. */
const REMEMBERED = 1_000;

/** The data keys of workspaces; each is made when its workspace has the first thing to seal. */
export function makeWorkspaceKeys(keys: MasterKeys) {
  const known = new Map<string, DocumentSealer>();

  function remember(workspaceId: string, sealer: DocumentSealer): void {
    const oldest = known.keys().next().value;
    if (known.size >= REMEMBERED && oldest !== undefined) known.delete(oldest);
    known.set(workspaceId, sealer);
  }

  async function read(db: Queryable, workspaceId: string): Promise<DocumentSealer | null> {
    const { rows } = await db.query<KeyRow>("select master_key_id, wrapped from data_key where workspace_id = $1", [
      workspaceId,
    ]);
    const row = rows[0];
    if (row === undefined) return null;
    return makeDocumentSealer(unwrapKey(keyNamed(keys, row.master_key_id), row.wrapped, workspaceId));
  }

  async function readOrMake(db: Queryable, workspaceId: string): Promise<DocumentSealer> {
    const found = await read(db, workspaceId);
    if (found !== null) return found;
    await make(db, workspaceId);
    const made = await read(db, workspaceId);
    if (made !== null) return made;
    throw new AppError("not-found", `There is no workspace ${workspaceId}.`, { workspaceId });
  }

  async function make(db: Queryable, workspaceId: string): Promise<void> {
    try {
      await db.query(
        `insert into data_key (workspace_id, master_key_id, wrapped)
         select id, $2, $3 from workspace where id = $1
         on conflict (workspace_id) do nothing`,
        [workspaceId, keys.current.id, wrapKey(keys.current, newDataKey(), workspaceId)],
      );
    } catch (error) {
      throw isForeignKeyViolation(error, "data_key_master_key_id_fkey") ? rotatedAway(keys.current.id, error) : error;
    }
  }

  return {
    /** The workspace's sealer; remembered, so `db` must not be inside a transaction that may still roll back. */
    async of(db: Queryable, workspaceId: string): Promise<DocumentSealer> {
      const remembered = known.get(workspaceId);
      if (remembered !== undefined) return remembered;
      const sealer = await readOrMake(db, workspaceId);
      remember(workspaceId, sealer);
      return sealer;
    },

    /** The same inside a transaction: what it made is gone when the transaction is rolled back. */
    within: readOrMake,
  };
}

function rotatedAway(id: string, cause: unknown): AppError {
  return new AppError(
    "secret-key-mismatch",
    `The secret key was rotated while this service ran with the old one, ${id}.`,
    { given: id },
    { cause },
  );
}
