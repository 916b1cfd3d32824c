import type { Owned, Row } from "./row.ts";

export interface Nic {
  id: string;
  networkId: string;
  address: string;
  macAddress: string;
  isDefault: boolean;
  deviceId: number;
  secondary: { id: string; address: string }[];
}

export type MachineState = "Starting" | "Running" | "Stopping" | "Stopped" | "Destroyed" | "Expunging" | "Error";

export interface VirtualMachine extends Row, Owned {
  userId: string;
  name: string;
  displayName: string;
  group?: { id: string; name: string };
  state: MachineState;
  lastUpdated: string;
  /** Set while Destroyed, to expunge after `expunge.delay`. */
  destroyedAt?: number;
  zoneId: string;
  templateId: string;
  /** Kept beside the id because the template may be gone. */
  templateName: string;
  osTypeId: string;
  serviceOfferingId: string;
  hostIndex?: number;
  nics: Nic[];
  details: Record<string, string>;
  keyPairs: string[];
  affinityGroupIds: string[];
  userData?: string;
  userDataId?: string;
  hasRunBefore: boolean;
  /** How often it was rebooted; a guest follows it. */
  reboots?: number;
}

export interface KeyPair extends Row, Owned {
  name: string;
  publicKey: string;
  fingerprint: string;
}

export interface AffinityGroup extends Row, Owned {
  name: string;
  description: string;
  type: string;
}

export interface UserDataEntry extends Row, Owned {
  name: string;
  userData: string;
  params?: string;
}

export interface Tag extends Row, Owned {
  key: string;
  value: string;
  /** As CloudStack spells it, `UserVm` for a machine. */
  subjectType: string;
  subjectId: string;
}
