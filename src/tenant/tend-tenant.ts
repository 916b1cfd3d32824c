import type { RunKind } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import { decideStep, type TenantSnapshot, type TenantStep } from "./decide-step.ts";
import { type GiveCloudPorts, giveCloud } from "./give-cloud.ts";
import { SITE_ACCOUNT, type TenantClaim, type TenantPatch, type TenantRecord, type TenantStore } from "./ports.ts";
import { placeOf } from "./tenant-place.ts";
import { findTenantRun, type TenantRunPorts, tenantRun } from "./tenant-run.ts";

export interface TendTenantPorts extends GiveCloudPorts, TenantRunPorts {
  readonly store: TenantStore;
  readonly runs: TenantRunPorts["runs"];
  readonly hasObjects: (workspaceId: string, site: TenantRecord["cloudKind"]) => Promise<boolean>;
  readonly confirm: (runId: string) => Promise<unknown>;
  readonly discard: (runId: string) => Promise<unknown>;
  /** Forgets the owner's cloud; throws AppError("cloud-in-use") while a machine is planned there. */
  readonly withdraw: (cloudId: string) => Promise<void>;
  readonly timeLimit: () => AbortSignal;
}

const SOON_MS = 300;
const LATER_MS = 15_000;

/** Takes one step with a claimed tenant and ends the claim. What may pass by itself is tried again, anything else told. */
export async function tendTenant(ports: TendTenantPorts, claim: TenantClaim): Promise<void> {
  try {
    const snapshot = await look(ports, claim.record);
    await take(ports, claim, decideStep(snapshot));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === "run-active") return ports.store.settle(claim, {}, SOON_MS);
    const detail = error.message;
    if (MAY_PASS.has(error.code)) return ports.store.settle(claim, { detail }, LATER_MS);
    await ports.store.settle(claim, { status: "failed", detail }, 0);
  }
}

const MAY_PASS = new Set(["cloud-unreachable", "database-unavailable", "illegal-transition", "plan-stale"]);

async function look(ports: TendTenantPorts, record: TenantRecord): Promise<TenantSnapshot> {
  const { mine, busy } = await findTenantRun(ports.runs, record);
  return {
    wish: record.wish,
    run: mine && { status: mine.status, harmless: isHarmless(mine.summary) },
    busy,
    hasOwnCloud: record.ownCloudId !== null,
    hasObjects: await ports.hasObjects(record.workspaceId, record.cloudKind),
  };
}

function isHarmless(summary: { readonly danger: string; readonly rejected: readonly string[] } | null): boolean {
  return summary === null || (["in-place", "nothing"].includes(summary.danger) && summary.rejected.length === 0);
}

async function take(ports: TendTenantPorts, claim: TenantClaim, step: TenantStep): Promise<void> {
  const { record } = claim;
  const settle = (patch: TenantPatch, lookAgainMs = 0) => ports.store.settle(claim, patch, lookAgainMs);
  switch (step) {
    case "wait":
      return settle({}, SOON_MS);
    case "begin":
      await prepare(ports, record);
      await start(ports, record, "apply");
      return settle({ detail: null }, SOON_MS);
    case "confirm":
      await ports.confirm(await presentRun(ports, record));
      return settle({}, SOON_MS);
    case "discard":
      await ports.discard(await presentRun(ports, record));
      return settle({ status: "failed", detail: WOULD_HARM });
    case "fail":
      return settle({ status: "failed", detail: await reasonOf(ports, record) });
    case "grant":
      return settle({ ownCloudId: await giveCloud(ports, record), detail: null });
    case "rest":
      return settle({ status: "ready", detail: null });
    case "withdraw":
      if (record.ownCloudId !== null) await ports.withdraw(record.ownCloudId);
      return settle({ ownCloudId: null });
    case "destroy":
      await clearTheWay(ports, record);
      await start(ports, record, "destroy");
      return settle({ detail: null }, SOON_MS);
    case "clear":
      return clear(ports, claim);
  }
}

const WOULD_HARM =
  "The plan would remove or replace something that may be in use, so nothing was changed. Look at what differs, put it right on the cloud, and ask again; or remove the tenant.";

async function prepare(ports: TendTenantPorts, record: TenantRecord): Promise<void> {
  const { admin, target } = await placeOf(ports, record);
  await admin.prepare(target, ports.timeLimit());
}

async function start(ports: TendTenantPorts, record: TenantRecord, kind: RunKind): Promise<void> {
  await ports.runs.create([tenantRun(ports, record, kind)]);
}

async function presentRun(ports: TendTenantPorts, record: TenantRecord): Promise<string> {
  return (await findTenantRun(ports.runs, record)).mine?.id ?? "";
}

async function reasonOf(ports: TendTenantPorts, record: TenantRecord): Promise<string> {
  const { mine } = await findTenantRun(ports.runs, record);
  const failure = mine?.failure;
  if (failure) return [failure.summary, failure.detail, failure.remedy].filter((text) => text !== "").join(" ");
  return `The run was ${mine?.status ?? "lost"}. Ask again to go on.`;
}

/** Asked once more: somebody may have made a machine since the wish. */
async function clearTheWay(ports: TendTenantPorts, record: TenantRecord): Promise<void> {
  const { admin, target } = await placeOf(ports, record);
  const { belongings } = await admin.look(target, ports.timeLimit());
  if (belongings.length > 0) throw tenantInUse(record, belongings);
  await admin.beforeRemoval(target, ports.timeLimit());
}

async function clear(ports: TendTenantPorts, claim: TenantClaim): Promise<void> {
  const { admin, target } = await placeOf(ports, claim.record);
  await admin.afterRemoval(target, ports.timeLimit());
  await ports.store.forget(claim);
}

export function tenantInUse(record: Pick<TenantRecord, "name">, belongings: readonly string[]): AppError {
  return new AppError("tenant-in-use", `The tenant ${record.name} still has ${belongings.join(", ")}.`, {
    belongings,
    owner: SITE_ACCOUNT,
  });
}
