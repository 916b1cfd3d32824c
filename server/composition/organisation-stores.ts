import type pg from "pg";
import { makeAuditLog } from "../../src/adapters/postgres/audit-log.ts";
import { makeInvitationStore } from "../../src/adapters/postgres/invitation-store.ts";
import { makeOrganisationStore } from "../../src/adapters/postgres/organisation-store.ts";
import { makeOwnAccountStore } from "../../src/adapters/postgres/own-account-store.ts";
import { makeTokenStore } from "../../src/adapters/postgres/token-store.ts";
import { makeTransferStore } from "../../src/adapters/postgres/transfer-store.ts";
import { makeUserStore } from "../../src/adapters/postgres/user-store.ts";

export type OrganisationStores = ReturnType<typeof makeOrganisationStores>;

/** Stores about accounts, over the service's own pool: memberships and tokens lie across accounts. */
export function makeOrganisationStores(pool: pg.Pool) {
  return {
    auditLog: makeAuditLog(pool),
    invitations: makeInvitationStore(pool),
    organisations: makeOrganisationStore(pool),
    ownAccounts: makeOwnAccountStore(pool),
    tokens: makeTokenStore(pool),
    transfers: makeTransferStore(pool),
    users: makeUserStore(pool),
  };
}
