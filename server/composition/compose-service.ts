import type pg from "pg";
import { makeConsumeInvitation, type SessionLimits } from "../../src/account/index.ts";
import { makePgBossDelivery } from "../../src/adapters/delivery/pg-boss-delivery.ts";
import type { SmtpSettings } from "../../src/adapters/mail/smtp-mail.ts";
import { makeOpenidIssuer } from "../../src/adapters/oidc/openid-issuer.ts";
import { makeOneTimeCodes } from "../../src/adapters/passwords/one-time-codes.ts";
import { makePasswordHasher } from "../../src/adapters/passwords/password-hasher.ts";
import { makeAccessStore } from "../../src/adapters/postgres/access-store.ts";
import type { makeAccountStore } from "../../src/adapters/postgres/account-store.ts";
import { makeIsSuspended } from "../../src/adapters/postgres/account-suspended.ts";
import { databaseProblem } from "../../src/adapters/postgres/database-problem.ts";
import type { Keyring } from "../../src/adapters/postgres/sealing/open-keyring.ts";
import { makeTenantPool } from "../../src/adapters/postgres/tenant-pool.ts";
import { ensureSiteAccount } from "../../src/adapters/postgres/tenant-store.ts";
import { makeSecrets } from "../../src/adapters/secrets/secrets.ts";
import { makeSynthesizer } from "../../src/adapters/synth/worker-synthesizer.ts";
import { cleanWorkRoot } from "../../src/adapters/terraform/clean-work-root.ts";
import { parseYaml } from "../../src/adapters/text/parse-yaml.ts";
import type { AppError } from "../../src/kernel/app-error.ts";
import type { Clock } from "../../src/kernel/clock.ts";
import type { RunQueue, RunWorker } from "../../src/run/index.ts";
import { makeStateFacts } from "../../src/state/index.ts";
import { actingAccount } from "../acting-account.ts";
import { type BucketConfig, defaultBucketConfig } from "../bucket-config.ts";
import type { Config } from "../config.ts";
import { defaultImageConfig, type ImageConfig } from "../image-config.ts";
import type { OpenidSettings } from "../people-config.ts";
import type { RemoteConfig } from "../remote-config.ts";
import type { Services } from "../services.ts";
import { accountEventServices } from "./account-event-services.ts";
import { administrationServices } from "./administration-services.ts";
import { bucketServices } from "./bucket-services.ts";
import { cloudServices, composeClouds } from "./cloud-services.ts";
import { composeWorker, type WorkerSetting } from "./compose-worker.ts";
import { writeDriftLetters } from "./drift-letters.ts";
import { driftServices } from "./drift-services.ts";
import { enginePinServices, offeredVersions } from "./engine-pin-services.ts";
import { makeEngineSandbox } from "./engine-sandbox.ts";
import { accountServices, machineServices } from "./identity-services.ts";
import { type Images, imageServices } from "./image-services.ts";
import { instanceService } from "./instance-service.ts";
import { makePost } from "./make-post.ts";
import { makeStores, requestStores, type Stores } from "./make-stores.ts";
import { organisationServices } from "./organisation-services.ts";
import { peopleServices } from "./people-services.ts";
import { policyServices } from "./policy-services.ts";
import { powerServices } from "./power-services.ts";
import { type Remote, remoteServices } from "./remote-services.ts";
import { repairServices } from "./repair-services.ts";
import { requirementServices } from "./requirement-services.ts";
import { runServices } from "./run-services.ts";
import { stateBackend, stateServices } from "./state-services.ts";
import { backlogService, statusService, unreadyService } from "./status-service.ts";
import { sweepRegularly } from "./sweep-regularly.ts";
import { systemClock } from "./system-time.ts";
import { tenantServices } from "./tenant-services.ts";
import { traceSynthesize } from "./trace-engine.ts";
import { makeWebhookSender, type WebhookSender, webhookServices } from "./webhook-services.ts";
import { workspaceServices } from "./workspace-services.ts";

