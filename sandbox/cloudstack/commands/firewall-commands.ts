import { requireAccess, target, visible } from "../core/access.ts";
import { internalError, invalidParameter, ruleConflict } from "../core/api-error.ts";
import {
  type AsyncCommand,
  async,
  type Call,
  type CommandFamily,
  type JobContext,
  type Json,
  sync,
} from "../core/command.ts";
import { overlap } from "../core/ipv4.ts";
import type { FirewallRule, Network, Owned } from "../core/model.ts";
import { isRouterStarting, ownerOf } from "../core/network-state.ts";
import { listOf } from "../core/paging.ts";
import { firewallRuleView } from "../views/rule-view.ts";
import { allocated } from "./address-commands.ts";

type Direction = FirewallRule["direction"];

interface RuleWork {
  id: string;
}

/** Firewall rules on public addresses and egress rules on networks: one table, two directions. */
export const FIREWALL_COMMANDS: CommandFamily = {
  createFirewallRule: creation("Ingress", "user.firewall.CreateFirewallRuleCmd", "FIREWALL.OPEN"),
  deleteFirewallRule: deletion("user.firewall.DeleteFirewallRuleCmd", "FIREWALL.CLOSE"),
  listFirewallRules: sync((call) => list(call, "Ingress"), { id: "firewallRules" }),
  createEgressFirewallRule: creation("Egress", "user.firewall.CreateEgressFirewallRuleCmd", "FIREWALL.EGRESS.OPEN"),
  deleteEgressFirewallRule: deletion("user.firewall.DeleteEgressFirewallRuleCmd", "FIREWALL.EGRESS.CLOSE"),
  listEgressFirewallRules: sync((call) => list(call, "Egress"), { id: "firewallRules" }),
};

function creation(direction: Direction, javaClass: string, eventType: string): AsyncCommand {
  return async<RuleWork>({
    javaClass,
    instanceType: "FirewallRule",
    eventType,
    admit(call) {
      const { id } = create(call, direction);
      return { work: { id }, instanceId: id, answersId: true };
    },
    start: (context, { id }) => rejectWhileRouterStarts(context, id),
    finish({ world, caller }, { id }) {
      const rule = world.tables.firewallRules.must(id);
      rule.state = "Active";
      return { firewallrule: firewallRuleView(world, rule, caller) };
    },
    abandon: ({ world }, { id }) => world.tables.firewallRules.delete(id),
  });
}

function deletion(javaClass: string, eventType: string): AsyncCommand {
  return async<RuleWork>({
    javaClass,
    eventType,
    id: "firewallRules",
    admit: (call) => ({ work: { id: target(call, call.world.tables.firewallRules, "id").id } }),
    finish({ world }, { id }) {
      world.tables.firewallRules.delete(id);
      return { success: true };
    },
  });
}

function create(call: Call, direction: Direction): FirewallRule {
  const { parameters, world } = call;
  const place = direction === "Ingress" ? placeOfIngress(call) : placeOfEgress(call);
  const protocol = parameters.required("protocol").toLowerCase();
  const [startPort, endPort] = [
    parameters.whole("startport"),
    parameters.whole("endport") ?? parameters.whole("startport"),
  ];
  const isPorted = protocol === "tcp" || protocol === "udp";
  if (startPort !== undefined && endPort !== undefined) checkPorts(startPort, endPort, isPorted);
  const [icmpType, icmpCode] = [parameters.whole("icmptype") ?? -1, parameters.whole("icmpcode") ?? -1];
  const rule: FirewallRule = {
    ...world.newRow("firewallRule"),
    ...place.owner,
    direction,
    ...place.on,
    protocol,
    ...(isPorted && startPort !== undefined ? { startPort } : {}),
    ...(isPorted && endPort !== undefined ? { endPort } : {}),
    ...(protocol === "icmp" ? { icmpType, icmpCode } : {}),
    cidrList: parameters.text("cidrlist") ?? place.defaultCidr,
    destinationCidrList: parameters.text("destcidrlist") ?? "",
    state: "Add",
  };
  rejectConflicts(call, rule);
  return world.tables.firewallRules.add(rule);
}

