import type { FastifyInstance } from "fastify";
import { type Caller, callerOf } from "../core/caller.ts";
import { param } from "../core/read.ts";
import { isoSeconds, newUuid, type World } from "../core/world.ts";
import { listing } from "./listing.ts";
import type { SecurityGroup, SecurityGroupRule } from "./network-state.ts";
import { applyPlain, checkQuota, newObject, owns, readObject, touch } from "./objects.ts";
import { neutronRefusal } from "./refusals.ts";

const KNOWN = new Set(["name", "description", "stateful", "tenant_id", "project_id"]);

export function addSecurityGroupRoutes(service: FastifyInstance, world: World): void {
  const { groups } = world.state.network;
  service.get("/v2.0/security-groups", async (request) => {
    const caller = callerOf(request);
    defaultGroup(world, caller.projectId);
    const seen = Object.values(groups).filter((one) => owns(caller, one));
    return listing(
      request,
      "security_groups",
      seen.map((one) => groupView(world, one)),
    );
  });
  service.post("/v2.0/security-groups", async (request, reply) => {
    const caller = callerOf(request);
    const wanted = readObject(request, "security_group", KNOWN);
    const common = newObject(world, caller, wanted);
    checkQuota(world, common.tenant_id, "security_group", groups);
    if (common.name === "default") {
      throw neutronRefusal(409, "SecurityGroupDefaultAlreadyExists", "Default security group already exists.");
    }
    const group: SecurityGroup = { ...common, stateful: wanted["stateful"] !== false, shared: false };
    groups[group.id] = group;
    addEgressRules(world, group);
    return reply.code(201).send({ security_group: groupView(world, group) });
  });
  service.get("/v2.0/security-groups/:id", async (request) => ({
    security_group: groupView(world, seenGroup(world, callerOf(request), param(request, "id"))),
  }));
  service.put("/v2.0/security-groups/:id", async (request) => {
    const group = seenGroup(world, callerOf(request), param(request, "id"));
    applyPlain(group, readObject(request, "security_group", KNOWN), ["name", "description", "stateful"]);
    touch(world, group);
    return { security_group: groupView(world, group) };
  });
  service.delete("/v2.0/security-groups/:id", async (request, reply) => {
    const caller = callerOf(request);
    const group = seenGroup(world, caller, param(request, "id"));
    if (group.name === "default" && !caller.isAdmin) {
      throw neutronRefusal(
        409,
        "SecurityGroupCannotRemoveDefault",
        "Insufficient rights for removing default security group.",
      );
    }
    if (Object.values(world.state.network.ports).some((port) => port.security_groups.includes(group.id))) {
      throw neutronRefusal(409, "SecurityGroupInUse", `Security Group ${group.id} in use.`);
    }
    for (const rule of rulesOf(world, group)) delete world.state.network.rules[rule.id];
    delete groups[group.id];
    world.changed();
    return reply.code(204).send();
  });
}

/** A group the caller may use. */
export function seenGroup(world: World, caller: Caller, id: string): SecurityGroup {
  const group = world.state.network.groups[id];
  if (group === undefined || !owns(caller, group)) {
    throw neutronRefusal(404, "SecurityGroupNotFound", `Security group ${id} does not exist`);
  }
  return group;
}

/** The project's own `default` group, made when first needed: members reach each other, everything goes out. */
export function defaultGroup(world: World, projectId: string): SecurityGroup {
  const known = Object.values(world.state.network.groups).find(
    (one) => one.tenant_id === projectId && one.name === "default",
  );
  if (known !== undefined) return known;
  const now = isoSeconds(world.clock);
  const group: SecurityGroup = {
    id: newUuid(),
    name: "default",
    tenant_id: projectId,
    project_id: projectId,
    description: "Default security group",
    tags: [],
    revision_number: 1,
    created_at: now,
    updated_at: now,
    stateful: true,
    shared: false,
  };
  world.state.network.groups[group.id] = group;
  addEgressRules(world, group);
  for (const ethertype of ["IPv4", "IPv6"] as const) {
    addRule(world, group, { direction: "ingress", ethertype, remote_group_id: group.id });
  }
  return group;
}

/** Stores a rule; what is not given is null, as neutron answers it. */
export function addRule(
  world: World,
  group: SecurityGroup,
  given: Pick<SecurityGroupRule, "direction" | "ethertype"> & Partial<SecurityGroupRule>,
): SecurityGroupRule {
  const now = isoSeconds(world.clock);
  const rule: SecurityGroupRule = {
    id: newUuid(),
    tenant_id: group.tenant_id,
    security_group_id: group.id,
    protocol: null,
    port_range_min: null,
    port_range_max: null,
    remote_ip_prefix: null,
    remote_address_group_id: null,
    normalized_cidr: null,
    remote_group_id: null,
    description: null,
    revision_number: 0,
    created_at: now,
    updated_at: now,
    project_id: group.project_id,
    ...given,
  };
  world.state.network.rules[rule.id] = rule;
  world.changed();
  return rule;
}

function addEgressRules(world: World, group: SecurityGroup): void {
  for (const ethertype of ["IPv4", "IPv6"] as const) addRule(world, group, { direction: "egress", ethertype });
}

function rulesOf(world: World, group: SecurityGroup): SecurityGroupRule[] {
  return Object.values(world.state.network.rules).filter((rule) => rule.security_group_id === group.id);
}

/** Rules inside a group carry two fields more than rules read alone. */
function groupView(world: World, group: SecurityGroup): SecurityGroup & { readonly security_group_rules: unknown[] } {
  const security_group_rules = rulesOf(world, group).map((rule) => ({ ...rule, standard_attr_id: 0, tags: [] }));
  return { ...group, security_group_rules };
}
