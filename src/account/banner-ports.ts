import type { Banner, Owner, SiteOrganisation } from "../contract/index.ts";

/** Sentences that an administrator shows to everybody. */
export interface BannerStore {
  /** All, the latest first. */
  list(): Promise<readonly Banner[]>;
  /** Those that are to be seen at that time, the most urgent first. */
  inForce(now: Date): Promise<readonly Banner[]>;
  find(id: string): Promise<Banner | null>;
  /** Makes it, or puts it in the place of the one with its id. */
  save(banner: Banner): Promise<void>;
  /** False when there is none. */
  remove(id: string): Promise<boolean>;
}

/** All organisations of the site, for its administrators. */
export interface SiteOrganisationStore {
  /** By handle, only those after `after`; `search` is looked for in handle and name. */
  page(search: string | undefined, limit: number, after: string | null): Promise<readonly SiteOrganisation[]>;
  find(id: string): Promise<SiteOrganisation | null>;
}

/** Names of accounts; those that are gone are missing from the answer. */
export type FindOwners = (ids: readonly string[]) => Promise<ReadonlyMap<string, Owner>>;
