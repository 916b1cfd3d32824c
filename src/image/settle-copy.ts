import type { CloudImageSight, CloudImages, PublishedContent } from "../cloud/index.ts";
import type { ImageContent, ImageProblem } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Timers } from "../kernel/timers.ts";
import type { ContentLinks, CopyNote, CopyRecord, ImageFiles, ImageRecord } from "./ports.ts";
import { tellPercent } from "./tell-percent.ts";

export interface SettleCopyPorts {
  readonly files: Pick<ImageFiles, "read">;
  readonly links: ContentLinks;
  readonly images: (cloudId: string) => Promise<CloudImages>;
  /** Has the cloud's catalog read anew. */
  readonly refresh: (cloudId: string) => Promise<void>;
  readonly timers: Pick<Timers, "pause">;
  readonly newMark: () => string;
  readonly lookMs: number;
}

export interface CopyWork {
  readonly record: ImageRecord;
  readonly copy: CopyRecord;
  readonly signal: AbortSignal;
  note(note: CopyNote): Promise<void>;
}

/** Looks without any progress after which a cloud counts as stuck. */
const PATIENT_LOOKS = 900;
const MOST_TRIES = 6;
const REST_SECONDS = 10;

/**
 * Brings an image to a cloud, or goes on with what a dead worker had begun: what carries the mark is looked for first,
 * and adopted. What ends badly is taken away again, and the next attempt has a mark of its own.
 */
export async function settleCopy(ports: SettleCopyPorts, work: CopyWork): Promise<void> {
  try {
    const images = await ports.images(work.copy.cloudId);
    const done = work.copy.status === "active" ? work.copy.cloudImageId : await publish(ports, images, work);
    if (done === null) return;
    const left = await images.label(done, work.copy.mark, work.record, work.signal);
    // Whoever reads "active" may rely on finding it offered; a catalog that cannot be read now is read on schedule.
    await ports.refresh(work.copy.cloudId).catch(unlessAnswered);
    const problem = left === "" ? null : { detail: left, remedy: "Use a cloud registration with more rights for it." };
    await work.note({ status: "active", cloudImageId: done, percent: 100, labelDue: false, problem, tries: 0 });
    await ports.links.close(purposeOf(work.copy));
  } catch (error) {
    if (work.signal.aborted) return;
    if (!(error instanceof AppError)) throw error;
    await noteFailure(ports, work, error);
  }
}

/** Null when it was given up. */
async function publish(ports: SettleCopyPorts, images: CloudImages, work: CopyWork): Promise<string | null> {
  const { record, copy, signal, note } = work;
  if (record.content === null) throw new AppError("image-state", `${record.name} has no content yet.`);
  const content = published(ports, work, record.content);
  if (copy.status !== "sending") await note({ status: "sending", percent: 0, problem: null });
  let sight = await images.look(copy.mark, copy.cloudImageId, signal);
  if (sight === null) {
    await images.begin(copy.mark, record, content, signal);
    sight = await images.look(copy.mark, null, signal);
  }
  let told = -1;
  let still = 0;
  while (!signal.aborted) {
    if (sight === null)
      throw new AppError("cloud-refused", "The image disappeared from the cloud while it was filled.");
    const { cloudImageId, status, percent } = sight;
    if (status === "failed") throw new AppError("cloud-refused", `The cloud says: ${sight.cloudStatus}`);
    if (status === "active") return checked(sight, record.content);
    if (status === "empty") {
      await note({ cloudImageId });
      const { sizeBytes } = record.content;
      const { tell, ended } = tellPercent((sent) => note({ percent: sent }));
      await images.fill(cloudImageId, content, (sent) => tell((sent / sizeBytes) * 100), signal).finally(ended);
    } else {
      still = percent === told ? still + 1 : 0;
      if (percent !== told) await note({ cloudImageId, percent });
      told = percent;
      if (still > PATIENT_LOOKS)
        throw new AppError("cloud-refused", `No progress any more; the cloud says: ${sight.cloudStatus}`);
      await ports.timers.pause(ports.lookMs);
    }
    sight = await images.look(copy.mark, cloudImageId, signal);
  }
  return null;
}

