import type pg from "pg";
import { makeAccountChanges } from "../../src/adapters/postgres/account-changes.ts";
import { type AccountEventHub, makeAccountEventHub } from "../account-event-hub.ts";
import { actFor } from "../acting-account.ts";
import type { SharedParts } from "./compose-service.ts";
import { observeMachines } from "./instance-service.ts";

/** While somebody watches, machines are looked at so often; a person at a screen notices a later change as late. */
const OBSERVE_EVERY_MS = 10_000;
/** A page that is loaded anew, or shown again, goes on where it was. */
const LINGER_MS = 60_000;
const KEEP = 500;

/** @param pool the service's own: a connection that listens has no account */
export function accountEventServices(
  pool: pg.Pool,
  shared: SharedParts,
  onError: (error: unknown) => void,
): AccountEventHub {
  const observe = observeMachines(shared);
  return makeAccountEventHub({
    name: shared.secrets.newId().slice(0, 8),
    onChange: makeAccountChanges(pool),
    observe: (accountId) => actFor(accountId, () => observe(accountId, undefined)),
    lastSeen: (accountId, workspaceId) => actFor(accountId, () => shared.stores.observations.read([workspaceId])),
    observeEveryMs: OBSERVE_EVERY_MS,
    lingerMs: LINGER_MS,
    keep: KEEP,
    onError,
  });
}
