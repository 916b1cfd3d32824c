import type { ShelvedBucket } from "../../shared/objects/object-shelf.ts";
import type { CloudState, Table } from "../core/cloud-state.ts";

/** Containers by project, then by name. */
export type ObjectState = Record<string, Table<ShelvedBucket>>;

/** An EC2 credential; keystone tells its secret again. */
export interface Ec2Credential {
  readonly access: string;
  readonly secret: string;
  readonly userId: string;
  readonly projectId: string;
}

/** The project's containers. States of earlier versions of the sandbox have none. */
export function containersOf(state: CloudState, projectId: string): Table<ShelvedBucket> {
  state.objects ??= {};
  state.objects[projectId] ??= {};
  return state.objects[projectId];
}

export function ec2Credentials(state: CloudState): Table<Ec2Credential> {
  state.identity.ec2Credentials ??= {};
  return state.identity.ec2Credentials;
}
