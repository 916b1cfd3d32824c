import type { Transfer } from "../../src/contract/index.ts";
import { call } from "./call.ts";

export const transfersKey = ["transfers"] as const;

export async function readTransfers(): Promise<readonly Transfer[]> {
  return (await call<{ items: readonly Transfer[] }>("GET", "/transfers")).items;
}

export const offerWorkspace = (workspaceId: string, to: string) =>
  call<Transfer>("POST", `/workspaces/${workspaceId}/transfer`, { body: { to } });
export const withdrawOffer = (workspaceId: string) => call<void>("DELETE", `/workspaces/${workspaceId}/transfer`);
