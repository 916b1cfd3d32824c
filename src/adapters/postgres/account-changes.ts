import type pg from "pg";
import type { AccountChange, WatchAccountChanges } from "../../overview/ports.ts";
import { makeNotifications } from "./notifications.ts";

/** Channel on which triggers tell what changed for whom (migration 0021). */
const CHANNEL = "account_change";

/** Tells of changes of all accounts, over one connection however many listen. */
export function makeAccountChanges(pool: pg.Pool): WatchAccountChanges {
  const onNotification = makeNotifications(pool, CHANNEL);
  return (listener) => onNotification((payload) => listener(payload === null ? null : changeIn(payload)));
}

/** Null for what a later version of the service says. */
function changeIn(payload: string): AccountChange | null {
  const { accountId, ...change } = JSON.parse(payload) as AccountChange;
  return ["run", "workspace", "machine"].includes(change.kind) ? ({ accountId, ...change } as AccountChange) : null;
}
