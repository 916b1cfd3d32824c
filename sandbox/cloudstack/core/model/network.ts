import type { Owned, Row } from "./row.ts";

export interface Network extends Row, Owned {
  name: string;
  displayText: string;
  zoneId: string;
  networkOfferingId: string;
  gateway: string;
  netmask: string;
  cidr: string;
  networkDomain: string;
  state: "Allocated" | "Implementing" | "Implemented" | "Shutdown";
  vlan?: number;
  restartRequired: boolean;
  /** Epoch milliseconds between which the virtual router is Starting and rule jobs fail. */
  routerStarting?: { from: number; until: number };
}

export interface IpAddress extends Row, Owned {
  address: string;
  zoneId: string;
  state: "Free" | "Allocating" | "Allocated" | "Releasing";
  allocated?: string;
  networkId?: string;
  isSourceNat: boolean;
  staticNat?: { virtualMachineId: string; guestAddress: string };
}

export interface FirewallRule extends Row, Owned {
  direction: "Ingress" | "Egress";
  ipAddressId?: string;
  networkId: string;
  protocol: string;
  startPort?: number;
  endPort?: number;
  icmpType?: number;
  icmpCode?: number;
  cidrList: string;
  destinationCidrList: string;
  state: "Add" | "Active" | "Revoke";
}

export interface PortForwardingRule extends Row, Owned {
  ipAddressId: string;
  networkId: string;
  virtualMachineId: string;
  guestAddress: string;
  protocol: string;
  publicPort: number;
  publicEndPort: number;
  privatePort: number;
  privateEndPort: number;
  cidrList: string;
  state: "Add" | "Active";
}

export interface LoadBalancerRule extends Row, Owned {
  name: string;
  description?: string;
  ipAddressId: string;
  networkId: string;
  zoneId: string;
  publicPort: number;
  privatePort: number;
  algorithm: string;
  /** Left out by old clients; then every later change of the rule fails (finding 6). */
  protocol?: string;
  state: "Add" | "Active";
  virtualMachineIds: string[];
}
