import type { ApiToken, ApiTokenReceipt, ApiTokenRequest } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import type { OrganisationStore, Principal, TokenStore } from "./ports.ts";
import { noOrganisation, requireScope } from "./require-right.ts";

const DAY_MS = 86_400_000;
/** Fixed, so that programs that search code for leaked secrets can find one of ours. */
const TOKEN_PREFIX = "tst_";

export interface ApiTokenPorts {
  readonly store: TokenStore;
  readonly organisations: Pick<OrganisationStore, "list">;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly newToken: () => string;
  readonly sha256: (text: string) => string;
}

/** What people do with their own API tokens; all of it takes a session or a token that manages. */
export interface ApiTokens {
  /** Throws AppError: not-allowed, not-found. */
  create(principal: Principal, request: ApiTokenRequest): Promise<ApiTokenReceipt>;
  list(principal: Principal): Promise<readonly ApiToken[]>;
  /** Throws AppError: not-found. */
  revoke(principal: Principal, id: string): Promise<void>;
  revokeAll(principal: Principal): Promise<number>;
}

export function makeApiTokens({ store, organisations, clock, newId, newToken, sha256 }: ApiTokenPorts): ApiTokens {
  async function organisationNamed(principal: Principal, idOrHandle: string): Promise<string> {
    const mine = await organisations.list(principal.userId);
    const found = mine.find(({ id, handle }) => id === idOrHandle || handle === idOrHandle);
    if (found === undefined) throw noOrganisation(idOrHandle);
    return found.id;
  }

  return {
    async create(principal, { name, scope, expiresInDays, organisationId: named }) {
      requireOwnKey(principal);
      requireScope(principal, scope);
      const organisationId = named === undefined ? null : await organisationNamed(principal, named);
      const token = `${TOKEN_PREFIX}${newToken()}`;
      const createdAt = clock.now();
      const expiresAt = new Date(createdAt.getTime() + expiresInDays * DAY_MS);
      const kept = { id: newId(), name, scope, organisationId };
      await store.create({ ...kept, userId: principal.userId, tokenHash: sha256(token), createdAt, expiresAt });
      const shown = { createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString(), lastUsedAt: null };
      return { apiToken: { ...kept, ...shown }, token };
    },

    async list(principal) {
      requireOwnKey(principal);
      return store.list(principal.userId, clock.now());
    },

    async revoke(principal, id) {
      requireOwnKey(principal);
      if (await store.revoke(principal.userId, id, clock.now())) return;
      throw new AppError("not-found", `You have no API token ${id}.`, { tokenId: id });
    },

    async revokeAll(principal) {
      requireOwnKey(principal);
      return store.revokeAll(principal.userId, clock.now());
    },
  };
}

/** A token that may less than its person, or for one organisation only, must not become one that may more. */
function requireOwnKey(principal: Principal): void {
  requireScope(principal, "manage");
  if (principal.boundTo === undefined) return;
  throw new AppError("not-allowed", "This API token acts for one organisation only; sign in to see your own tokens.");
}
