import type { OpenstackSitePlan } from "../../../src/contract/index.ts";

/** A main machine on OpenStack with everything a site can have; override what a test is about. */
export function openstackSitePlan(changes: Partial<OpenstackSitePlan> = {}): OpenstackSitePlan {
  return {
    formatVersion: 1,
    site: "openstack",
    cloud: "openstack",
    workspaceId: "6f1f6f3c-2f0b-4c1e-9d2f-6d1a52c1c001",
    workspaceName: "web",
    revision: 3,
    ownerId: "local",
    operationId: "0b0f6a52-8f38-4b2d-8a52-6a6f7d6c0003",
    role: "primary",
    cloudId: "c3a1b7d2-6d0e-4a53-9f7b-0e6f0f4a1001",
    cloudName: "sandbox-openstack",
    sandbox: true,
    machine: "running",
    instanceName: "web",
    namePrefix: "web-6f1f6f3c",
    tags: { team: "blue" },
    userData: { encoding: "plain", content: "#cloud-config\nhostname: web\n", rawBytes: 28 },
    sshPublicKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFEblbGxvZ9nG9D4M0Q5jTzq3Ddl4XhQ6V0wq3Z4bC3u me@example",
    rootDiskGib: 20,
    publicAddress: true,
    firewallRules: [
      {
        key: "tcp-22-0-0-0-0-0",
        protocol: "tcp",
        fromPort: 22,
        toPort: 22,
        source: "0.0.0.0/0",
        description: "SSH",
      },
      {
        key: "tcp-8000-8010-192-0-2-0-24",
        protocol: "tcp",
        fromPort: 8000,
        toPort: 8010,
        source: "192.0.2.0/24",
        description: "",
      },
      { key: "icmp-0-0-0-0-0", protocol: "icmp", fromPort: null, toPort: null, source: "0.0.0.0/0", description: "" },
    ],
    region: "RegionOne",
    availabilityZone: null,
    flavor: { id: "flavor-small", name: "small" },
    image: { id: "5a7a2f0e-1111-4c1e-9d2f-6d1a52c1c111", name: "ubuntu-24.04" },
    rootVolumeType: null,
    volumes: [
      { name: "content", sizeGib: 10, volumeType: null },
      { name: "archive", sizeGib: 5, volumeType: "fast" },
    ],
    externalNetwork: { id: "9d3c1d1a-2222-4c1e-9d2f-6d1a52c1c222", name: "public" },
    network: { kind: "own", cidr: "10.42.0.0/24", dnsServers: ["192.0.2.53"] },
    ...changes,
  };
}
