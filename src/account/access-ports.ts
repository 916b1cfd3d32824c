import type { MemberRole } from "../contract/index.ts";

/** Things that belong to an account and are named by an id in the address. */
export type ObjectKind = "workspace" | "run" | "cloud" | "webhook" | "bucket";

/** Where a person stands towards a thing or an account. */
export interface Standing {
  /** The account that owns it; null for what the whole site shares, such as a shared cloud. */
  readonly accountId: string | null;
  /** The person's role in that account; `viewer` for what the site shares. */
  readonly role: MemberRole;
}

/**
 * Who owns what, and who belongs where: one query per question. Null says "there is no such thing" and "it is none of
 * yours" alike, so that nobody learns which of the two it is. Suspended people and suspended accounts own nothing.
 */
export interface AccessStore {
  /** `id` is a UUID. */
  accountOf(kind: ObjectKind, id: string, userId: string): Promise<Standing | null>;
  /** An account by its handle or its id: the person's own, or an organisation they are a member of. */
  account(handleOrId: string, userId: string): Promise<(Standing & { readonly kind: AccountKind }) | null>;
}

export type AccountKind = "user" | "organisation";
