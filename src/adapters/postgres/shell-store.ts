import type pg from "pg";
import type { ShellStore } from "../../remote/ports.ts";
import { sealedAs } from "./sealing/contexts.ts";
import type { Keyring } from "./sealing/open-keyring.ts";

interface KeysRow {
  readonly reported: readonly string[] | null;
  readonly seen: readonly string[] | null;
}

/** What terminals need of PostgreSQL: the authority that machines trust, and the keys by which machines are known. */
export function makeShellStore(pool: pg.Pool, { workspaces: keys }: Pick<Keyring, "workspaces">): ShellStore {
  return {
    async authority(workspaceId) {
      const { rows } = await pool.query<{ ca_private_key_sealed: Buffer }>(
        "select ca_private_key_sealed from workspace_secret where workspace_id = $1",
        [workspaceId],
      );
      const sealed = rows[0]?.ca_private_key_sealed;
      if (sealed === undefined) return null;
      const sealer = await keys.within(pool, workspaceId);
      return (await sealer.open(sealed, sealedAs.sshCa(workspaceId))).toString("utf8");
    },

    async hostKeys(workspaceId, site, instanceId) {
      const { rows } = await pool.query<KeysRow>(
        `select (select host_keys from machine where workspace_id = $1 and site = $2) as reported,
                (select host_keys from host_key where workspace_id = $1 and site = $2 and instance_id = $3) as seen`,
        [workspaceId, site, instanceId],
      );
      const { reported, seen } = rows[0] ?? { reported: null, seen: null };
      return reported !== null && reported.length > 0 ? reported : (seen ?? []);
    },

    async keepHostKeys(workspaceId, site, instanceId, found) {
      await pool.query(
        `insert into host_key (workspace_id, site, instance_id, host_keys) values ($1, $2, $3, $4)
         on conflict (workspace_id, site, instance_id) do nothing`,
        [workspaceId, site, instanceId, JSON.stringify(found)],
      );
    },
  };
}
