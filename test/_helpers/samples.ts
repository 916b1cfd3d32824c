import {
  Cloud,
  type CloudKind,
  CloudRegistration,
  CloudstackSitePlan,
  DeploymentPlan,
  OpenstackSitePlan,
  Requirement,
  Revision,
} from "../../src/contract/index.ts";

/** Ids that are easy to recognize in a failing assertion. */
export const IDS = {
  workspace: "11111111-1111-4111-8111-111111111111",
  otherWorkspace: "22222222-2222-4222-8222-222222222222",
  operation: "33333333-3333-4333-8333-333333333333",
  openstack: "44444444-4444-4444-8444-444444444444",
  cloudstack: "55555555-5555-4555-8555-555555555555",
  run: "66666666-6666-4666-8666-666666666666",
  group: "77777777-7777-4777-8777-777777777777",
} as const;
export const AT = "2026-11-21T12:00:00.000Z";

/** A resolved requirement of a small web server. */
export function sampleRequirement(overrides: Partial<Requirement> = {}): Requirement {
  return Requirement.parse({
    name: "web",
    profile: "small-web",
    hardware: { vcpu: 1, memoryGib: 1, rootDiskGib: 10, volumes: [] },
    software: {
      os: { family: "ubuntu", version: "24.04" },
      packages: ["nginx"],
      runtimes: [],
      services: ["nginx"],
      firstBootCommands: [],
      cloudInit: null,
      files: [],
    },
    network: {
      openPorts: [{ fromPort: 80, toPort: 80, protocol: "tcp", source: "0.0.0.0/0", description: "web" }],
      publicAddress: true,
      privateNetwork: { kind: "own", cidr: "10.42.0.0/24" },
    },
    access: { loginName: "ops", sshKeys: [], allowRoot: false, passwordHash: null },
    placement: { main: "automatic", standby: { cloud: "automatic", mode: "running" } },
    protection: { enabled: false, recoveryPointObjective: "PT4H", probe: null },
    term: { leaseEnd: null },
    labels: {},
    contact: { name: null, email: null },
    ...overrides,
  });
}

function siteFields(revision: number) {
  return {
    formatVersion: 1,
    workspaceId: IDS.workspace,
    workspaceName: "web",
    revision,
    ownerId: "local",
    operationId: IDS.operation,
    sandbox: true,
    machine: "running",
    instanceName: "web",
    namePrefix: "ts-web-11111111",
    tags: { workspace: IDS.workspace },
    userData: { encoding: "plain", content: "#cloud-config\n", rawBytes: 14 },
    sshPublicKey: null,
    rootDiskGib: 10,
    publicAddress: true,
    firewallRules: [],
    volumes: [],
  };
}

/** One site on each cloud, the OpenStack one being main. */
export function samplePlan(revision = 1): DeploymentPlan {
  const openstack = OpenstackSitePlan.parse({
    ...siteFields(revision),
    site: "openstack",
    cloud: "openstack",
    role: "primary",
    cloudId: IDS.openstack,
    cloudName: "east",
    region: "RegionOne",
    availabilityZone: null,
    flavor: { id: "1", name: "m1.small" },
    image: { id: "i1", name: "ubuntu-24.04" },
    rootVolumeType: null,
    externalNetwork: { id: "n1", name: "public" },
    network: { kind: "own", cidr: "10.42.0.0/24", dnsServers: [] },
  });
  const cloudstack = CloudstackSitePlan.parse({
    ...siteFields(revision),
    site: "cloudstack",
    cloud: "cloudstack",
    role: "standby",
    cloudId: IDS.cloudstack,
    cloudName: "west",
    zone: { id: "z1", name: "zone-1" },
    projectId: null,
    serviceOffering: { id: "o1", name: "Small", custom: null },
    template: { id: "t1", name: "ubuntu-24.04" },
    network: {
      kind: "own",
      cidr: "10.42.0.0/24",
      networkOffering: { id: "no1", name: "Isolated" },
      egressDefaultAllow: false,
    },
    expunge: true,
  });
  return DeploymentPlan.parse({
    formatVersion: 1,
    workspaceId: IDS.workspace,
    revision,
    sites: [openstack, cloudstack],
    explanations: [],
    warnings: [],
  });
}

export function sampleRevision(number = 1, requirement = sampleRequirement()): Revision {
  return Revision.parse({
    workspaceId: IDS.workspace,
    number,
    operationId: IDS.operation,
    requirement,
    deploymentPlan: samplePlan(number),
    createdAt: AT,
    createdBy: "local",
  });
}

export function sampleRegistration(kind: CloudKind = "openstack", name = "east"): CloudRegistration {
  return CloudRegistration.parse(
    kind === "openstack"
      ? {
          kind,
          name,
          authUrl: "http://127.0.0.1:5000/v3",
          credentials: { type: "password", username: "u", password: "canary-password", projectName: "p" },
        }
      : {
          kind,
          name,
          apiUrl: "http://127.0.0.1:8080/client/api",
          zone: "zone-1",
          credentials: { apiKey: "k", secretKey: "canary-secret" },
        },
  );
}

export function sampleCloud(kind: CloudKind = "openstack", name = "east"): Cloud {
  return Cloud.parse({
    id: IDS[kind],
    kind,
    name,
    description: "",
    endpoint: "http://127.0.0.1:5000/v3",
    location: "RegionOne",
    sandbox: false,
    mapping: { images: {}, volumeTypes: {} },
    status: "ready",
    statusDetail: "",
    catalogAt: null,
    createdAt: AT,
  });
}
