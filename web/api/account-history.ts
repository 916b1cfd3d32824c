import type { AuditEntry } from "../../src/contract/index.ts";
import { call, openStream, type Page } from "./call.ts";

export const historyKey = ["account-history"] as const;

/** Who did what in the account, the latest first. */
export const readHistory = (cursor: string | undefined) =>
  call<Page<AuditEntry>>("GET", "/audit", { query: { limit: 50, ...(cursor !== undefined && { cursor }) } });

/** All of it as one file. */
export const readHistoryFile = async () => (await openStream("/audit/export", { query: { format: "csv" } })).text();
