import type { ImageContent, OperatingSystem } from "../contract/index.ts";

/** Bytes in pieces; nothing of an image is ever held as a whole. */
export type Bytes = AsyncIterable<Uint8Array>;

/** What a cloud is told of an image besides its bytes. */
export interface ImageLabel {
  readonly name: string;
  readonly os: OperatingSystem | null;
  readonly tags: readonly string[];
  /** For other projects and accounts of the cloud too. */
  readonly shared: boolean;
  readonly hidden: boolean;
}

/** How a cloud has an image now. */
export interface CloudImageSight {
  readonly cloudImageId: string;
  /** `empty` waits for its bytes; `filling` gets them. */
  readonly status: "empty" | "filling" | "active" | "failed";
  readonly percent: number;
  /** The cloud's own words. */
  readonly cloudStatus: string;
  /** What the cloud says the digest of its copy is; null where it says none. */
  readonly sha512: string | null;
  readonly sizeBytes: number | null;
}

/** What is to be published: the bytes, and both ways to them. */
export interface PublishedContent extends ImageContent {
  read(): Bytes;
  /** An address for clouds that fetch by themselves. */
  link(): Promise<string>;
}

/** A small file of ours at an address that a cloud's storage is asked to fetch from. */
export interface OfferedFile {
  readonly mark: string;
  readonly content: ImageContent;
  readonly url: string;
  /** By whom this process knows; another replica of the service may have handed it out. */
  wasFetched(): boolean;
  close(): Promise<void>;
}

/**
 * Images of one cloud. Failures are those of CloudClient. What is made carries `mark`, so that it is found again by
 * whoever goes on after a kill.
 */
export interface CloudImages {
  look(mark: string, cloudImageId: string | null, signal?: AbortSignal): Promise<CloudImageSight | null>;
  /** Begins a publication; a cloud that fetches by itself begins to. */
  begin(mark: string, label: ImageLabel, content: PublishedContent, signal?: AbortSignal): Promise<void>;
  /** Gives an `empty` one its bytes. */
  fill(
    cloudImageId: string,
    content: PublishedContent,
    onBytes: (sent: number) => void,
    signal?: AbortSignal,
  ): Promise<void>;
  /** Answers what could not be done as wished; empty when all was. */
  label(cloudImageId: string, mark: string, label: ImageLabel, signal?: AbortSignal): Promise<string>;
  /** Names of machines made from it, as far as the account sees them. */
  machinesFrom(cloudImageId: string, signal?: AbortSignal): Promise<readonly string[]>;
  /** What is gone already counts as removed. */
  remove(cloudImageId: string, signal?: AbortSignal): Promise<void>;
}
