import type { User } from "../contract/index.ts";

export interface NewUser {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly email: string;
  readonly createdAt: Date;
}

/** All people of the site, for its administrators. */
export interface UserStore {
  /** By handle, only those after `after`; `search` is looked for in handle, name and e-mail address. */
  page(search: string | undefined, limit: number, after: string | null): Promise<readonly User[]>;
  find(id: string): Promise<User | null>;
  /** Throws AppError("name-taken"). */
  create(user: NewUser): Promise<void>;
  /** Ends every session and token of the person. Throws AppError("last-admin"). */
  suspend(id: string, at: Date): Promise<void>;
  unsuspend(id: string): Promise<void>;
  /** Throws AppError("last-admin"). */
  setSiteAdmin(id: string, siteAdmin: boolean): Promise<void>;
}
