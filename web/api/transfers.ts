import type { Transfer } from "../../src/contract/index.ts";
import { call, listOf } from "./call.ts";

export const transfersKey = ["transfers"] as const;

export const readTransfers = () => listOf<Transfer>("/transfers");
export const offerWorkspace = (workspaceId: string, to: string) =>
  call<Transfer>("POST", `/workspaces/${workspaceId}/transfer`, { body: { to } });
export const withdrawOffer = (workspaceId: string) => call<void>("DELETE", `/workspaces/${workspaceId}/transfer`);
/** Takes an offered machine over; it then belongs to the account that is acted for. */
export const acceptOffer = (id: string) => call<{ workspaceId: string }>("POST", `/transfers/${id}/accept`);
export const declineOffer = (id: string) => call<void>("POST", `/transfers/${id}/decline`);
