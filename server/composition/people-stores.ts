import type pg from "pg";
import { makeAccessLinkStore } from "../../src/adapters/postgres/access-link-store.ts";
import { makeAttemptRates } from "../../src/adapters/postgres/attempt-rates.ts";
import { makeIdentityStore } from "../../src/adapters/postgres/identity-store.ts";
import { makeLoginFlowStore } from "../../src/adapters/postgres/login-flow-store.ts";
import { makePersonStore } from "../../src/adapters/postgres/person-store.ts";
import type { Sealer } from "../../src/adapters/postgres/sealer.ts";
import { makeSecondFactorStore } from "../../src/adapters/postgres/second-factor-store.ts";
import { makeSessionStore } from "../../src/adapters/postgres/session-store.ts";
import { makeSettingStore } from "../../src/adapters/postgres/setting-store.ts";

export type PeopleStores = ReturnType<typeof makePeopleStores>;

/** What signing in is kept in. Over the service's pool, never a tenant's: nobody acts for an account yet. */
export function makePeopleStores(pool: pg.Pool, sealer: Sealer) {
  return {
    people: makePersonStore(pool),
    sessions: makeSessionStore(pool),
    links: makeAccessLinkStore(pool),
    secondFactors: makeSecondFactorStore(pool, sealer),
    identities: makeIdentityStore(pool),
    flows: makeLoginFlowStore(pool),
    rates: makeAttemptRates(pool),
    settings: makeSettingStore(pool),
  };
}
