import type { Bytes, ImageLabel } from "../cloud/index.ts";
import type {
  CloudKind,
  ImageChangeRequest,
  ImageContent,
  ImageCopyStatus,
  ImageFormat,
  ImageProblem,
  ImageStatus,
} from "../contract/index.ts";

/** One image of the site as it is stored. */
export interface ImageRecord extends ImageLabel {
  readonly id: string;
  /** Which folder holds its file; replicas of the service may have different ones. */
  readonly home: string;
  readonly status: ImageStatus;
  /** As announced; null: told by the first bytes. */
  readonly format: ImageFormat | null;
  readonly convertTo: "qcow2" | "raw" | null;
  /** May hold a signature; null once it has been fetched, and for uploads. */
  readonly url: string | null;
  readonly source: string | null;
  /** Of what comes in. */
  readonly sizeBytes: number | null;
  readonly sha256: string | null;
  readonly receivedBytes: number;
  readonly percent: number;
  readonly content: ImageContent | null;
  readonly problem: ImageProblem | null;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly copies: readonly CopyRecord[];
}

/** An image on one cloud. `mark` is committed before the cloud is told, so whoever goes on can find what was made. */
export interface CopyRecord {
  readonly cloudId: string;
  readonly cloudName: string;
  readonly cloudKind: CloudKind;
  readonly mark: string;
  readonly status: ImageCopyStatus;
  readonly percent: number;
  readonly cloudImageId: string | null;
  readonly problem: ImageProblem | null;
  /** The cloud does not know the present label yet. */
  readonly labelDue: boolean;
  /** Attempts that ended without an answer. */
  readonly tries: number;
}

export interface ImageClaim {
  readonly record: ImageRecord;
  /** Every write of the holder names it; a higher one means that another worker took over. */
  readonly epoch: number;
}

export type ImageNote = Partial<
  Pick<ImageRecord, "status" | "url" | "sizeBytes" | "receivedBytes" | "percent" | "content" | "problem">
>;
export type CopyNote = Partial<
  Pick<CopyRecord, "status" | "mark" | "percent" | "cloudImageId" | "problem" | "labelDue" | "tries">
> & {
  /** Nothing is due on this copy before so many seconds have passed. */
  readonly restSeconds?: number;
};

export interface ImageStore {
  /** By name. */
  list(): Promise<readonly ImageRecord[]>;
  find(id: string): Promise<ImageRecord | null>;
  /** Throws AppError("name-taken"). */
  create(
    image: Omit<ImageRecord, "copies" | "content" | "problem" | "percent" | "receivedBytes" | "hidden">,
  ): Promise<void>;
  /** A person's change; every copy that is there hears of it. Throws AppError("name-taken"). */
  relabel(id: string, label: ImageChangeRequest): Promise<void>;
  /** Also brings back a copy that failed. What is there or under way already stays. */
  want(id: string, clouds: readonly { readonly cloudId: string; readonly mark: string }[]): Promise<void>;
  /** Only while the image has one of these statuses; false when it has another. */
  advance(id: string, from: readonly ImageStatus[], note: ImageNote): Promise<boolean>;
  /** Everything of it is on its way out. */
  remove(id: string): Promise<void>;
  /** Images with something due whose file lies in the folder `home`, and which nobody works on. */
  claimNext(workerId: string, home: string, leaseSeconds: number): Promise<ImageClaim | null>;
  /** False when another worker has it. 0 seconds gives it back. */
  renewClaim(id: string, epoch: number, leaseSeconds: number): Promise<boolean>;
  /** False when another worker has it, or a person wants it gone. */
  note(id: string, epoch: number, note: ImageNote): Promise<boolean>;
  /** It could not be removed, and is as it was. */
  keepAfterAll(id: string, epoch: number): Promise<void>;
  noteCopy(id: string, epoch: number, cloudId: string, note: CopyNote): Promise<boolean>;
  forgetCopy(id: string, epoch: number, cloudId: string): Promise<void>;
  forget(id: string, epoch: number): Promise<void>;
  /** Whether another image has the same content. */
  isShared(id: string, sha256: string): Promise<boolean>;
  /** Names of machines whose latest revision is planned on one of these images or templates of their clouds. */
  plannedOn(cloudImageIds: readonly string[]): Promise<readonly string[]>;
  /** Bytes that the images of this folder take, with what is still announced. */
  bytesTaken(home: string): Promise<number>;
}

/** What came in, and what was made of it. */
export type FilePart = "incoming" | "converted";

/** Files below one folder: what is coming in by image id, what was checked by its digest. */
export interface ImageFiles {
  /** Tells this folder from those of other replicas. */
  readonly home: string;
  /** What has arrived; 0 when nothing has. */
  received(id: string): Promise<number>;
  /**
   * Appends, from `offset` on, until the source ends or breaks; answers what is there then, and whether it broke. Throws
   * AppError("upload-offset") when something else is there, and AppError("image-room") beyond `limit`.
   */
  append(
    id: string,
    offset: number,
    bytes: Bytes,
    limit: number,
  ): Promise<{ readonly received: number; readonly broke: boolean }>;
  head(id: string, bytes: number): Promise<Uint8Array>;
  digests(
    id: string,
    part: FilePart,
    onPercent: (percent: number) => void,
    signal: AbortSignal,
  ): Promise<{ readonly sizeBytes: number; readonly sha256: string; readonly sha512: string }>;
  /** Where a program finds what has arrived, and where it may write what it makes of it. */
  paths(id: string): Readonly<Record<FilePart, string>>;
  /** Keeps it under its digest too; what is there already stays. */
  keep(id: string, part: FilePart, content: Pick<ImageContent, "sha256" | "format">): Promise<void>;
  has(content: Pick<ImageContent, "sha256" | "format">): Promise<boolean>;
  read(content: Pick<ImageContent, "sha256" | "format">, range?: { readonly from: number; readonly to: number }): Bytes;
  drop(content: Pick<ImageContent, "sha256" | "format">): Promise<void>;
  /** Forgets what came in of an image and what was made of it, but not what was kept. */
  clear(id: string): Promise<void>;
}

/** What `qemu-img` says of a file that it was told the format of. */
export interface InspectedDisk {
  readonly virtualBytes: number;
  readonly backingFile: boolean;
  readonly dataFile: boolean;
  readonly encrypted: boolean;
  readonly damaged: boolean;
}

/** Throws AppError: image-tools-missing, image-refused. */
export interface DiskTools {
  isThere(): Promise<boolean>;
  inspect(path: string, format: "qcow2" | "raw", signal: AbortSignal): Promise<InspectedDisk>;
  convert(
    from: { readonly path: string; readonly format: "qcow2" | "raw" },
    to: { readonly path: string; readonly format: "qcow2" | "raw" },
    onPercent: (percent: number) => void,
    signal: AbortSignal,
  ): Promise<void>;
}

/** Throws AppError("image-refused") with what to do when the address cannot be fetched from. */
export type FetchContent = (
  url: string,
  from: number,
  signal: AbortSignal,
) => Promise<{
  /** Of the whole; null when the other side does not say. */
  readonly totalBytes: number | null;
  /** Where the bytes begin: 0 when the other side cannot go on in the middle. */
  readonly from: number;
  readonly bytes: Bytes;
}>;

/** Addresses under which a cloud's storage fetches one content, for as long as it needs it and nothing else. */
export interface ContentLinks {
  /** @param purpose one link per purpose; an older one of it ends */
  open(purpose: string, content: ImageContent): Promise<string>;
  close(purpose: string): Promise<void>;
  find(token: string): Promise<ImageContent | null>;
}