interface Place {
  owner: Owned;
  on: { networkId: string; ipAddressId?: string };
  defaultCidr: string;
}

function placeOfIngress(call: Call): Place {
  const ip = allocated(call, "ipaddressid");
  if (ip.networkId === undefined) {
    throw invalidParameter(
      `Unable to create firewall rule for the ip id=${ip.id} as ip is not associated with any network`,
    );
  }
  return { owner: ownerOf(ip), on: { networkId: ip.networkId, ipAddressId: ip.id }, defaultCidr: "0.0.0.0/0" };
}

function placeOfEgress(call: Call): Place {
  const network = target(call, call.world.tables.networks, "networkid");
  requireAccess(call, network);
  return { owner: ownerOf(network), on: { networkId: network.id }, defaultCidr: network.cidr };
}

function checkPorts(start: number, end: number, isPorted: boolean): void {
  if (!isPorted) throw invalidParameter("Can specify start/endPort for tcp and udp protocols only");
  const isPort = (port: number) => port >= 1 && port <= 65_535;
  if (!isPort(start)) throw invalidParameter(`publicPort is an invalid value: ${start}`);
  if (!isPort(end)) throw invalidParameter(`Public port range is an invalid value: ${end}`);
  if (start > end) throw invalidParameter("Start port can't be bigger than end port");
}

function rejectConflicts({ world }: Call, rule: FirewallRule): void {
  const conflict = world.tables.firewallRules.first((other) => {
    const isSamePlace = other.ipAddressId === rule.ipAddressId && other.networkId === rule.networkId;
    return isSamePlace && other.direction === rule.direction && meet(other, rule) && cidrsMeet(other, rule);
  });
  if (!conflict) return;
  const { serial: id, state, id: uuid } = conflict;
  const networkId = world.tables.networks.get(conflict.networkId)?.serial;
  const text = JSON.stringify({ id, networkId, purpose: "Firewall", state, uuid });
  throw ruleConflict(
    `The range specified, ${rule.startPort}-${rule.endPort}, conflicts with rule FirewallRule ${text} ` +
      `which has ${conflict.startPort}-${conflict.endPort}`,
  );
}

function meet(left: FirewallRule, right: FirewallRule): boolean {
  if (left.protocol !== right.protocol) return false;
  if (left.protocol === "icmp") return left.icmpType === right.icmpType && left.icmpCode === right.icmpCode;
  const [a, b] = [left.startPort ?? 1, right.startPort ?? 1];
  return a <= (right.endPort ?? 65_535) && b <= (left.endPort ?? 65_535);
}

function cidrsMeet(left: FirewallRule, right: FirewallRule): boolean {
  return left.cidrList.split(",").some((a) => right.cidrList.split(",").some((b) => overlap(a, b)));
}

/** Finding 2: rules sent while the first machine brings the router up are lost. */
function rejectWhileRouterStarts({ world }: JobContext, ruleId: string): void {
  const rule = world.tables.firewallRules.must(ruleId);
  const network: Network = world.tables.networks.must(rule.networkId);
  if (!isRouterStarting(network, Date.now())) return;
  world.tables.firewallRules.delete(ruleId);
  throw internalError("Failed to create firewall rule");
}

function list(call: Call, direction: Direction): Json {
  const { parameters, world } = call;
  const [id, ipId] = [parameters.text("id"), parameters.text("ipaddressid")];
  const networkId = parameters.text("networkid");
  const rows = visible(call, world.tables.firewallRules.all())
    .filter((rule) => rule.direction === direction)
    .filter((rule) => id === undefined || rule.id === id)
    .filter((rule) => ipId === undefined || rule.ipAddressId === ipId)
    .filter((rule) => networkId === undefined || rule.networkId === networkId)
    .toReversed();
  return listOf(call, "firewallrule", rows, (rule) => firewallRuleView(world, rule, call.caller));
}
