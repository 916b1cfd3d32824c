import type { FastifyReply, FastifyRequest } from "fastify";
import type { AuditObject, Principal } from "../../src/account/ports.ts";

type Answer = Readonly<Record<string, unknown>>;

interface Described {
  readonly object: AuditObject | null;
  /** What else the address names, such as the member of an organisation. */
  readonly rest: Readonly<Record<string, string>>;
}

/**
 * What a request was about: the thing its address names, else the thing it made, as its `Location` says.
 *
 * @param answer of a request that succeeded; only names are read from it
 */
export function describeObject(
  request: FastifyRequest,
  reply: FastifyReply,
  principal: Principal,
  answer: Answer,
): Described {
  const access = request.routeOptions.config?.access;
  const params = { ...(request.params as Record<string, string>) };
  const made = madeThing(reply);
  const rest = (known: string) => Object.fromEntries(Object.entries(params).filter(([name]) => name !== known));
  const name = nameIn(answer);

  if (made !== null) return { object: { ...made, name }, rest: params };
  if (access?.who === "object") {
    const id = params[access.param] ?? "";
    return { object: { kind: access.object, id, name }, rest: rest(access.param) };
  }
  if (access?.who === "organisation") {
    const id = principal.accountId;
    return { object: { kind: "organisation", id, name }, rest: rest(access.param) };
  }
  const [, kind, param] = /\/([a-z-]+)\/:(\w+)/.exec(request.routeOptions.url ?? "") ?? [];
  if (kind === undefined || param === undefined) return { object: null, rest: params };
  return { object: { kind: singular(kind), id: params[param] ?? "", name }, rest: rest(param) };
}

/** `/api/v1/workspaces/<id>` → a workspace. */
function madeThing(reply: FastifyReply): { readonly kind: string; readonly id: string } | null {
  const location = reply.statusCode === 201 ? String(reply.getHeader("location") ?? "") : "";
  const [, kind, id] = /\/([a-z-]+)\/([^/]+)$/.exec(location) ?? [];
  return kind === undefined || id === undefined ? null : { kind: singular(kind), id };
}

function nameIn(answer: Answer): string | null {
  for (const holder of [answer, answer["workspace"], answer["apiToken"]]) {
    if (typeof holder !== "object" || holder === null) continue;
    for (const field of ["handle", "name", "workspaceName"]) {
      const value: unknown = Reflect.get(holder, field);
      if (typeof value === "string") return value;
    }
  }
  return null;
}

function singular(plural: string): string {
  return plural.replace(/s$/, "");
}
