import { isIP } from "node:net";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { callerOf } from "../core/caller.ts";
import { type Fields, param } from "../core/read.ts";
import type { Refusal } from "../core/refusal.ts";
import type { World } from "../core/world.ts";
import { formatCidr, parseCidr } from "./ipv4.ts";
import { listing } from "./listing.ts";
import type { SecurityGroupRule } from "./network-state.ts";
import { checkQuota, owns, readObject } from "./objects.ts";
import { neutronRefusal } from "./refusals.ts";
import { addRule, seenGroup } from "./security-groups.ts";

const KNOWN = new Set([
  "direction",
  "ethertype",
  "protocol",
  "port_range_min",
  "port_range_max",
  "remote_ip_prefix",
  "remote_group_id",
  "remote_address_group_id",
  "security_group_id",
  "description",
  "tenant_id",
  "project_id",
]);

const PROTOCOLS =
  "ah dccp egp esp gre hopopt icmp igmp ip ipip ipv6-encap ipv6-frag ipv6-icmp icmpv6 ipv6-nonxt ipv6-opts ipv6-route ospf pgm rsvp sctp tcp udp udplite vrrp".split(
    " ",
  );
const WITH_PORTS = new Set(["tcp", "udp", "sctp", "dccp", "udplite", "6", "17"]);

export function addSecurityGroupRuleRoutes(service: FastifyInstance, world: World): void {
  const { rules } = world.state.network;
  service.get("/v2.0/security-group-rules", async (request) => {
    const caller = callerOf(request);
    return listing(
      request,
      "security_group_rules",
      Object.values(rules).filter((one) => owns(caller, one)),
    );
  });
  service.post("/v2.0/security-group-rules", async (request, reply) => {
    const caller = callerOf(request);
    const wanted = readObject(request, "security_group_rule", KNOWN);
    const group = seenGroup(world, caller, String(wanted["security_group_id"] ?? ""));
    const given = checkedRule(wanted);
    checkQuota(world, group.tenant_id, "security_group_rule", rules);
    const same = Object.values(rules).find((one) => one.security_group_id === group.id && sameTraffic(one, given));
    if (same !== undefined) {
      const text = `Security group rule already exists. Rule id is ${same.id}.`;
      throw neutronRefusal(409, "SecurityGroupRuleExists", text);
    }
    return reply.code(201).send({ security_group_rule: addRule(world, group, given) });
  });
  service.get("/v2.0/security-group-rules/:id", async (request) => ({ security_group_rule: seenRule(world, request) }));
  service.delete("/v2.0/security-group-rules/:id", async (request, reply) => {
    delete rules[seenRule(world, request).id];
    world.changed();
    return reply.code(204).send();
  });
}

function seenRule(world: World, request: FastifyRequest): SecurityGroupRule {
  const id = param(request, "id");
  const rule = world.state.network.rules[id];
  if (rule === undefined || !owns(callerOf(request), rule)) {
    throw neutronRefusal(404, "SecurityGroupRuleNotFound", `Security group rule ${id} does not exist`);
  }
  return rule;
}

type GivenRule = Pick<SecurityGroupRule, "direction" | "ethertype"> & Partial<SecurityGroupRule>;

function checkedRule(wanted: Fields): GivenRule {
  const direction = wanted["direction"];
  if (direction !== "ingress" && direction !== "egress") {
    const text = `Invalid input for direction. Reason: ${String(direction)} is not in valid_values.`;
    throw neutronRefusal(400, "HTTPBadRequest", text);
  }
  const ethertype = wanted["ethertype"] ?? "IPv4";
  if (ethertype !== "IPv4" && ethertype !== "IPv6") {
    const text = `Security group rule for ethertype '${String(ethertype)}' not supported. Allowed values are ['IPv4', 'IPv6'].`;
    throw neutronRefusal(400, "SecurityGroupRuleInvalidEtherType", text);
  }
  const protocol = wanted["protocol"] === undefined || wanted["protocol"] === null ? null : String(wanted["protocol"]);
  checkProtocol(protocol);
  const min = portOf(wanted["port_range_min"]);
  const max = portOf(wanted["port_range_max"]);
  checkPorts(protocol, min, max);
  const prefix = typeof wanted["remote_ip_prefix"] === "string" ? wanted["remote_ip_prefix"] : null;
  if (prefix !== null && wanted["remote_group_id"]) {
    throw neutronRefusal(
      400,
      "SecurityGroupRemoteGroupAndRemoteIpPrefix",
      "Only remote_ip_prefix or remote_group_id may be provided.",
    );
  }
  return {
    direction,
    ethertype,
    protocol,
    port_range_min: min,
    port_range_max: max,
    remote_ip_prefix: prefix,
    normalized_cidr: prefix === null ? null : normalized(prefix, ethertype),
    remote_group_id: typeof wanted["remote_group_id"] === "string" ? wanted["remote_group_id"] : null,
    description: String(wanted["description"] ?? ""),
  };
}

function checkProtocol(protocol: string | null): void {
  if (protocol === null || PROTOCOLS.includes(protocol)) return;
  if (/^\d+$/.test(protocol) && Number(protocol) <= 255) return;
  const known = ["None", ...PROTOCOLS.map((name) => `'${name}'`)].join(", ");
  const text = `Only protocol values [${known}] and integer representations [0 to 255] are supported.`;
  throw neutronRefusal(
    400,
    "SecurityGroupRuleInvalidProtocol",
    `Security group rule protocol ${protocol} not supported. ${text}`,
  );
}

function checkPorts(protocol: string | null, min: number | null, max: number | null): void {
  if (min === null && max === null) return;
  if (protocol === null) {
    throw neutronRefusal(
      400,
      "SecurityGroupProtocolRequiredWithPorts",
      "Must also specify protocol if port range is given.",
    );
  }
  if (!WITH_PORTS.has(protocol)) return;
  if (min === null || max === null || min > max) {
    throw neutronRefusal(
      400,
      "SecurityGroupInvalidPortRange",
      "For TCP/UDP protocols, port_range_min must be <= port_range_max",
    );
  }
  if (min < 1) throw neutronRefusal(400, "SecurityGroupInvalidPortValue", `Invalid value for port ${min}`);
}

function portOf(value: unknown): number | null {
  if (value === undefined || value === null) return null;
  const port = Number(value);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw neutronRefusal(400, "SecurityGroupInvalidPortValue", `Invalid value for port ${String(value)}`);
}

function normalized(prefix: string, ethertype: "IPv4" | "IPv6"): string {
  const [address = "", length] = prefix.split("/");
  const version = isIP(address);
  if (version === 0) throw invalidCidr(prefix);
  if ((version === 4) !== (ethertype === "IPv4")) {
    const text = `Conflicting value ethertype ${ethertype} for CIDR ${prefix}`;
    throw neutronRefusal(400, "SecurityGroupRuleParameterConflict", text);
  }
  if (version === 6) return prefix;
  const net = parseCidr(length === undefined ? `${prefix}/32` : prefix);
  if (net === undefined) throw invalidCidr(prefix);
  return formatCidr(net);
}

function invalidCidr(prefix: string): Refusal {
  return neutronRefusal(400, "InvalidCIDR", `Invalid CIDR ${prefix} given as IP prefix.`);
}

function sameTraffic(rule: SecurityGroupRule, given: GivenRule): boolean {
  const keys = [
    "direction",
    "ethertype",
    "protocol",
    "port_range_min",
    "port_range_max",
    "normalized_cidr",
    "remote_group_id",
  ] as const;
  return keys.every((key) => (rule[key] ?? null) === (given[key] ?? null));
}
