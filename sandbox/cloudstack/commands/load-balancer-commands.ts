import { target, visible } from "../core/access.ts";
import { ApiError, internalError, invalidParameter, ruleConflict } from "../core/api-error.ts";
import { async, type Call, type CommandFamily, type Json, sync } from "../core/command.ts";
import type { LoadBalancerRule } from "../core/model.ts";
import { isRouterStarting, ownerOf } from "../core/network-state.ts";
import { listOf } from "../core/paging.ts";
import { machineView } from "../views/machine-view.ts";
import { loadBalancerRuleView } from "../views/rule-view.ts";
import { allocated } from "./address-commands.ts";

interface RuleWork {
  id: string;
}

interface MembersWork extends RuleWork {
  members: string[];
}

const ALGORITHMS = ["roundrobin", "leastconn", "source"];

/** What the server says about a rule that was made without a protocol, word for word (finding 6). */
const NO_PROTOCOL =
  'Cannot invoke "String.equals(Object)" because the return value of "com.cloud.network.dao.LoadBalancerVO.getLbProtocol()" is null';

/** Load balancing from a public address to machines. */
export const LOAD_BALANCER_COMMANDS: CommandFamily = {
  createLoadBalancerRule: async<RuleWork>({
    javaClass: "user.loadbalancer.CreateLoadBalancerRuleCmd",
    instanceType: "FirewallRule",
    eventType: "LB.CREATE",
    admit(call) {
      const { id } = create(call);
      return { work: { id }, instanceId: id, answersId: true };
    },
    start({ world }, { id }) {
      const rule = world.tables.loadBalancerRules.must(id);
      if (!isRouterStarting(world.tables.networks.must(rule.networkId), Date.now())) return;
      world.tables.loadBalancerRules.delete(id);
      throw internalError("Failed to create load balancer rule");
    },
    finish: ({ world, caller }, { id }) => ({
      loadbalancer: loadBalancerRuleView(world, world.tables.loadBalancerRules.must(id), caller),
    }),
    abandon: ({ world }, { id }) => world.tables.loadBalancerRules.delete(id),
  }),

  updateLoadBalancerRule: async<RuleWork & { algorithm?: string; name?: string; description?: string }>({
    javaClass: "user.loadbalancer.UpdateLoadBalancerRuleCmd",
    eventType: "LB.UPDATE",
    id: "loadBalancerRules",
    admit(call) {
      const { id } = target(call, call.world.tables.loadBalancerRules, "id");
      const { parameters } = call;
      const sent = {
        algorithm: parameters.text("algorithm"),
        name: parameters.text("name"),
        description: parameters.text("description"),
      };
      return { work: { id, ...Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined)) } };
    },
    finish({ world, caller }, { id, algorithm, name, description }) {
      const rule = world.tables.loadBalancerRules.must(id);
      rule.algorithm = algorithm ?? rule.algorithm;
      rule.name = name ?? rule.name;
      if (description !== undefined) rule.description = description;
      // The change is stored before the server trips over the missing protocol: failed, yet done.
      if (rule.protocol === undefined) throw new ApiError(530, NO_PROTOCOL);
      rule.state = "Add";
      const view = loadBalancerRuleView(world, rule, caller);
      rule.state = rule.virtualMachineIds.length > 0 ? "Active" : "Add";
      return { loadbalancer: view };
    },
  }),

  deleteLoadBalancerRule: async<RuleWork>({
    javaClass: "user.loadbalancer.DeleteLoadBalancerRuleCmd",
    eventType: "LB.DELETE",
    id: "loadBalancerRules",
    admit: (call) => ({ work: { id: target(call, call.world.tables.loadBalancerRules, "id").id } }),
    finish({ world }, { id }) {
      world.tables.loadBalancerRules.delete(id);
      return { success: true };
    },
  }),

  assignToLoadBalancerRule: async<MembersWork>({
    javaClass: "user.loadbalancer.AssignToLoadBalancerRuleCmd",
    eventType: "LB.ASSIGN.TO.RULE",
    id: "loadBalancerRules",
    admit: (call) => ({ work: membersOf(call) }),
    finish({ world }, { id, members }) {
      const rule = world.tables.loadBalancerRules.must(id);
      rule.virtualMachineIds = [...new Set([...rule.virtualMachineIds, ...members])];
      if (rule.virtualMachineIds.length > 0) rule.state = "Active";
      return { success: true };
    },
  }),

  removeFromLoadBalancerRule: async<MembersWork>({
    javaClass: "user.loadbalancer.RemoveFromLoadBalancerRuleCmd",
    eventType: "LB.REMOVE.FROM.RULE",
    id: "loadBalancerRules",
    admit: (call) => ({ work: membersOf(call) }),
    finish({ world }, { id, members }) {
      const rule = world.tables.loadBalancerRules.must(id);
      rule.virtualMachineIds = rule.virtualMachineIds.filter((machine) => !members.includes(machine));
      return { success: true };
    },
  }),

  listLoadBalancerRules: sync(listLoadBalancerRules, { id: "loadBalancerRules" }),
  listLoadBalancerRuleInstances: sync(listInstances, { id: "loadBalancerRules" }),
  listAutoScaleVmGroups: sync(() => ({})),
  listLBStickinessPolicies: sync(listStickinessPolicies),
};

