import type { Row } from "./row.ts";

export interface Zone extends Row {
  name: string;
}

export interface OsType {
  id: string;
  categoryId: string;
  category: string;
  description: string;
}

export interface ServiceOffering extends Row {
  name: string;
  displayText: string;
  /** Unset on a custom offering: the deployment gives them. */
  cpuNumber?: number;
  cpuSpeed?: number;
  /** MiB */
  memory?: number;
  /** Bounds of a constrained custom offering. */
  bounds?: { minCpu: number; maxCpu: number; minMemory: number; maxMemory: number };
  diskOfferingId: string;
  dynamicScaling: boolean;
}

export interface DiskOffering extends Row {
  name: string;
  displayText: string;
  /** GiB; 0 when the size is chosen with the volume. */
  sizeGib: number;
  isCustom: boolean;
}

export interface NetworkOffering extends Row {
  name: string;
  displayText: string;
  guestIpType: "Isolated" | "Shared" | "L2";
  availability: string;
  specifyVlan: boolean;
  egressDefaultAllow: boolean;
  forVpc: boolean;
  isDefault: boolean;
  services: string[];
}
