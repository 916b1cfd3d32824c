import type { CloudStore } from "../cloud/index.ts";
import { type Cloud, CloudRegistration, tenantMark } from "../contract/index.ts";
import type { TenantRecord } from "./ports.ts";
import { placeOf, type TenantPlacePorts } from "./tenant-place.ts";

export interface GiveCloudPorts extends TenantPlacePorts {
  readonly findCloud: CloudStore["findByName"];
  /** Tests the connection, reads the catalog and keeps both. */
  readonly register: (registration: CloudRegistration, ownerId: string) => Promise<Cloud>;
  readonly timeLimit: () => AbortSignal;
}

/**
 * Makes the tenant's credential and registers it as a cloud of its owner; gives that cloud's id. A kill between the two
 * leaves a credential that nobody knows, which the next one ends.
 */
export async function giveCloud(ports: GiveCloudPorts, record: TenantRecord): Promise<string> {
  const description = tenantMark(record.id);
  const made = await ports.findCloud(record.ownCloudName, record.accountId);
  if (made?.description === description) return made.id;
  const { admin, target, connection } = await placeOf(ports, record);
  const credentials = await admin.grant(target, ports.timeLimit());
  const { projectId: _projectId, ...registration } = { projectId: undefined, ...connection.registration };
  const own = CloudRegistration.parse({ ...registration, name: record.ownCloudName, description, credentials });
  return (await ports.register(own, record.accountId)).id;
}
