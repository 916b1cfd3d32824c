import type { User, UserRequest } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Principal, UserStore } from "./ports.ts";
import { requireSiteAdmin } from "./require-right.ts";

export interface UserPorts {
  readonly store: UserStore;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** What administrators of the site do with people. Everything throws AppError `not-allowed` for anybody else. */
export interface Users {
  page(principal: Principal, search: string | undefined, limit: number, after: string | null): Promise<readonly User[]>;
  /** Throws AppError: not-found. */
  find(principal: Principal, id: string): Promise<User>;
  /** The person can do nothing until they follow a link that is handed to them. Throws AppError: name-taken. */
  create(principal: Principal, request: UserRequest): Promise<User>;
  /** Throws AppError: not-found, last-admin. */
  suspend(principal: Principal, id: string): Promise<User>;
  /** Throws AppError: not-found. */
  unsuspend(principal: Principal, id: string): Promise<User>;
  /** Throws AppError: not-found, last-admin. */
  setSiteAdmin(principal: Principal, id: string, siteAdmin: boolean): Promise<User>;
}

export function makeUsers({ store, clock, newId }: UserPorts): Users {
  async function find(principal: Principal, id: string): Promise<User> {
    requireSiteAdmin(principal);
    const found = await store.find(id);
    if (found === null) throw new AppError("not-found", `There is no user ${id}.`, { userId: id });
    return found;
  }

  async function changed(principal: Principal, id: string, change: () => Promise<void>): Promise<User> {
    await find(principal, id);
    await change();
    return find(principal, id);
  }

  return {
    find,

    async page(principal, search, limit, after) {
      requireSiteAdmin(principal);
      return store.page(search, limit, after);
    },

    async create(principal, { handle, name, email }) {
      requireSiteAdmin(principal);
      const id = newId();
      await store.create({ id, handle, name: name ?? handle, email, createdAt: clock.now() });
      return find(principal, id);
    },

    suspend: (principal, id) => changed(principal, id, () => store.suspend(id, clock.now())),
    unsuspend: (principal, id) => changed(principal, id, () => store.unsuspend(id)),
    setSiteAdmin: (principal, id, siteAdmin) => changed(principal, id, () => store.setSiteAdmin(id, siteAdmin)),
  };
}
