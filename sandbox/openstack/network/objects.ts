import type { FastifyRequest } from "fastify";
import type { Caller } from "../core/caller.ts";
import type { Table } from "../core/cloud-state.ts";
import { envelope, type Fields } from "../core/read.ts";
import { isoSeconds, newUuid, type World } from "../core/world.ts";
import type { NetworkQuota, NeutronObject } from "./network-state.ts";
import { DEFAULT_NETWORK_QUOTA } from "./quotas.ts";
import { neutronRefusal } from "./refusals.ts";

/** The request's object; refuses attributes neutron does not know, as neutron does. */
export function readObject(request: FastifyRequest, singular: string, known: ReadonlySet<string>): Fields {
  const wanted = envelope(request, singular);
  if (wanted === undefined) throw neutronRefusal(400, "HTTPBadRequest", `Unable to find '${singular}' in request body`);
  const unknown = Object.keys(wanted).filter((key) => !known.has(key));
  if (unknown.length === 0) return wanted;
  const names = unknown.map((key) => `'${key}'`).join(", ");
  throw neutronRefusal(400, "HTTPBadRequest", `Unrecognized attribute(s) ${names}`);
}

/** The part every new object has. Only an administrator may make one for another project. */
export function newObject(world: World, caller: Caller, wanted: Fields): NeutronObject {
  const asked = wanted["tenant_id"] ?? wanted["project_id"];
  const projectId = caller.isAdmin && typeof asked === "string" ? asked : caller.projectId;
  const now = isoSeconds(world.clock);
  return {
    id: newUuid(),
    name: String(wanted["name"] ?? ""),
    tenant_id: projectId,
    project_id: projectId,
    description: String(wanted["description"] ?? ""),
    tags: [],
    revision_number: 1,
    created_at: now,
    updated_at: now,
  };
}

/** Marks an object as changed. */
export function touch(world: World, object: { revision_number: number; updated_at: string }): void {
  object.revision_number += 1;
  object.updated_at = isoSeconds(world.clock);
  world.changed();
}

/** Copies the plain attributes a PUT names. */
export function applyPlain<T extends object>(object: T, wanted: Fields, names: readonly (keyof T & string)[]): void {
  for (const name of names) if (wanted[name] !== undefined) object[name] = wanted[name] as T[typeof name];
}

/** Whether the caller sees an object of this project. */
export function owns(caller: Caller, object: { readonly tenant_id: string }): boolean {
  return caller.isAdmin || object.tenant_id === caller.projectId;
}

/** Refuses one more object of a kind when the project's quota is used up. */
export function checkQuota(
  world: World,
  projectId: string,
  kind: keyof NetworkQuota,
  table: Table<{ readonly tenant_id: string }>,
): void {
  const limit = (world.state.network.quotas[projectId] ?? DEFAULT_NETWORK_QUOTA)[kind];
  const used = Object.values(table).filter((one) => one.tenant_id === projectId).length;
  if (limit < 0 || used < limit) return;
  throw neutronRefusal(409, "OverQuota", `Quota exceeded for resources: ['${kind}'].`);
}