function published(ports: SettleCopyPorts, { copy }: CopyWork, content: ImageContent): PublishedContent {
  return {
    ...content,
    read: () => ports.files.read(content),
    link: () => ports.links.open(purposeOf(copy), content),
  };
}

function unlessAnswered(error: unknown): void {
  if (!(error instanceof AppError)) throw error;
}

function checked(sight: CloudImageSight, content: ImageContent): string {
  const wrong =
    (sight.sha512 !== null && sight.sha512 !== content.sha512) ||
    (sight.sizeBytes !== null && sight.sizeBytes !== content.sizeBytes);
  if (!wrong) return sight.cloudImageId;
  throw new AppError("cloud-refused", "The cloud's copy is not what was sent: its digest or size differs.", {
    remedy: "Publish it again; when it happens twice, look at the line and the cloud's storage.",
  });
}

/** A cloud that does not answer is asked again later; what it refused is cleaned up and said. */
async function noteFailure(ports: SettleCopyPorts, { copy, note }: CopyWork, error: AppError): Promise<void> {
  const silent = error.code === "cloud-unreachable";
  const problem = problemOf(error);
  if (copy.status === "active") {
    return note({
      problem,
      labelDue: silent && copy.tries < MOST_TRIES,
      tries: copy.tries + 1,
      restSeconds: REST_SECONDS,
    });
  }
  const tries = copy.tries + 1;
  if (silent && tries < MOST_TRIES) return note({ problem, tries, restSeconds: REST_SECONDS * tries });
  const clean = await removeRemains(ports, copy);
  await note({
    ...{ status: "failed", percent: 0, problem, tries: 0 },
    // Under the old mark it would be found and adopted.
    ...(clean && { cloudImageId: null, mark: ports.newMark() }),
  });
}

async function removeRemains({ images, links }: SettleCopyPorts, copy: CopyRecord): Promise<boolean> {
  try {
    await links.close(purposeOf(copy));
    const cloud = await images(copy.cloudId);
    const sight = await cloud.look(copy.mark, copy.cloudImageId);
    if (sight !== null) await cloud.remove(sight.cloudImageId);
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

/**
 * Takes an image off a cloud, unless machines there were made from it. Throws AppError: image-in-use and the client's.
 */
export async function withdrawCopy(
  { images, links }: Pick<SettleCopyPorts, "images" | "links">,
  copy: CopyRecord,
  signal: AbortSignal,
): Promise<void> {
  await links.close(purposeOf(copy));
  const cloud = await images(copy.cloudId);
  const sight = await cloud.look(copy.mark, copy.cloudImageId, signal);
  if (sight === null) return;
  const machines = await cloud.machinesFrom(sight.cloudImageId, signal);
  if (machines.length > 0) throw inUse(machines, copy.cloudName);
  await cloud.remove(sight.cloudImageId, signal);
}

export function inUse(machines: readonly string[], where: string): AppError {
  return new AppError("image-in-use", `Machines on ${where} were made from it: ${machines.join(", ")}.`, { machines });
}

export function problemOf({ message, facts, code }: AppError): ImageProblem {
  const said = facts["remedy"];
  return { detail: message, remedy: typeof said === "string" ? said : remedyOf(code, message) };
}

function remedyOf(code: string, message: string): string {
  if (code === "cloud-credentials") return "Register the cloud with a user who may make images, then publish again.";
  if (code === "cloud-unreachable") return "See that the cloud answers (`twinstack clouds test`), then publish again.";
  if (/illegal host|resolve|failed to download|connection refused/i.test(message)) {
    return "The cloud's storage must reach this service: set TWINSTACK_IMAGE_URL to an address it can reach, then publish again.";
  }
  return "Correct what the cloud says, then publish again.";
}

function purposeOf({ mark }: CopyRecord): string {
  return `image:${mark}`;
}
