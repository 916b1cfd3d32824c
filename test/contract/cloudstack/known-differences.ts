/** Why the sandbox answers a recorded call otherwise; each reason stands in sandbox/cloudstack/SPEC.md under its words. */
export type Reason =
  | "no such offering or list"
  | "transfers are real"
  | "jobs are waited for"
  | "removed without a record"
  | "other accounts"
  | "order unknown";

/** Recorded outcome → the sandbox's, how often, and why. */
export const KNOWN_DIFFERENCES: Readonly<Record<string, readonly [number, Reason]>> = {
  "listNetworkOfferings: ok → empty": [8, "no such offering or list"],
  "listAutoScaleVmGroups: ok → empty": [4, "no such offering or list"],
  "listPortForwardingRules: ok → empty": [3, "no such offering or list"],

  // The recorded server's simulator could neither copy nor download; here a template is ready only when its file is.
  "queryAsyncJobResult: failed 530 → done": [5, "transfers are real"],
  "deployVirtualMachine: ok → 431": [2, "transfers are real"],
  "listTemplates: ok → empty": [1, "transfers are real"],
  "listSnapshots: ok → empty": [2, "transfers are real"],

  // Two jobs at once on one machine, or a rule sent while the router starts, cannot meet here.
  "queryAsyncJobResult: failed 431 → done": [5, "jobs are waited for"],
  "queryAsyncJobResult: done → failed 431": [1, "jobs are waited for"],
  "queryAsyncJobResult: done → failed 530": [1, "jobs are waited for"],
  "createEgressFirewallRule: ok → 537": [1, "jobs are waited for"],
  "createFirewallRule: ok → 537": [1, "jobs are waited for"],

  // Somebody removed it on the server by hand between two recordings.
  "listVirtualMachines: empty → ok": [3, "removed without a record"],
  "listFirewallRules: empty → ok": [1, "removed without a record"],
  "listFirewallRules: ok → empty": [2, "removed without a record"],
  "createSnapshot: ok → 431": [1, "removed without a record"],
  "detachVolume: ok → 431": [1, "removed without a record"],

  // An account is made in a role that the seeded cloud does not have, so that what names it finds none.
  "listResourceLimits: ok → 431": [4, "other accounts"],
  "updateResourceLimit: ok → 431": [3, "other accounts"],
  "createUser: ok → 431": [1, "other accounts"],
  "createDomain: 432 → ok": [1, "other accounts"],
  "listDomains: ok → empty": [1, "other accounts"],
  "listUsers: ok → empty": [1, "other accounts"],
  "listSSHKeyPairs: ok → empty": [1, "other accounts"],
  "listNetworks: ok → empty": [1, "other accounts"],
  "stopVirtualMachine: 531 → ok": [1, "other accounts"],

  // Of these flows only what was distinct is kept.
  "listVirtualMachines: ok → empty": [2, "order unknown"],
  "listProjects: ok → empty": [2, "order unknown"],
  "listEgressFirewallRules: ok → empty": [1, "order unknown"],
  "listTags: ok → empty": [1, "order unknown"],
  "resetSSHKeyForVirtualMachine: ok → 431": [1, "order unknown"],
  "restartNetwork: ok → 431": [1, "order unknown"],
  "updateNetwork: ok → 431": [1, "order unknown"],
  "listProjectAccounts: ok → 530": [1, "order unknown"],
  "listVirtualMachines: ok → 530": [1, "order unknown"],
  "suspendProject: ok → 530": [1, "order unknown"],
  "updateProject: ok → 530": [1, "order unknown"],
};
