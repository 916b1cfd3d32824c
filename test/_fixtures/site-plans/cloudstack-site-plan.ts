import type { CloudstackSitePlan } from "../../../src/contract/index.ts";
import { openstackSitePlan } from "./openstack-site-plan.ts";

/** A running standby on CloudStack with everything a site can have; override what a test is about. */
export function cloudstackSitePlan(changes: Partial<CloudstackSitePlan> = {}): CloudstackSitePlan {
  const { formatVersion, workspaceId, workspaceName, revision, ownerId, operationId, ...twin } = openstackSitePlan();
  return {
    site: "cloudstack",
    cloud: "cloudstack",
    formatVersion,
    workspaceId,
    workspaceName,
    revision,
    ownerId,
    operationId,
    role: "standby",
    cloudId: "c3a1b7d2-6d0e-4a53-9f7b-0e6f0f4a2002",
    cloudName: "sandbox-cloudstack",
    sandbox: true,
    machine: "running",
    instanceName: twin.instanceName,
    namePrefix: twin.namePrefix,
    tags: twin.tags,
    userData: twin.userData,
    sshPublicKey: twin.sshPublicKey,
    rootDiskGib: twin.rootDiskGib,
    publicAddress: true,
    firewallRules: twin.firewallRules,
    zone: { id: "ef88a055-e1ff-439d-a7c8-9a40f575c76d", name: "zone1" },
    projectId: null,
    serviceOffering: { id: "91692d6e-a1e1-432b-814d-d491532a72ce", name: "small", custom: null },
    template: { id: "1ba2333f-e58c-11f1-94e8-02fc00000001", name: "ubuntu-24.04" },
    volumes: [
      { name: "content", sizeGib: 10, diskOffering: { id: "aa1c4d0e-3333-4c1e-9d2f-6d1a52c1c333", name: "Custom" } },
      { name: "archive", sizeGib: 5, diskOffering: { id: "aa1c4d0e-3333-4c1e-9d2f-6d1a52c1c333", name: "Custom" } },
    ],
    network: {
      kind: "own",
      cidr: "10.42.0.0/24",
      networkOffering: { id: "bb1c4d0e-4444-4c1e-9d2f-6d1a52c1c444", name: "DefaultIsolated" },
      egressDefaultAllow: false,
    },
    expunge: true,
    ...changes,
  };
}
