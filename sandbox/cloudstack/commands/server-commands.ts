import { API_CATALOG } from "../core/api-catalog.ts";
import { notAvailable } from "../core/api-error.ts";
import { type Call, type Command, type CommandFamily, type Json, sync } from "../core/command.ts";
import { listOf } from "../core/paging.ts";
import { SETTINGS, type Setting, settingFlag, settingNumber, settingText } from "../core/settings.ts";
import { timestamp } from "../core/timestamp.ts";
import { CLUSTER, HOSTS, POD } from "../seed/hosts.ts";
import { SEEDED_AT } from "../seed/seed-id.ts";

/** The server about itself: capabilities, commands, settings, hosts. */
export function serverCommands(all: () => Record<string, Command>): CommandFamily {
  return {
    listCapabilities: sync(listCapabilities),
    listApis: sync((call) => listApis(call, all())),
    listConfigurations: sync(listConfigurations, { adminOnly: true }),
    updateConfiguration: sync(updateConfiguration, { adminOnly: true }),
    resetConfiguration: sync(resetConfiguration, { adminOnly: true }),
    listHosts: sync(listHosts, { adminOnly: true }),
    listClusters: sync(listClusters, { adminOnly: true }),
    listPods: sync(listPods, { adminOnly: true }),
  };
}

function listCapabilities({ world, caller }: Call): Json {
  const mayExpunge = caller.isRootAdmin || settingFlag(world, "allow.user.expunge.recover.vm");
  const capability = {
    securitygroupsenabled: false,
    dynamicrolesenabled: true,
    cloudstackversion: "4.22.0.0",
    userpublictemplateenabled: true,
    supportELB: "false",
    projectinviterequired: false,
    allowusercreateprojects: true,
    customdiskofferingminsize: settingNumber(world, "custom.diskoffering.size.min"),
    customdiskofferingmaxsize: settingNumber(world, "custom.diskoffering.size.max"),
    regionsecondaryenabled: false,
    kvmsnapshotenabled: settingFlag(world, "kvm.snapshot.enabled"),
    allowuserviewdestroyedvm: mayExpunge,
    allowuserexpungerecovervm: mayExpunge,
    allowuserexpungerecovervolume: mayExpunge,
    allowuserviewalldomainaccounts: false,
    allowuserforcestopvm: true,
    kubernetesserviceenabled: false,
    kubernetesclusterexperimentalfeaturesenabled: false,
    customhypervisordisplayname: "Custom",
    defaultuipagesize: 20,
    instancesstatsretentiontime: 720,
    instancesstatsuseronly: false,
    instancesdisksstatsretentionenabled: false,
    instancesdisksstatsretentiontime: 720,
    sharedfsvmmincpucount: 2,
    sharedfsvmminramsize: 1024,
    instanceleaseenabled: false,
    dynamicscalingenabled: true,
    additionalconfigenabled: false,
  };
  return { capability: { ...capability, ...(caller.isRootAdmin ? { extensionspath: "/sandbox/extensions" } : {}) } };
}

/** Only what the caller's role may call: this is how a client learns its rights. */
function listApis(call: Call, all: Record<string, Command>): Json {
  const wanted = call.parameters.text("name");
  const rows = Object.entries(all)
    .filter(([, command]) => call.caller.isRootAdmin || command.adminOnly !== true)
    .filter(([name]) => wanted === undefined || name.toLowerCase() === wanted.toLowerCase());
  if (rows.length === 0 && wanted !== undefined) throw notAvailable(wanted, call.caller.user.id);
  return listOf(call, "api", rows, ([name]) => apiView(name));
}

function apiView(name: string): Json {
  const entry = API_CATALOG.get(name);
  return {
    name,
    description: `${name} as the sandbox understands it`,
    since: "",
    isasync: entry?.isAsync ?? false,
    related: "",
    params: (entry?.parameters ?? []).map((parameter) => ({
      name: parameter.name,
      description: "",
      type: parameter.type,
      length: 255,
      required: parameter.required,
    })),
    response: (entry?.response ?? []).map((field) => ({ name: field, description: "", type: "string" })),
  };
}