export interface CompositionOptions extends WorkerSetting {
  readonly pool: pg.Pool;
  /** Connections of their own, used for nothing but what requests read and change as tenants. */
  readonly tenantPool: pg.Pool;
  /** The pool's database, for the delivery's own connections. */
  readonly databaseUrl: string;
  /** Seals credentials, states, plans and secret files in the database; see open-secrets.ts. */
  readonly keyring: Keyring;
  readonly engineSandbox: Config["engineSandbox"];
  /** Days that the plan of a run stays after the run's end. */
  readonly keepPlansDays: number;
  /** The address the service listens on. */
  readonly host: string;
  /** Where people and machines reach the service. */
  readonly publicUrl: () => string;
  /** Where the engine on this machine reaches the service; known once it listens. */
  readonly localUrl: () => string;
  /** Networks besides the public ones that webhooks may reach, in CIDR form. */
  readonly webhookNetworks: readonly string[];
  /** Terminals and consoles; left out: as without any setting. */
  readonly remote?: RemoteConfig;
  /** Left out: below the work folder, as without any setting. */
  readonly images?: ImageConfig;
  /** Left out: as without any setting. */
  readonly buckets?: BucketConfig;
  readonly sessionLimits: SessionLimits;
  /** Null: nobody signs in through an issuer. */
  readonly openid: OpenidSettings | null;
  /** Null: the service sends no mail. */
  readonly smtp: SmtpSettings | null;
  /** Called when something that nobody waits for fails, such as a letter. */
  readonly onBackgroundError: (error: unknown, what: string) => void;
}

/** The service without its door: what the routes call, and the worker that executes runs. */
export interface Composition {
  readonly services: Services;
  readonly worker: RunWorker;
  readonly imageWorker: Images["worker"];
  readonly webhookSender: WebhookSender;
  readonly remote: Pick<Remote, "close">;
  readonly accounts: ReturnType<typeof makeAccountStore>;
  readonly clouds: ReturnType<typeof composeClouds>;
  readonly parseYaml: (text: string) => unknown;
  readonly translate: (error: unknown) => AppError | null;
  /**
   * Removes what the engines of a killed service left behind, for they hold plans and first boots in clear. Only before
   * the worker starts. Gives the paths of states that no database has.
   */
  removeLeftovers(): Promise<readonly string[]>;
  /** Makes the delivery ready; before the first request, because a run is announced when it is made. */
  open(): Promise<void>;
  close(): Promise<void>;
}

/** Other workers may share the work folder: what they hold is theirs. */
function heldBy(queue: RunQueue): (runIds: readonly string[]) => Promise<ReadonlySet<string>> {
  return async (runIds) => {
    const facts = await queue.waiting(runIds);
    return new Set([...facts].filter(([, { claim }]) => claim === "held").map(([id]) => id));
  };
}

const clock = systemClock;