function create(call: Call): LoadBalancerRule {
  const { parameters, world } = call;
  if (!parameters.has("publicipid")) throw invalidParameter("publicipid has to be specified for an isolated network");
  const ip = allocated(call, "publicipid");
  if (ip.staticNat)
    throw invalidParameter(`Unable to create load balancer rule; ip ${ip.address} has static nat enabled`);
  const algorithm = parameters.required("algorithm");
  if (!ALGORITHMS.includes(algorithm)) throw invalidParameter(`Invalid algorithm: ${algorithm}`);
  const networkId = parameters.text("networkid") ?? ip.networkId;
  if (networkId === undefined) throw invalidParameter("networkId has to be specified: the ip has no network");
  const [description, protocol] = [parameters.text("description"), parameters.text("protocol")];
  const publicPort = Number(parameters.required("publicport"));
  rejectConflicts(call, ip.id, publicPort);
  return world.tables.loadBalancerRules.add({
    ...world.newRow("firewallRule"),
    ...ownerOf(ip),
    name: parameters.required("name"),
    ...(description === undefined ? {} : { description }),
    ipAddressId: ip.id,
    networkId,
    zoneId: ip.zoneId,
    publicPort,
    privatePort: Number(parameters.required("privateport")),
    algorithm,
    ...(protocol === undefined ? {} : { protocol }),
    state: "Add",
    virtualMachineIds: [],
  });
}

function rejectConflicts({ world }: Call, ipId: string, port: number): void {
  const { loadBalancerRules, portForwardingRules } = world.tables;
  const isTaken =
    loadBalancerRules.first((rule) => rule.ipAddressId === ipId && rule.publicPort === port) ??
    portForwardingRules.first(
      (rule) => rule.ipAddressId === ipId && rule.publicPort <= port && port <= rule.publicEndPort,
    );
  if (!isTaken) return;
  throw ruleConflict(`The range specified, ${port}-${port}, conflicts with rule ${isTaken.id}`);
}

/** The provider also sends an empty list, which is fine; no list at all is not. */
function membersOf(call: Call): MembersWork {
  const { id } = target(call, call.world.tables.loadBalancerRules, "id");
  const members = call.parameters.list("virtualmachineids");
  for (const machine of members) {
    if (!call.world.tables.virtualMachines.get(machine)) throw invalidParameter(`Invalid instance id: ${machine}`);
  }
  return { id, members };
}

function listLoadBalancerRules(call: Call): Json {
  const { parameters, world } = call;
  const [id, ipId, name] = [parameters.text("id"), parameters.text("publicipid"), parameters.text("name")];
  const networkId = parameters.text("networkid");
  const rows = visible(call, world.tables.loadBalancerRules.all())
    .filter((rule) => id === undefined || rule.id === id)
    .filter((rule) => ipId === undefined || rule.ipAddressId === ipId)
    .filter((rule) => name === undefined || rule.name === name)
    .filter((rule) => networkId === undefined || rule.networkId === networkId);
  return listOf(call, "loadbalancerrule", rows, (rule) => loadBalancerRuleView(world, rule, call.caller));
}

function listInstances(call: Call): Json {
  const { world } = call;
  const rule = target(call, world.tables.loadBalancerRules, "id");
  const members = rule.virtualMachineIds.flatMap((id) => world.tables.virtualMachines.get(id) ?? []);
  return listOf(call, "loadbalancerruleinstance", members, (machine) => {
    // Here the server shows no host and no instance name, not even to administrators.
    const { hostid: _h, hostname: _n, instancename: _i, arch: _a, ...view } = machineView(world, machine, call.caller);
    return view;
  });
}

function listStickinessPolicies(call: Call): Json {
  const { world, parameters } = call;
  const rule = world.tables.loadBalancerRules.get(parameters.text("lbruleid"));
  if (!rule) return {};
  const { account, domainid, domain } = loadBalancerRuleView(world, rule, call.caller);
  const view = { lbruleid: rule.id, account, domainid, domain, stickinesspolicy: [] };
  return { count: 1, stickinesspolicies: [view] };
}
