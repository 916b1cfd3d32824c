import { createHash, randomUUID } from "node:crypto";
import {
  type BucketReads,
  compileBucketPlan,
  type Digest,
  makeBucketDesk,
  makeBucketKeys,
  makeBucketTender,
  makeObjectDesk,
} from "../../src/bucket/index.ts";
import type { StackPlan } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import {
  type CloudEnvironment,
  makeConfirmRun,
  makeDiscardRun,
  type RunRecord,
  type RunWorker,
} from "../../src/run/index.ts";
import { placeOf, SITE_ACCOUNT } from "../../src/tenant/index.ts";
import type { BucketConfig } from "../bucket-config.ts";
import type { BucketSide } from "../services/bucket-side.ts";
import type { SharedParts } from "./compose-service.ts";
import { runAlongside } from "./run-alongside.ts";
import { systemTimers } from "./system-time.ts";
import { placePorts } from "./tenant-services.ts";

interface BucketParts extends Pick<SharedParts, "clouds" | "clock" | "facts"> {
  /** The service's own. */
  readonly stores: Pick<SharedParts["stores"], "buckets" | "clouds" | "runs" | "tenants">;
}

/** A person waits for this answer. */
const PERSON_PATIENCE_MS = 15_000;
/** Nobody waits; a slow cloud is given its time. */
const PATIENCE_MS = 120_000;

/** What a run is about: a bucket where the site itself is the owner and its seat is one. */
export function bucketPlanOf(parts: Pick<BucketParts, "stores">, otherwise: (run: RunRecord) => Promise<StackPlan>) {
  const { buckets, clouds } = parts.stores;
  return async (run: RunRecord): Promise<StackPlan> => {
    const record = run.ownerId === SITE_ACCOUNT ? await buckets.ofSeat(run.workspaceId) : null;
    if (record === null) return otherwise(run);
    const cloud = await clouds.find(record.cloudId);
    if (cloud !== null) return compileBucketPlan(record, cloud);
    throw new AppError("not-found", `The cloud of the bucket ${record.name} is no longer registered.`);
  };
}

/** A bucket's run belongs to the site, and may use a cloud of the bucket's owner. */
export function environmentOf({ stores, clouds }: Pick<BucketParts, "stores" | "clouds">): CloudEnvironment {
  return async (cloudId, ownerId, workspaceId) => {
    const bucket = ownerId === SITE_ACCOUNT ? await stores.buckets.ofSeat(workspaceId) : null;
    return clouds.environment(cloudId, bucket?.ownerId ?? ownerId);
  };
}

/** Buckets are looked after wherever runs are worked on. */
export function withBucketTender(worker: RunWorker, parts: BucketParts, onError: (error: unknown) => void): RunWorker {
  const { stores, clouds, clock, facts } = parts;
  const store = stores.runs;
  const confirmRun = makeConfirmRun({ store, stateSerial: facts.serial });
  const discardRun = makeDiscardRun({ store, clock });
  const tender = makeBucketTender({
    ...{ store: stores.buckets, runs: store, clock, newId: randomUUID, clients: clouds.clients },
    hasObjects: facts.hasObjects,
    confirm: (runId) => confirmRun({ ownerId: SITE_ACCOUNT, runId }),
    discard: (runId) => discardRun(SITE_ACCOUNT, runId),
    revoke: bucketKeys(parts, stores.buckets, PATIENCE_MS).revoke,
    timeLimit: () => AbortSignal.timeout(PATIENCE_MS),
    ...{ timers: systemTimers, workerId: `bucket-${randomUUID()}`, onError },
  });
  return runAlongside(worker, tender);
}

/** Keys of a tenant's user are made by the administrators' cloud where its own credential may make none. */
function bucketKeys({ stores, clouds, clock }: Omit<BucketParts, "facts">, reads: BucketReads, patienceMs: number) {
  return makeBucketKeys({
    ...{ store: stores.buckets, reads, clock, clients: clouds.clients },
    timeLimit: () => AbortSignal.timeout(patienceMs),
    async ofTenant(cloudId) {
      const tenant = (await stores.tenants.list()).find(({ record }) => record.ownCloudId === cloudId);
      if (tenant === undefined) return null;
      const { admin, target } = await placeOf(placePorts({ stores, clock }), tenant.record);
      const { keys } = admin;
      const { buckets } = await clouds.clients(cloudId);
      if (keys === undefined || buckets === undefined) return null;
      return {
        grant: async (name, signal) => ({
          ...(await buckets.address(name, signal)),
          ...(await keys.make(target, signal)),
        }),
        revoke: (accessKey, signal) => keys.end(target, accessKey, signal),
      };
    },
  });
}

interface BucketServiceParts extends BucketParts {
  /** As the acting account. */
  readonly reads: BucketReads;
  readonly newId: () => string;
  readonly config: BucketConfig;
}

/** Buckets for the routes. */
export function bucketServices(parts: BucketServiceParts): BucketSide {
  const { stores, clouds, clock, reads, newId, config } = parts;
  const timeLimit = () => AbortSignal.timeout(PERSON_PATIENCE_MS);
  const common = { reads, clients: clouds.clients, timeLimit };
  return {
    desk: makeBucketDesk({ ...common, store: stores.buckets, clouds: stores.clouds, clock, newId }),
    keys: bucketKeys(parts, reads, PERSON_PATIENCE_MS),
    objects: makeObjectDesk({ ...common, newDigest: sha256, mostBytes: config.mostBytes }),
  };
}

function sha256(): Digest {
  const hash = createHash("sha256");
  return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest("hex") };
}
