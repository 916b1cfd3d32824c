export type * from "./access-ports.ts";
export type * from "./audit-log-ports.ts";
export type * from "./audit-ports.ts";
export type * from "./banner-ports.ts";
export type * from "./organisation-ports.ts";
export type * from "./own-account-ports.ts";
export type * from "./people-ports.ts";
export type * from "./token-ports.ts";
export type * from "./transfer-ports.ts";
export type * from "./user-ports.ts";

/** What a member of an account may do with its things: `viewer` reads, `member` also changes, `owner` also manages. */
export type MemberRole = "owner" | "member" | "viewer";

/** What an API token may at most be used for, whatever the role of its user. `change` includes `view`, `manage` both. */
export type Scope = "view" | "change" | "manage";

/**
 * Whoever a request acts for. Every store call is scoped by `accountId`: the account whose things the request reads and
 * changes, which is the user's own or an organisation's.
 */
export interface Principal {
  readonly accountId: string;
  /** The person's name, for logs and "created by". */
  readonly name: string;
  /** The account of the person who acts; equal to `accountId` when they act for themselves. */
  readonly userId: string;
  /** The person's role in `accountId`. */
  readonly role: MemberRole;
  /** May manage users, shared clouds and settings of the whole site. */
  readonly siteAdmin: boolean;
  /** Upper bound set by the API token; `manage` for a session. */
  readonly scope: Scope;
  readonly via: "session" | "token" | "service";
  /** The only account this token acts for, such as the organisation it was made in; left out: every account of the person. */
  readonly boundTo?: string;
}

/** An owner of things: a person or an organisation. */
export interface Account {
  readonly accountId: string;
  readonly name: string;
}

/** Accounts and the API tokens that open them. Only SHA-256 hashes of tokens are stored. */
export interface AccountStore {
  /** The account behind a token that is not revoked; null when there is none. */
  findByTokenHash(tokenHash: string): Promise<Principal | null>;
  /** Safe to repeat. */
  ensureAccount(account: Account): Promise<void>;
  /** Safe to repeat; gives the account one more token. */
  ensureToken(token: ApiToken): Promise<void>;
}

export interface ApiToken {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly tokenHash: string;
}
