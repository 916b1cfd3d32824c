import type pg from "pg";
import { AppError } from "../../kernel/app-error.ts";
import type { RunStore } from "../../run/ports.ts";
import { sealedAs } from "./sealing/contexts.ts";
import type { Keyring } from "./sealing/open-keyring.ts";

interface PlanRow {
  readonly workspace_id: string;
  readonly plan_file: Buffer | null;
  readonly plan_json: Buffer;
  readonly terraform: Buffer | null;
  readonly state_serial: string | null;
}

/** Stored plans, sealed: plan file and plan JSON hold values, the Terraform holds first boots. */
export function makeRunPlans(
  pool: pg.Pool,
  { workspaces }: Pick<Keyring, "workspaces">,
): Pick<RunStore, "savePlan" | "plan" | "planJson"> {
  async function read(runId: string): Promise<PlanRow | null> {
    const { rows } = await pool.query<PlanRow>(
      "select run_plan.*, run.workspace_id from run_plan join run on run.id = run_plan.run_id where run_id = $1",
      [runId],
    );
    return rows[0] ?? null;
  }

  return {
    async savePlan(runId, epoch, plan) {
      const { rows } = await pool.query<{ workspace_id: string }>("select workspace_id from run where id = $1", [
        runId,
      ]);
      const workspaceId = rows[0]?.workspace_id;
      if (workspaceId === undefined) throw notOurs(runId);
      const sealer = await workspaces.of(pool, workspaceId);
      const [file, json, terraform] = await Promise.all([
        sealer.seal(plan.planFile, sealedAs.planFile(workspaceId, runId)),
        sealer.seal(Buffer.from(JSON.stringify(plan.planJson)), sealedAs.planJson(workspaceId, runId)),
        sealer.seal(Buffer.from(JSON.stringify(plan.terraform)), sealedAs.terraform(workspaceId, runId)),
      ]);
      const { rowCount } = await pool.query(
        `insert into run_plan (run_id, plan_file, plan_json, terraform, state_serial)
         select id, $3, $4, $5, $6 from run where id = $1 and claim_epoch = $2
         on conflict (run_id) do update
           set plan_file = excluded.plan_file, plan_json = excluded.plan_json, terraform = excluded.terraform,
               state_serial = excluded.state_serial`,
        [runId, epoch, file, json, terraform, plan.stateSerial],
      );
      if (rowCount !== 1) throw notOurs(runId);
    },

    async planJson(runId) {
      const row = await read(runId);
      if (row === null) return null;
      const sealer = await workspaces.of(pool, row.workspace_id);
      return parse(await sealer.open(row.plan_json, sealedAs.planJson(row.workspace_id, runId)));
    },

    async plan(runId) {
      const row = await read(runId);
      if (row === null || row.plan_file === null || row.terraform === null) return null;
      const { workspace_id: workspaceId } = row;
      const sealer = await workspaces.of(pool, workspaceId);
      const terraform = await sealer.open(row.terraform, sealedAs.terraform(workspaceId, runId));
      return {
        planFile: await sealer.open(row.plan_file, sealedAs.planFile(workspaceId, runId)),
        planJson: parse(await sealer.open(row.plan_json, sealedAs.planJson(workspaceId, runId))),
        terraform: parse(terraform) as Readonly<Record<string, string>>,
        stateSerial: row.state_serial === null ? null : Number(row.state_serial),
      };
    },
  };
}

function parse(bytes: Buffer): unknown {
  return JSON.parse(bytes.toString("utf8"));
}

function notOurs(runId: string): AppError {
  return new AppError("illegal-transition", `Run ${runId} is claimed by another worker.`, { runId });
}
