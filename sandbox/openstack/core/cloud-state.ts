import type { ComputeState } from "../compute/compute-state.ts";
import type { IdentityState } from "../identity/identity-state.ts";
import type { ImageState } from "../image/image-state.ts";
import type { NetworkState } from "../network/network-state.ts";
import type { ObjectState } from "../object-storage/object-state.ts";
import type { VolumeState } from "../volume/volume-state.ts";

/** Objects of one kind by their identifier, in order of creation. */
export type Table<T> = Record<string, T>;

/** A step the cloud finishes by itself later. Kept in the state, so that a restart loses none. */
export interface Transition {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly kind: string;
  /** The object the step belongs to. */
  readonly id: string;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

/** Everything the sandbox cloud knows. Plain JSON. */
export interface CloudState {
  readonly format: 1;
  identity: IdentityState;
  compute: ComputeState;
  network: NetworkState;
  volume: VolumeState;
  image: ImageState;
  /** Missing in states of earlier versions. */
  objects?: ObjectState;
  pending: Transition[];
}