function listConfigurations(call: Call): Json {
  const [name, keyword] = [call.parameters.text("name"), call.parameters.text("keyword")];
  const category = call.parameters.text("category");
  const rows = SETTINGS.filter((setting) => name === undefined || setting.name === name)
    .filter((setting) => keyword === undefined || setting.name.includes(keyword))
    .filter((setting) => category === undefined || setting.category === category);
  return listOf(call, "configuration", rows, (setting) => settingView(call, setting));
}

function updateConfiguration(call: Call): Json {
  const setting = namedSetting(call);
  call.world.settings.set(setting.name, call.parameters.text("value") ?? "");
  return { configuration: settingView(call, setting) };
}

function resetConfiguration(call: Call): Json {
  const setting = namedSetting(call);
  call.world.settings.delete(setting.name);
  return { configuration: settingView(call, setting) };
}

function namedSetting(call: Call): Setting {
  const name = call.parameters.required("name");
  const setting = SETTINGS.find((candidate) => candidate.name === name);
  if (!setting) throw new Error(`Config parameter with name ${name} doesn't exist`);
  return setting;
}

function settingView({ world }: Call, setting: Setting): Json {
  return {
    category: setting.category,
    group: setting.group,
    subgroup: setting.subgroup,
    name: setting.name,
    value: settingText(world, setting.name),
    defaultvalue: setting.defaultValue,
    description: setting.description,
    isdynamic: setting.isDynamic,
    component: setting.component,
    displaytext: setting.description,
    type: setting.type,
  };
}

function listHosts(call: Call): Json {
  const [zone] = call.world.tables.zones.all();
  return listOf(call, "host", [...HOSTS], (host) => ({
    id: host.id,
    name: host.name,
    state: "Up",
    type: "Routing",
    ipaddress: "192.0.2.10",
    zoneid: zone?.id,
    zonename: zone?.name,
    podid: POD.id,
    podname: POD.name,
    version: "4.22.0.0",
    hypervisor: "KVM",
    cpunumber: host.cores,
    cpuspeed: host.speed,
    memorytotal: host.memoryMib * 2 ** 20,
    memoryallocated: 0,
    lastpinged: timestamp(),
    created: SEEDED_AT,
    events: "AgentConnected; AgentDisconnected; HostDown; Ping; PingTimeout; Remove; ShutdownRequested",
    hostha: { haenable: false, hastate: "Disabled" },
    outofbandmanagement: { powerstate: "Disabled", enabled: false },
    capabilities: "hvm",
    clusterid: CLUSTER.id,
    clustername: CLUSTER.name,
    clustertype: "CloudManaged",
    islocalstorageactive: false,
    resourcestate: "Enabled",
    hahost: false,
    ueficapability: false,
    arch: "x86_64",
    hasannotations: false,
  }));
}

function listClusters(call: Call): Json {
  const [zone] = call.world.tables.zones.all();
  return listOf(call, "cluster", [CLUSTER], ({ id, name }) => ({
    id,
    name,
    podid: POD.id,
    podname: POD.name,
    zoneid: zone?.id,
    zonename: zone?.name,
    hypervisortype: "KVM",
    clustertype: "CloudManaged",
    allocationstate: "Enabled",
    managedstate: "Managed",
    cpuovercommitratio: "1.0",
    memoryovercommitratio: "1.0",
    resourcedetails: { memoryOvercommitRatio: "1.0", cpuOvercommitRatio: "1.0" },
    arch: "x86_64",
    hasannotations: false,
  }));
}

function listPods(call: Call): Json {
  const [zone] = call.world.tables.zones.all();
  const range = { startip: "192.0.2.2", endip: "192.0.2.200", forsystemvms: "0", vlanid: "vlan://untagged" };
  return listOf(call, "pod", [POD], ({ id, name }) => ({
    id,
    name,
    zoneid: zone?.id,
    zonename: zone?.name,
    gateway: "192.0.2.1",
    netmask: "255.255.255.0",
    ipranges: [range],
    startip: [range.startip],
    endip: [range.endip],
    forsystemvms: [range.forsystemvms],
    vlanid: [range.vlanid],
    allocationstate: "Enabled",
    hasannotations: false,
  }));
}
