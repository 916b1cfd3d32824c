import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { EgressFirewall } from "../../generated/cloudstack/egress-firewall.ts";
import { Network } from "../../generated/cloudstack/network.ts";
import { type CloudstackSitePlan, siteMark } from "../../src/contract/index.ts";
import { TAGS_OF_CREATION } from "../lifecycle.ts";

export interface SiteNetworkConfig {
  readonly plan: CloudstackSitePlan;
  readonly tags: Readonly<Record<string, string>>;
}

/** An isolated network of our own, where router, DHCP and gateway come with it, or one that exists already. */
export class SiteNetwork extends Construct {
  readonly networkId: string;
  /** What must exist before the first machine boots. */
  readonly readiness: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { plan, tags }: SiteNetworkConfig) {
    super(scope, id);
    const { network: wanted } = plan;
    if (wanted.kind === "existing") {
      this.networkId = wanted.networkId;
      this.readiness = [];
      return;
    }
    const network = new Network(this, "network", {
      name: `${plan.namePrefix}-network`,
      displayText: siteMark(plan),
      cidr: wanted.cidr,
      networkOffering: wanted.networkOffering.id,
      zone: plan.zone.id,
      ...(plan.projectId !== null && { project: plan.projectId }),
      // Takes the first address on purpose; else the machine's own address becomes source NAT (C5).
      sourceNatIp: true,
      tags: { ...tags },
      // Networks made by earlier releases have another text.
      lifecycle: { ignoreChanges: [...TAGS_OF_CREATION.ignoreChanges, "display_text"] },
    });
    this.networkId = network.id;
    this.readiness = wanted.egressDefaultAllow ? [] : [this.#addEgress(network.id, wanted.cidr, plan.projectId)];
  }

  /** Before the machine: a rule made while the first machine starts the router fails, and first boot needs the way out. */
  #addEgress(networkId: string, cidr: string, projectId: string | null): EgressFirewall {
    return new EgressFirewall(this, "egress", {
      networkId,
      ...(projectId !== null && { project: projectId }),
      rule: [{ protocol: "all", cidrList: [cidr] }],
    });
  }
}
