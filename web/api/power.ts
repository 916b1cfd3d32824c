import type { PowerAction, PowerRequest, SiteKey } from "../../src/contract/index.ts";
import { call, listOf } from "./call.ts";

export const powerKey = (workspaceId: string) => ["power", workspaceId] as const;

/** The latest power actions of a machine, the last one first. */
export const readPower = (workspaceId: string) =>
  listOf<PowerAction>(`/workspaces/${workspaceId}/power-actions`, { query: { limit: 20 } });

/** @param key the same for every repetition of one wish, so that it is done once */
export const changePower = (workspaceId: string, site: SiteKey, body: PowerRequest, key: string) =>
  call<PowerAction>("POST", `/workspaces/${workspaceId}/sites/${site}/power`, {
    body,
    headers: { "idempotency-key": key },
  });

export const cancelPower = (workspaceId: string, id: string) =>
  call<PowerAction>("POST", `/workspaces/${workspaceId}/power-actions/${id}/cancel`);
