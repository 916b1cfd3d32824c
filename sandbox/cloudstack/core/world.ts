import { randomUUID } from "node:crypto";
import type * as model from "./model.ts";
import { Table, type TableSnapshot } from "./table.ts";
import { timestamp } from "./timestamp.ts";

/** Every table by name; the names double as the kinds of entity a parameter may point to. */
export interface Tables {
  zones: Table<model.Zone>;
  osTypes: Table<model.OsType>;
  serviceOfferings: Table<model.ServiceOffering>;
  diskOfferings: Table<model.DiskOffering>;
  networkOfferings: Table<model.NetworkOffering>;
  templates: Table<model.Template>;
  networks: Table<model.Network>;
  ipAddresses: Table<model.IpAddress>;
  firewallRules: Table<model.FirewallRule>;
  portForwardingRules: Table<model.PortForwardingRule>;
  loadBalancerRules: Table<model.LoadBalancerRule>;
  virtualMachines: Table<model.VirtualMachine>;
  volumes: Table<model.Volume>;
  snapshots: Table<model.Snapshot>;
  snapshotPolicies: Table<model.SnapshotPolicy>;
  buckets: Table<model.Bucket>;
  keyPairs: Table<model.KeyPair>;
  affinityGroups: Table<model.AffinityGroup>;
  userData: Table<model.UserDataEntry>;
  tags: Table<model.Tag>;
  domains: Table<model.Domain>;
  roles: Table<model.Role>;
  accounts: Table<model.Account>;
  users: Table<model.User>;
  projects: Table<model.Project>;
  limits: Table<model.ResourceLimit>;
  events: Table<model.EventRow>;
  jobs: Table<model.AsyncJob>;
}

export type Kind = keyof Tables;

/** The state file: one snapshot per table, the counters and the changed settings. */
export interface WorldSnapshot {
  version: 1;
  serials: Record<string, number>;
  settings: Record<string, string>;
  tables: Partial<Record<Kind, TableSnapshot<never>>>;
}

const KINDS: readonly Kind[] = [
  "zones",
  "osTypes",
  "serviceOfferings",
  "diskOfferings",
  "networkOfferings",
  "templates",
  "networks",
  "ipAddresses",
  "firewallRules",
  "portForwardingRules",
  "loadBalancerRules",
  "virtualMachines",
  "volumes",
  "snapshots",
  "snapshotPolicies",
  "buckets",
  "keyPairs",
  "affinityGroups",
  "userData",
  "tags",
  "domains",
  "roles",
  "accounts",
  "users",
  "projects",
  "limits",
  "events",
  "jobs",
];

/** All that the sandbox cloud knows. Commands change it directly; the store writes it down afterwards. */
export class World {
  readonly tables: Tables;
  /** Settings that differ from their default (`updateConfiguration`). */
  readonly settings: Map<string, string>;
  readonly #serials: Map<string, number>;

  constructor(snapshot?: WorldSnapshot) {
    const made = KINDS.map((kind) => [kind, new Table(snapshot?.tables[kind])] as const);
    // The list above names every kind once, so the object has every table.
    this.tables = Object.fromEntries(made) as unknown as Tables;
    this.settings = new Map(Object.entries(snapshot?.settings ?? {}));
    this.#serials = new Map(Object.entries(snapshot?.serials ?? {}));
  }

  /** The next number of a series, from 1. */
  nextSerial(series: string): number {
    const next = (this.#serials.get(series) ?? 0) + 1;
    this.#serials.set(series, next);
    return next;
  }

  /** The columns every new row starts with. */
  newRow(series: string): { id: string; serial: number; created: string } {
    return { id: randomUUID(), serial: this.nextSerial(series), created: timestamp() };
  }

  snapshot(): WorldSnapshot {
    const tables = Object.fromEntries(KINDS.map((kind) => [kind, this.tables[kind].snapshot()]));
    return {
      version: 1,
      serials: Object.fromEntries(this.#serials),
      settings: Object.fromEntries(this.settings),
      tables: tables as WorldSnapshot["tables"],
    };
  }
}
