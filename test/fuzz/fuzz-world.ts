import { randomUUID } from "node:crypto";
import { makeCloudStore } from "../../src/adapters/postgres/cloud-store.ts";
import { Catalog } from "../../src/contract/index.ts";
import { addPerson } from "../_helpers/account-world.ts";
import { sampleRegistration } from "../_helpers/samples.ts";
import { type ScriptedOpenstack, startScriptedOpenstack } from "../_helpers/scripted-openstack.ts";
import type { TenantObjects } from "../_helpers/tenant-objects.ts";
import { openTenantWorld, type TenantWorld } from "../_helpers/tenant-world.ts";
import { cloudstackOffer, openstackOffer } from "../plan/_fakes/catalogs.ts";
import { TOKEN_LENGTH } from "./api-oracles.ts";
import { type FuzzThings, plantFuzzThings } from "./plant-fuzz-things.ts";

/** The things of the other tenants, and what the callers may use and change. */
export interface FuzzWorld extends TenantWorld {
  readonly victims: readonly TenantObjects[];
  /** What the account's callers have now. */
  own(account: OwnAccount): FuzzThings;
  /** Gives the callers new things, and back what they gave away. What they had stays: taken in bulk it would stand in the way of requests. */
  renew(): Promise<void>;
  /** Gives back what a request took that would have all their later requests refused. */
  revive(): Promise<void>;
  /** Every secret that was ever planted for the callers. */
  readonly secrets: ReadonlySet<string>;
}

export const OWN_ACCOUNTS = ["ann", "lab"] as const;
export type OwnAccount = (typeof OWN_ACCOUNTS)[number];
const FLAVOR = { id: "f1", name: "small", vcpus: 1, ram: 2048, disk: 20, "OS-FLV-EXT-DATA:ephemeral": 0, swap: "" };
const WITH_FLAVOR = { "/compute/v2.1/flavors/detail": () => ({ body: { flavors: [FLAVOR] } }) };
const VICTIMS = ["bob", "firm"] as const;
/** People who sign in by other means than a token. */
export const SIGNED_IN = ["pat", "toto", "una"] as const;

/** The tenants' world with clouds that can be planned on, one that answers, and people with passwords and codes. */
export async function openFuzzWorld(): Promise<FuzzWorld> {
  const [world, answering] = await Promise.all([openTenantWorld(), startScriptedOpenstack({ routes: WITH_FLAVOR })]);
  const planted = new Map<string, FuzzThings>();
  const secrets = new Set<string>();
  await shareClouds(world);
  for (const person of SIGNED_IN) await addPerson(world.database.pool, person);
  await world.database.pool.query(
    "insert into site_setting (name, value, changed_by) values ('sign-up', '\"invitation\"', 'root')",
  );
  const victims = await Promise.all(VICTIMS.map((account) => world.plant(account)));

  async function renew(): Promise<void> {
    // One after the other: two plantings at once wait for each other's rows.
    for (const account of OWN_ACCOUNTS) {
      const things = await plantFuzzThings(world, { account, cloudUrl: answering.authUrl });
      planted.set(account, things);
      for (const secret of [things.statePassword, things.otherRun.password]) {
        if (secret.length !== TOKEN_LENGTH) throw new Error(`a token of ${secret.length} would not be looked for`);
        secrets.add(secret);
      }
    }
    await world.restore();
  }

  /** Memberships, tokens, and the session of `ann by cookie`. */
  async function revive(): Promise<void> {
    const session = planted.get("ann")?.session;
    if (session !== undefined) await openSession(world, session);
    await world.restore();
  }

  await renew();
  return {
    ...world,
    victims,
    secrets,
    own(account) {
      const things = planted.get(account);
      if (things === undefined) throw new Error(`nothing is planted for ${account}`);
      return things;
    },
    renew,
    revive,
    close: () => closeBoth(world, answering),
  };
}

/** The id is its own key, as the tenants' world plants it. */
async function openSession({ database }: TenantWorld, id: string): Promise<void> {
  await database.pool.query(
    `insert into session (id, id_hash, user_id, created_at, last_used_at, idle_until, absolute_until, second_factor,
                          remote_address, user_agent)
     values ($1, encode(sha256($2::bytea), 'hex'), 'ann', now(), now(), now() + interval '1 hour',
             now() + interval '1 hour', false, '192.0.2.1', '')
     on conflict do nothing`,
    [id, Buffer.from(id)],
  );
}

async function closeBoth(world: TenantWorld, answering: ScriptedOpenstack): Promise<void> {
  await world.close();
  await answering.close();
}

/** Clouds of the site on which requirements can be placed; nothing listens there. */
async function shareClouds({ database, keyring }: TenantWorld): Promise<void> {
  const clouds = makeCloudStore(database.pool, keyring.site);
  for (const { cloud, catalog } of [openstackOffer(), cloudstackOffer()]) {
    const registration = sampleRegistration(cloud.kind, cloud.name);
    const away =
      "authUrl" in registration ? { authUrl: "http://127.0.0.1:9/v3" } : { apiUrl: "http://127.0.0.1:9/api" };
    await clouds.create(cloud, { ...registration, ...away } as typeof registration);
    await clouds.saveCatalog(Catalog.parse(catalog));
  }
}

/** An id that nothing has yet. */
export function freshName(): string {
  return `fz-${randomUUID().slice(0, 12)}`;
}
