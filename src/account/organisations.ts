import type { Member, MemberRole, Organisation, OrganisationChange, OrganisationRequest } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import type { OrganisationStore, Principal } from "./ports.ts";
import { noOrganisation, requireMembership, requireScope } from "./require-right.ts";

export interface OrganisationPorts {
  readonly store: OrganisationStore;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** What people do with organisations and their members. Everything asks for the caller's own membership first. */
export interface Organisations {
  list(principal: Principal): Promise<readonly Organisation[]>;
  find(principal: Principal, id: string): Promise<Organisation>;
  /** The caller becomes its owner. Throws AppError: name-taken. */
  create(principal: Principal, request: OrganisationRequest): Promise<Organisation>;
  /** Throws AppError: not-found, not-allowed, name-taken. */
  rename(principal: Principal, id: string, change: OrganisationChange): Promise<Organisation>;
  /** Throws AppError: not-found, not-allowed, organisation-not-empty. */
  remove(principal: Principal, id: string): Promise<void>;
  members(principal: Principal, id: string): Promise<readonly Member[]>;
  /** Throws AppError: not-found, not-allowed, last-owner. */
  changeRole(principal: Principal, id: string, userId: string, role: MemberRole): Promise<void>;
  /** Throws AppError: not-found, not-allowed, last-owner. */
  removeMember(principal: Principal, id: string, userId: string): Promise<void>;
  /** Throws AppError: not-found, last-owner. */
  leave(principal: Principal, id: string): Promise<void>;
}

export function makeOrganisations({ store, clock, newId }: OrganisationPorts): Organisations {
  async function seen(principal: Principal, id: string): Promise<Organisation> {
    const found = await store.find(id, principal.userId);
    if (found === null) throw noOrganisation(id);
    return found;
  }

  return {
    async list(principal) {
      requireScope(principal, "view");
      return store.list(principal.userId);
    },

    find: (principal, id) => requireMembership(store, principal, id, "view"),

    async create(principal, { handle, name }) {
      requireScope(principal, "manage");
      const id = newId();
      await store.create({ id, handle, name: name ?? handle, createdAt: clock.now() }, principal.userId);
      return seen(principal, id);
    },

    async rename(principal, id, change) {
      await requireMembership(store, principal, id, "manage");
      await store.rename(id, change);
      return seen(principal, id);
    },

    async remove(principal, id) {
      await requireMembership(store, principal, id, "manage");
      await store.remove(id);
    },

    async members(principal, id) {
      await requireMembership(store, principal, id, "view");
      return store.members(id);
    },

    async changeRole(principal, id, userId, role) {
      await requireMembership(store, principal, id, "manage");
      if (!(await store.changeRole(id, userId, role))) throw noMember(userId);
    },

    async removeMember(principal, id, userId) {
      await requireMembership(store, principal, id, "manage");
      if (!(await store.removeMember(id, userId))) throw noMember(userId);
    },

    async leave(principal, id) {
      await seen(principal, id);
      requireScope(principal, "manage");
      await store.removeMember(id, principal.userId);
    },
  };
}

function noMember(userId: string): AppError {
  return new AppError("not-found", `There is no member ${userId}.`, { userId });
}
