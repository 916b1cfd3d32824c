import { target, visible } from "../core/access.ts";
import { internalError, invalidParameter, ruleConflict } from "../core/api-error.ts";
import { async, type Call, type CommandFamily, type Json, sync } from "../core/command.ts";
import type { PortForwardingRule } from "../core/model.ts";
import { isRouterStarting, ownerOf } from "../core/network-state.ts";
import { listOf } from "../core/paging.ts";
import { addressInErrors } from "../views/address-view.ts";
import { portForwardingRuleView } from "../views/rule-view.ts";
import { allocated } from "./address-commands.ts";

interface RuleWork {
  id: string;
}

/** Port forwarding from a public address to a machine. */
export const PORT_FORWARDING_COMMANDS: CommandFamily = {
  createPortForwardingRule: async<RuleWork>({
    javaClass: "user.firewall.CreatePortForwardingRuleCmd",
    instanceType: "FirewallRule",
    eventType: "NET.RULEADD",
    admit(call) {
      const { id } = create(call);
      return { work: { id }, instanceId: id, answersId: true };
    },
    start({ world }, { id }) {
      const rule = world.tables.portForwardingRules.must(id);
      if (!isRouterStarting(world.tables.networks.must(rule.networkId), Date.now())) return;
      world.tables.portForwardingRules.delete(id);
      throw internalError("Failed to apply port forwarding rule");
    },
    finish({ world, caller }, { id }) {
      const rule = world.tables.portForwardingRules.must(id);
      rule.state = "Active";
      return { portforwardingrule: portForwardingRuleView(world, rule, caller) };
    },
    abandon: ({ world }, { id }) => world.tables.portForwardingRules.delete(id),
  }),

  deletePortForwardingRule: async<RuleWork>({
    javaClass: "user.firewall.DeletePortForwardingRuleCmd",
    eventType: "NET.RULEDELETE",
    id: "portForwardingRules",
    admit: (call) => ({ work: { id: target(call, call.world.tables.portForwardingRules, "id").id } }),
    finish({ world }, { id }) {
      world.tables.portForwardingRules.delete(id);
      return { success: true };
    },
  }),

  listPortForwardingRules: sync(listPortForwardingRules, { id: "portForwardingRules" }),
};

function create(call: Call): PortForwardingRule {
  const { parameters, world } = call;
  const ip = allocated(call, "ipaddressid");
  if (ip.staticNat) {
    throw invalidParameter(`Unable to create port forwarding rule; ip ${addressInErrors(ip)} has static nat enabled`);
  }
  const networkId = parameters.text("networkid") ?? ip.networkId;
  if (networkId === undefined) {
    throw invalidParameter(`Unable to create port forwarding rule for the ip id=${ip.id}: it has no network`);
  }
  const machine = target(call, world.tables.virtualMachines, "virtualmachineid");
  const nic = machine.nics.find((candidate) => candidate.networkId === networkId);
  if (!nic) throw invalidParameter(`Unable to create port forwarding rule: the vm has no nic in network ${networkId}`);
  const [publicPort, privatePort] = [
    Number(parameters.required("publicport")),
    Number(parameters.required("privateport")),
  ];
  const rule: PortForwardingRule = {
    ...world.newRow("firewallRule"),
    ...ownerOf(ip),
    ipAddressId: ip.id,
    networkId,
    virtualMachineId: machine.id,
    guestAddress: parameters.text("vmguestip") ?? nic.address,
    protocol: parameters.required("protocol").toLowerCase(),
    publicPort,
    publicEndPort: parameters.whole("publicendport") ?? publicPort,
    privatePort,
    privateEndPort: parameters.whole("privateendport") ?? privatePort,
    cidrList: parameters.text("cidrlist") ?? "",
    state: "Add",
  };
  rejectConflicts(call, rule);
  return world.tables.portForwardingRules.add(rule);
}

function rejectConflicts({ world }: Call, rule: PortForwardingRule): void {
  const other = world.tables.portForwardingRules.first(
    (row) =>
      row.ipAddressId === rule.ipAddressId &&
      row.protocol === rule.protocol &&
      row.publicPort <= rule.publicEndPort &&
      rule.publicPort <= row.publicEndPort,
  );
  if (!other) return;
  const networkId = world.tables.networks.get(other.networkId)?.serial;
  const text = JSON.stringify({
    id: other.serial,
    networkId,
    purpose: "PortForwarding",
    state: other.state,
    uuid: other.id,
  });
  throw ruleConflict(
    `The range specified, ${rule.publicPort}-${rule.publicEndPort}, conflicts with rule FirewallRule ${text} ` +
      `which has ${other.publicPort}-${other.publicEndPort}`,
  );
}

function listPortForwardingRules(call: Call): Json {
  const { parameters, world } = call;
  const [id, ipId, networkId] = [parameters.text("id"), parameters.text("ipaddressid"), parameters.text("networkid")];
  const rows = visible(call, world.tables.portForwardingRules.all())
    .filter((rule) => id === undefined || rule.id === id)
    .filter((rule) => ipId === undefined || rule.ipAddressId === ipId)
    .filter((rule) => networkId === undefined || rule.networkId === networkId);
  return listOf(call, "portforwardingrule", rows, (rule) => portForwardingRuleView(world, rule, call.caller));
}
