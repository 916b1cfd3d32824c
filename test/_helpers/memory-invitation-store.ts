import type { InvitationStore, NewInvitation } from "../../src/account/ports.ts";
import type { Invitation } from "../../src/contract/index.ts";

export interface MemoryInvitations extends InvitationStore {
  /** Who was let into which organisation, as what. */
  readonly joined: (readonly [organisationId: string, userId: string, role: string])[];
}

/** Invitations in memory, with what PostgreSQL promises. */
export function memoryInvitationStore(): MemoryInvitations {
  const rows = new Map<string, NewInvitation & { used: boolean }>();
  const joined: [string, string, string][] = [];
  const usable = (tokenHash: string, now: Date) => {
    const row = rows.get(tokenHash);
    return row === undefined || row.used || row.expiresAt <= now ? null : row;
  };
  return {
    joined,
    async create(invitation) {
      rows.set(invitation.tokenHash, { ...invitation, used: false });
    },
    list: async (organisationId, now) =>
      [...rows.values()]
        .filter((row) => row.organisationId === organisationId && usable(row.tokenHash, now) !== null)
        .map(shown),
    async withdraw(organisationId, id) {
      const row = [...rows.values()].find((one) => one.id === id && one.organisationId === organisationId);
      return row !== undefined && !row.used && rows.delete(row.tokenHash);
    },
    async find(tokenHash, now) {
      const row = usable(tokenHash, now);
      return row === null ? null : shown(row);
    },
    async take(tokenHash, now) {
      const row = usable(tokenHash, now);
      if (row === null) return null;
      rows.set(tokenHash, { ...row, used: true });
      return shown(row);
    },
    async giveBack(tokenHash) {
      const row = rows.get(tokenHash);
      if (row !== undefined) rows.set(tokenHash, { ...row, used: false });
    },
    async join(organisationId, userId, role) {
      joined.push([organisationId, userId, role]);
    },
  };
}

function shown({ id, organisationId, role, email, createdBy, createdAt, expiresAt }: NewInvitation): Invitation {
  return {
    id,
    organisationId,
    organisationName: organisationId,
    role,
    email,
    createdBy,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}
