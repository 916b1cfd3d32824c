import type { World } from "../core/world.ts";
import { catalogOf } from "./catalog.ts";
import type { Token } from "./identity-state.ts";

const DEFAULT_DOMAIN = { id: "default", name: "Default" };

/** A token as keystone answers it at login and at validation. */
export function tokenView(world: World, token: Token, base: string): Record<string, unknown> {
  const { users, projects, roles } = world.state.identity;
  const user = users[token.userId];
  const common = {
    methods: token.methods,
    user: { domain: DEFAULT_DOMAIN, id: token.userId, name: user?.name ?? "", password_expires_at: null },
    audit_ids: [token.auditId],
    expires_at: micros(token.expiresAt),
    issued_at: micros(token.issuedAt),
  };
  if (token.projectId === null) return common;
  const credential = world.state.identity.applicationCredentials[token.credentialId ?? ""];
  return {
    ...common,
    project: { domain: DEFAULT_DOMAIN, id: token.projectId, name: projects[token.projectId]?.name ?? "" },
    is_domain: false,
    roles: token.roleIds.map((id) => ({ id, name: roles[id] ?? id })),
    catalog: catalogOf(base, token.projectId),
    ...(credential === undefined
      ? {}
      : {
          application_credential: {
            id: credential.id,
            name: credential.name,
            restricted: credential.unrestricted !== true,
          },
        }),
  };
}

function micros(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}.000000Z`;
}
