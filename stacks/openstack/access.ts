import { Construct } from "constructs";
import { ComputeKeypairV2 } from "../../generated/openstack/compute-keypair-v2.ts";
import { NetworkingSecgroupRuleV2 } from "../../generated/openstack/networking-secgroup-rule-v2.ts";
import { NetworkingSecgroupV2 } from "../../generated/openstack/networking-secgroup-v2.ts";
import { type FirewallRule, type OpenstackSitePlan, siteMark } from "../../src/contract/index.ts";
import { distinctRules } from "../distinct-rules.ts";
import { MARKS_OF_CREATION } from "../lifecycle.ts";
import { tagWords } from "../site-tags.ts";

export interface AccessConfig {
  readonly plan: OpenstackSitePlan;
  readonly tags: Readonly<Record<string, string>>;
}

/** Who may reach the machine: one security group with one element per rule, and the key pair. */
export class Access extends Construct {
  readonly securityGroupId: string;
  /** Null when the plan has no key: the guest gets its keys from cloud-init anyway. */
  readonly keyPairName: string | null;

  constructor(scope: Construct, id: string, { plan, tags }: AccessConfig) {
    super(scope, id);
    // The cloud's default rules go, so that what is allowed is what is written here.
    const group = new NetworkingSecgroupV2(this, "group", {
      name: `${plan.namePrefix}-access`,
      description: siteMark(plan),
      deleteDefaultRules: true,
      tags: tagWords(tags),
      lifecycle: MARKS_OF_CREATION,
    });
    this.securityGroupId = group.id;
    for (const ethertype of ["IPv4", "IPv6"]) {
      new NetworkingSecgroupRuleV2(this, `egress-${ethertype.toLowerCase()}`, {
        securityGroupId: group.id,
        direction: "egress",
        ethertype,
      });
    }
    for (const rule of distinctRules(plan.firewallRules)) this.#addIngress(group.id, rule);
    this.keyPairName = plan.sshPublicKey === null ? null : this.#addKeyPair(plan.namePrefix, plan.sshPublicKey);
  }

  #addIngress(securityGroupId: string, rule: FirewallRule): void {
    new NetworkingSecgroupRuleV2(this, `ingress-${rule.key}`, {
      securityGroupId,
      direction: "ingress",
      ethertype: "IPv4",
      protocol: rule.protocol,
      ...(rule.fromPort !== null && { portRangeMin: rule.fromPort, portRangeMax: rule.toPort ?? rule.fromPort }),
      remoteIpPrefix: rule.source,
      ...(rule.description !== "" && { description: rule.description }),
    });
  }

  #addKeyPair(namePrefix: string, publicKey: string): string {
    return new ComputeKeypairV2(this, "key-pair", { name: `${namePrefix}-key`, publicKey }).name;
  }
}
