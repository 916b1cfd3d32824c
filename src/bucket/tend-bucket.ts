import type { CloudBuckets } from "../cloud/index.ts";
import type { RunKind } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import { type BucketPlacePorts, bucketsOn } from "./bucket-place.ts";
import { type BucketRunPorts, bucketRun, findBucketRun } from "./bucket-run.ts";
import { type BucketSnapshot, type BucketStep, decideBucketStep } from "./decide-step.ts";
import { emptyBucket } from "./empty-bucket.ts";
import type { BucketClaim, BucketPatch, BucketRecord, BucketStore } from "./ports.ts";

export interface TendBucketPorts extends BucketPlacePorts, BucketRunPorts {
  readonly store: BucketStore;
  readonly hasObjects: (seat: string, site: BucketRecord["cloudKind"]) => Promise<boolean>;
  readonly confirm: (runId: string) => Promise<unknown>;
  readonly discard: (runId: string) => Promise<unknown>;
  /** Ends a key that was given out. */
  readonly revoke: (record: BucketRecord, accessKey: string) => Promise<void>;
  readonly timeLimit: () => AbortSignal;
}

const SOON_MS = 300;
const LATER_MS = 15_000;

/** Takes one step with a claimed bucket and ends the claim. What may pass by itself is tried again, anything else told. */
export async function tendBucket(ports: TendBucketPorts, claim: BucketClaim): Promise<void> {
  try {
    const buckets = await bucketsOn(ports, claim.record.cloudId);
    await take(ports, claim, { buckets, step: decideBucketStep(await look(ports, claim.record, buckets)) });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === "run-active") return ports.store.settle(claim, {}, SOON_MS);
    const detail = error.message;
    if (MAY_PASS.has(error.code)) return ports.store.settle(claim, { detail }, LATER_MS);
    await ports.store.settle(claim, { status: "failed", detail }, 0);
  }
}

const MAY_PASS = new Set(["cloud-unreachable", "database-unavailable", "illegal-transition", "plan-stale"]);

async function look(ports: TendBucketPorts, record: BucketRecord, buckets: CloudBuckets): Promise<BucketSnapshot> {
  const byTerraform = buckets.ensure === null;
  const common = { wish: record.wish, byTerraform, hasKey: record.key !== null };
  if (!byTerraform) return { ...common, run: null, busy: false, hasObjects: false };
  const { mine, busy } = await findBucketRun(ports.runs, record);
  const harmless = mine !== null && isHarmless(mine.summary);
  return {
    ...common,
    run: mine && { status: mine.status, harmless },
    busy,
    hasObjects: await ports.hasObjects(record.seat, record.cloudKind),
  };
}

function isHarmless(summary: { readonly danger: string; readonly rejected: readonly string[] } | null): boolean {
  return summary === null || (["in-place", "nothing"].includes(summary.danger) && summary.rejected.length === 0);
}

interface Taking {
  readonly buckets: CloudBuckets;
  readonly step: BucketStep;
}

async function take(ports: TendBucketPorts, claim: BucketClaim, { buckets, step }: Taking): Promise<void> {
  const { record } = claim;
  const settle = (patch: BucketPatch, lookAgainMs = 0) => ports.store.settle(claim, patch, lookAgainMs);
  switch (step) {
    case "wait":
      return settle({}, SOON_MS);
    case "begin":
      await start(ports, record, "apply");
      return settle({ detail: null }, SOON_MS);
    case "ensure":
      await buckets.ensure?.(record.cloudBucket, record.quotaGib, ports.timeLimit());
      return settle({ status: "ready", detail: null });
    case "rest":
      return settle({ status: "ready", detail: null });
    case "confirm":
      await ports.confirm(await presentRun(ports, record));
      return settle({}, SOON_MS);
    case "discard":
      await ports.discard(await presentRun(ports, record));
      return settle({ status: "failed", detail: WOULD_HARM });
    case "fail":
      return settle({ status: "failed", detail: await reasonOf(ports, record) });
    case "revoke":
      if (record.key !== null) {
        await ports.revoke(record, record.key.accessKey);
        await ports.store.noteKey(record.id, record.key.accessKey, null);
      }
      return settle({});
    case "destroy":
      if (!(await isCleared(ports, record, buckets))) return settle({}, 0);
      await start(ports, record, "destroy");
      return settle({ detail: null }, SOON_MS);
    case "dissolve":
      if (!(await isCleared(ports, record, buckets))) return settle({}, 0);
      await buckets.remove?.(record.cloudBucket, ports.timeLimit());
      return ports.store.forget(claim);
    case "forget":
      return ports.store.forget(claim);
  }
}

const WOULD_HARM =
  "The plan would replace the bucket and lose what lies in it, so nothing was changed. Look at what differs on the cloud, put it right there, and ask again.";

async function start(ports: TendBucketPorts, record: BucketRecord, kind: RunKind): Promise<void> {
  await ports.store.openSeat(record);
  await ports.runs.create([bucketRun(ports, record, kind)]);
}

/** Some objects at a time, so that the claim outlives each step. What is kept makes the cloud refuse the removal. */
async function isCleared(ports: TendBucketPorts, record: BucketRecord, buckets: CloudBuckets): Promise<boolean> {
  const { cloudBucket } = record;
  const isThere = (await buckets.look(cloudBucket, ports.timeLimit())) !== null;
  if (isThere && record.withContents) {
    const objects = await buckets.objects(cloudBucket, ports.timeLimit());
    if (!(await emptyBucket(objects, ports.timeLimit()))) return false;
  }
  await buckets.sweep(cloudBucket, ports.timeLimit());
  return true;
}

async function presentRun(ports: TendBucketPorts, record: BucketRecord): Promise<string> {
  return (await findBucketRun(ports.runs, record)).mine?.id ?? "";
}

async function reasonOf(ports: TendBucketPorts, record: BucketRecord): Promise<string> {
  const { mine } = await findBucketRun(ports.runs, record);
  const failure = mine?.failure;
  if (failure) return [failure.summary, failure.detail, failure.remedy].filter((text) => text !== "").join(" ");
  return `The run was ${mine?.status ?? "lost"}. Ask again to go on.`;
}
