import type pg from "pg";
import { makePgBossDelivery } from "../../src/adapters/delivery/pg-boss-delivery.ts";
import { makeIsSuspended } from "../../src/adapters/postgres/account-suspended.ts";
import type { Keyring } from "../../src/adapters/postgres/sealing/open-keyring.ts";
import { makeSecrets } from "../../src/adapters/secrets/secrets.ts";
import { makeSynthesizer } from "../../src/adapters/synth/worker-synthesizer.ts";
import type { RunWorker } from "../../src/run/index.ts";
import { makeStateFacts } from "../../src/state/index.ts";
import type { Config } from "../config.ts";
import { composeClouds } from "./cloud-services.ts";
import { composeWorker, type WorkerSetting } from "./compose-worker.ts";
import { offeredVersions } from "./engine-pin-services.ts";
import { makeEngineSandbox } from "./engine-sandbox.ts";
import { makeStores } from "./make-stores.ts";
import { systemClock } from "./system-time.ts";
import { traceSynthesize } from "./trace-engine.ts";

export interface WorkerProcessOptions extends WorkerSetting {
  readonly pool: pg.Pool;
  readonly databaseUrl: string;
  readonly keyring: Keyring;
  readonly engineSandbox: Config["engineSandbox"];
  /** Where the service that keeps the states is. */
  readonly serviceUrl: string;
}

export interface WorkerProcess {
  readonly worker: RunWorker;
  open(): Promise<void>;
  close(): Promise<void>;
}

/** A worker without the service's doors: it shares the database, and reaches the states through the service. */
export function composeWorkerProcess(options: WorkerProcessOptions): WorkerProcess {
  const clock = systemClock;
  const delivery = makePgBossDelivery({
    databaseUrl: options.databaseUrl,
    onError: (error) => options.onWorkerError(error, null),
  });
  const versions = offeredVersions(options.toolchain);
  const stores = makeStores(options.pool, options.keyring, { enqueue: delivery.enqueue, versions });
  const secrets = makeSecrets();
  const synthesizer = makeSynthesizer({ workerUrl: new URL("../../stacks/synth-worker.ts", import.meta.url) });
  const isSuspended = makeIsSuspended(options.pool);
  const parts = { store: stores.clouds, tenantStore: stores.clouds, isSuspended, clock, newId: secrets.newId };
  const clouds = composeClouds(parts);
  // A service that is reached beyond loopback is one for many, and so is its worker.
  const host = new URL(options.serviceUrl).hostname;
  const sandbox = makeEngineSandbox({ ...options, mode: options.engineSandbox, host });
  const worker = composeWorker(options, {
    ...{ stores, clouds, facts: makeStateFacts(stores.states), secrets, clock, delivery, jail: sandbox.jail },
    synthesize: traceSynthesize(synthesizer.synthesize, options.tracing),
    serviceUrl: () => options.serviceUrl,
  });
  return {
    worker,
    open: () => delivery.open(),
    async close() {
      await delivery.stop();
      await synthesizer.close();
    },
  };
}