/** The one place where adapters meet capabilities. */
export function composeService(options: CompositionOptions): Composition {
  const delivery = makePgBossDelivery({
    databaseUrl: options.databaseUrl,
    onError: (error) => options.onWorkerError(error, null),
  });
  const versions = offeredVersions(options.toolchain);
  const announcing = { enqueue: delivery.enqueue, versions };
  const service = makeStores(options.pool, options.keyring, announcing);
  const tenantPool = makeTenantPool(options.tenantPool, actingAccount);
  const stores = requestStores(service, makeStores(tenantPool, options.keyring, announcing));
  const secrets = makeSecrets();
  const synthesizer = makeSynthesizer({ workerUrl: new URL("../../stacks/synth-worker.ts", import.meta.url) });
  const clouds = composeClouds({
    store: service.clouds,
    tenantStore: stores.clouds,
    isSuspended: makeIsSuspended(options.pool),
    clock,
    newId: secrets.newId,
    offerTo: (cloud) => images.offerTo(cloud),
  });
  const facts = makeStateFacts(service.states);
  const engineSandbox = makeEngineSandbox({ ...options, mode: options.engineSandbox });
  const repairParts = { stores: service, clouds, synthesize: synthesizer.synthesize };
  const worker = composeWorker(options, {
    ...{ stores: service, clouds, facts, secrets, clock, delivery, jail: engineSandbox.jail },
    synthesize: traceSynthesize(synthesizer.synthesize, options.tracing),
    serviceUrl: options.localUrl,
  });
  const shared = { stores, clock, secrets, clouds, facts: makeStateFacts(stores.states) };
  const post = makePost(options);
  const stopSweeping = sweepRegularly({ ...options, refreshDue: clouds.refreshDue });
  const stopWriting = writeDriftLetters({ ...options, post });
  const runs = runServices(shared);
  const access = makeAccessStore(options.pool);
  const accounts = accountServices(shared);
  const remote = remoteServices({ ...shared, ...options });
  const images = imageServices({ ...options, clouds, images: options.images ?? defaultImageConfig(options.workRoot) });
  const people = peopleServices({
    ...shared,
    ...options,
    stores: stores.people,
    noteAudit: stores.noteAudit,
    consumeInvitation: makeConsumeInvitation({ store: stores.invitations, clock }),
    passwords: makePasswordHasher(),
    codes: makeOneTimeCodes(),
    issuer: options.openid === null ? null : makeOpenidIssuer(options.openid),
    post,
  });
  const accountEvents = accountEventServices(options.pool, shared, (error) =>
    options.onBackgroundError(error, "machines could not be looked at for those who watch"),
  );
  const services: Services = {
    accounts,
    access,
    ...organisationServices({
      ...shared,
      publicUrl: options.publicUrl,
      send: post.send,
      provePassword: people.provePassword,
    }),
    people,
    requirements: requirementServices({ ...shared, publicUrl: options.publicUrl() }),
    workspaces: workspaceServices({
      ...{ ...shared, pool: tenantPool, publicUrl: options.publicUrl },
      ...{ synthesize: synthesizer.synthesize, toolchain: options.toolchain },
    }),
    runs,
    enginePins: enginePinServices(stores.enginePins, options.toolchain),
    repair: repairServices(repairParts, stores, runs.start),
    drift: driftServices(stores, service.drift.ask),
    policy: policyServices(shared),
    ...administrationServices({ stores: service, clouds, clock, newId: secrets.newId }),
    ...powerServices(shared),
    clouds: cloudServices({ clouds, store: service.clouds, tenantStore: stores.clouds }),
    images: images.services,
    buckets: bucketServices({
      ...{ stores: service, reads: stores.buckets, clouds, clock, newId: secrets.newId, facts },
      config: options.buckets ?? defaultBucketConfig(),
    }),
    machines: machineServices(shared),
    instances: instanceService(shared),
    accountEvents,
    remote: remote.services,
    webhooks: webhookServices({ store: stores.webhooks, clock, newId: secrets.newId }),
    idempotency: stores.idempotency,
    state: stateBackend({ pool: options.pool, stores: service, access, authenticate: accounts.authenticate, clock }),
    tenants: tenantServices({
      ...{ stores: service, clouds, facts, secrets, clock },
      ensureSiteAccount: () => ensureSiteAccount(options.pool),
    }),
    states: stateServices({ pool: tenantPool, stores, clock, newId: secrets.newId }),
    backlog: backlogService(options.pool),
    status: statusService({ ...options, workers: service.workers, startedAt: clock.now(), engineSandbox }),
    unready: unreadyService(options),
  };
  return {
    services,
    worker,
    imageWorker: images.worker,
    remote,
    webhookSender: makeWebhookSender({
      outbox: service.webhookOutbox,
      clock,
      allowedNetworks: options.webhookNetworks,
      onError: (error) => options.onWorkerError(error, null),
    }),
    accounts: service.accounts,
    clouds,
    parseYaml,
    translate: databaseProblem,
    async removeLeftovers() {
      await remote.removeLeftovers();
      return cleanWorkRoot(options.workRoot, heldBy(service.queue));
    },
    open: () => delivery.open(),
    async close() {
      accountEvents.close();
      await remote.close();
      await images.close();
      await delivery.stop();
      stopSweeping();
      stopWriting();
      await post.close();
      await synthesizer.close();
    },
  };
}

/** What most services are made from. */
export interface SharedParts {
  /** For requests: they ask as the acting account and see nothing else. */
  readonly stores: Stores;
  readonly clock: Clock;
  readonly secrets: ReturnType<typeof makeSecrets>;
  readonly clouds: ReturnType<typeof composeClouds>;
  readonly facts: ReturnType<typeof makeStateFacts>;
}
