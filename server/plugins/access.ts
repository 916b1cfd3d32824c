import type { ObjectKind } from "../../src/account/ports.ts";

/** What a route lets its caller do; compared with the caller's role in the account and with the token's scope. */
export type Need = "view" | "change" | "manage";

/**
 * Who may call a route. Every route declares one: a route without it does not start, and the tenant matrix test is
 * generated from these declarations.
 *
 * - `anyone`: no account is needed, or the route checks a credential of its own (machines, Terraform states).
 * - `user`: any signed-in person, about themselves.
 * - `account`: collections of the account acted for (header `TwinStack-Account`, else the person's own).
 * - `object`: one thing named by `param`; its owning account is looked up, and becomes the account acted for when the
 *   person is a member there. Otherwise the answer is 404.
 * - `organisation`: the organisation named by `param`; 404 for anybody who is no member.
 * - `site-admin`: administrators of the whole site.
 */
export type Access =
  | { readonly who: "anyone" }
  | { readonly who: "user"; readonly needs: Need }
  | { readonly who: "account"; readonly needs: Need }
  | { readonly who: "object"; readonly object: ObjectKind; readonly param: string; readonly needs: Need }
  | { readonly who: "organisation"; readonly param: string; readonly needs: Need }
  | { readonly who: "site-admin" };

declare module "fastify" {
  interface FastifyContextConfig {
    access?: Access;
    /** An unsafe method only because it takes a body: the audit log has no line of it. */
    changesNothing?: true;
  }
}
