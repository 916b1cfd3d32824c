/** The hosts of the sandbox: enough to place machines on and to run out of. */
export interface Host {
  id: string;
  name: string;
  cores: number;
  /** MHz per core. */
  speed: number;
  memoryMib: number;
}

export const HOSTS: readonly Host[] = [1, 2, 3, 4].map((n) => ({
  id: `5a000000-0000-4000-8000-0000000000a${n}`,
  name: `sandbox-host-${n}`,
  cores: 32,
  speed: 3000,
  memoryMib: 131_072,
}));

/** Where machine number `index` runs. */
export function hostName(index: number): { id: string; name: string } {
  const host = HOSTS[index % HOSTS.length];
  if (host === undefined) throw new Error("the sandbox has no hosts");
  return host;
}

export const POD = { id: "5a000000-0000-4000-8000-0000000000b1", name: "sandbox-pod" };
export const CLUSTER = { id: "5a000000-0000-4000-8000-0000000000c1", name: "sandbox-cluster" };
export const PRIMARY_STORAGE = { id: "5a000000-0000-4000-8000-0000000000d1", name: "sandbox-primary" };
export const SECONDARY_STORAGE = { id: "5a000000-0000-4000-8000-0000000000e1", name: "sandbox-secondary" };
export const PHYSICAL_NETWORK_ID = "5a000000-0000-4000-8000-0000000000f1";
export const PUBLIC_NETWORK_ID = "5a000000-0000-4000-8000-0000000000f2";
export const PUBLIC_VLAN_ID = "5a000000-0000-4000-8000-0000000000f3";
export const SYSTEM_OFFERING_ID = "5a000000-0000-4000-8000-0000000000f4";
