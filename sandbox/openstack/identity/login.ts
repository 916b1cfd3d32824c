import { createHash, randomBytes } from "node:crypto";
import { type Fields, isFields } from "../core/read.ts";
import { newHexId, type World } from "../core/world.ts";
import type { Token, User } from "./identity-state.ts";
import { keystoneRefusal, loginRefused } from "./refusals.ts";

const TOKEN_LIFE_MS = 24 * 60 * 60 * 1000;

export interface IssuedToken {
  readonly tokenId: string;
  readonly token: Token;
}

/** Checks a login body (`password`, `token` or `application_credential`) and issues a token. */
export function login(world: World, body: unknown, base: string): IssuedToken {
  const auth = isFields(body) && isFields(body["auth"]) ? body["auth"] : undefined;
  const identity = auth !== undefined && isFields(auth["identity"]) ? auth["identity"] : undefined;
  if (auth === undefined || identity === undefined) throw keystoneRefusal(400, "'identity' is a required property");
  const method = Array.isArray(identity["methods"]) ? String(identity["methods"][0]) : "";
  const inner = isFields(identity[method]) ? identity[method] : {};
  if (method === "application_credential") return loginWithCredential(world, inner, base);
  const user =
    method === "password" ? userOfPassword(world, inner) : method === "token" ? userOfToken(world, inner) : undefined;
  if (user === undefined) throw loginRefused(base);
  const projectId = scopedProject(world, auth["scope"], user);
  if (projectId === undefined) throw loginRefused(base);
  return issue(world, { userId: user.id, projectId, methods: [method] });
}

export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

function userOfPassword(world: World, inner: Fields): User | undefined {
  const wanted = isFields(inner["user"]) ? inner["user"] : {};
  const users = Object.values(world.state.identity.users);
  const user = users.find((one) =>
    wanted["id"] === undefined ? one.name === wanted["name"] : one.id === wanted["id"],
  );
  const matches = user?.enabled === true && user.passwordHash === hashSecret(String(wanted["password"] ?? ""));
  return matches ? user : undefined;
}

function userOfToken(world: World, inner: Fields): User | undefined {
  const token = world.state.identity.tokens[String(inner["id"] ?? "")];
  if (token === undefined || token.expiresAt <= world.clock.now().getTime()) return undefined;
  return world.state.identity.users[token.userId];
}

/** The project identifier, null for an unscoped login, undefined when the scope is not the user's. */
function scopedProject(world: World, scope: unknown, user: User): string | null | undefined {
  if (!isFields(scope) || !isFields(scope["project"])) return null;
  const wanted = scope["project"];
  const projects = Object.values(world.state.identity.projects);
  const project = projects.find((one) =>
    wanted["id"] === undefined ? one.name === wanted["name"] : one.id === wanted["id"],
  );
  if (project === undefined || !project.enabled) return undefined;
  return rolesOf(world, user.id, project.id).length === 0 ? undefined : project.id;
}

function loginWithCredential(world: World, inner: Fields, base: string): IssuedToken {
  const id = String(inner["id"] ?? "");
  const credential = world.state.identity.applicationCredentials[id];
  if (credential === undefined) throw keystoneRefusal(404, `Could not find Application Credential: ${id}.`);
  const expired = credential.expiresAt !== null && Date.parse(credential.expiresAt) <= world.clock.now().getTime();
  if (expired || credential.secretHash !== hashSecret(String(inner["secret"] ?? ""))) throw loginRefused(base);
  const { userId, projectId, roleIds } = credential;
  return issue(world, { userId, projectId, methods: ["application_credential"], roleIds, credentialId: id });
}

function issue(
  world: World,
  facts: {
    userId: string;
    projectId: string | null;
    methods: string[];
    roleIds?: readonly string[];
    credentialId?: string;
  },
): IssuedToken {
  const { tokens } = world.state.identity;
  const now = world.clock.now().getTime();
  for (const [id, old] of Object.entries(tokens)) if (old.expiresAt <= now) delete tokens[id];
  const { userId, projectId, methods } = facts;
  const roleIds = facts.roleIds ?? (projectId === null ? [] : rolesOf(world, userId, projectId));
  const auditId = randomBytes(16).toString("base64url");
  const credentialId = facts.credentialId ?? null;
  const expiresAt = now + TOKEN_LIFE_MS;
  const token: Token = { userId, projectId, roleIds, methods, credentialId, auditId, issuedAt: now, expiresAt };
  const tokenId = `gAAAAAsandbox${newHexId()}${newHexId()}`;
  tokens[tokenId] = token;
  world.changed();
  return { tokenId, token };
}

/** Role identifiers of a user on a project. */
export function rolesOf(world: World, userId: string, projectId: string): string[] {
  const { assignments } = world.state.identity;
  return assignments.filter((one) => one.userId === userId && one.projectId === projectId).map((one) => one.roleId);
}
