import type { ImageStatus } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import { fetchIncoming } from "./fetch-incoming.ts";
import type { CopyRecord, FetchContent, ImageClaim, ImageFiles, ImageNote, ImageRecord, ImageStore } from "./ports.ts";
import { type SettleContentPorts, settleContent } from "./settle-content.ts";
import { problemOf, type SettleCopyPorts, settleCopy, withdrawCopy } from "./settle-copy.ts";
import { tellPercent } from "./tell-percent.ts";

export interface SettleImagePorts extends SettleContentPorts, Omit<SettleCopyPorts, "files"> {
  readonly store: ImageStore;
  readonly files: ImageFiles;
  readonly fetch: FetchContent;
  readonly mostBytes: number;
}

/**
 * Does everything that is due on an image, and goes on where another worker died. Truth stays in the store; whatever is
 * not noted there is done again, and ends the same.
 */
export async function settleImage(ports: SettleImagePorts, claim: ImageClaim, signal: AbortSignal): Promise<void> {
  const { store } = ports;
  const { id } = claim.record;
  const note = async (what: ImageNote): Promise<void> => {
    if (!(await store.note(id, claim.epoch, what))) throw taken();
  };
  let record: ImageRecord | null = claim.record;
  while (record !== null && !signal.aborted) {
    const before: ImageStatus = record.status;
    if (before === "removing") return removeImage(ports, claim, record, signal);
    if (before === "fetching") await step(() => fetchIncoming(ports, present(record), note, signal));
    else if (before === "checking") await step(() => check(present(record)));
    else break;
    record = await store.find(id);
    if (record?.status === before) return;
  }
  if (record?.status !== "ready" || signal.aborted) return;
  await allEnded(record.copies.filter(isDue).map((copy) => tend(present(record), copy)));

  /** What cannot be helped by doing it again is said. */
  async function step(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (signal.aborted || !(error instanceof AppError) || error.code === "internal") throw error;
      const status: ImageStatus = "failed";
      await note({ status, percent: 0, problem: problemOf(error) });
      await ports.files.clear(id);
    }
  }

  async function check(image: ImageRecord): Promise<void> {
    const { tell, ended } = tellPercent((percent) => note({ percent }));
    const content = await settleContent(ports, image, tell, signal).finally(ended);
    await note({ status: "ready", content, percent: 100, problem: null });
    await ports.files.clear(id);
  }

  async function tend(image: ImageRecord, copy: CopyRecord): Promise<void> {
    const { cloudId } = copy;
    if (copy.status === "removing") {
      await withdraw(ports, claim, copy, signal);
      return;
    }
    await settleCopy(ports, {
      ...{ record: image, copy, signal },
      async note(what) {
        if (!(await store.noteCopy(id, claim.epoch, cloudId, what))) throw taken();
      },
    });
  }
}

function isDue({ status, labelDue }: CopyRecord): boolean {
  return status === "queued" || status === "sending" || status === "removing" || (status === "active" && labelDue);
}

/** The file goes last: until then whatever was begun can be looked for. */
async function removeImage(
  ports: SettleImagePorts,
  claim: ImageClaim,
  record: ImageRecord,
  signal: AbortSignal,
): Promise<void> {
  const { store, files } = ports;
  const left = await allEnded(record.copies.map((copy) => withdraw(ports, claim, copy, signal)));
  if (left.includes(false) || signal.aborted) return;
  await files.clear(record.id);
  const { content } = record;
  if (content !== null && !(await store.isShared(record.id, content.sha256))) await files.drop(content);
  await store.forget(record.id, claim.epoch);
}

/** Whether it is gone. One that is still used stays, and says so. */
async function withdraw(
  ports: SettleImagePorts,
  { record, epoch }: ImageClaim,
  copy: CopyRecord,
  signal: AbortSignal,
): Promise<boolean> {
  const { store } = ports;
  try {
    await withdrawCopy(ports, copy, signal);
    await store.forgetCopy(record.id, epoch, copy.cloudId);
    return true;
  } catch (error) {
    if (signal.aborted || !(error instanceof AppError)) throw error;
    const kept = error.code === "image-in-use";
    const tries = copy.tries + 1;
    const status = kept ? "active" : "removing";
    await store.noteCopy(record.id, epoch, copy.cloudId, {
      status,
      problem: problemOf(error),
      tries,
      restSeconds: 10 * Math.min(tries, 30),
    });
    if (kept) await store.keepAfterAll(record.id, epoch);
    return false;
  }
}

/** One that fails does not leave the others at work without a claim. */
async function allEnded<T>(works: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(works);
  return Promise.all(works);
}

function present(record: ImageRecord | null): ImageRecord {
  if (record === null) throw new AppError("not-found", "The image is gone.");
  return record;
}

function taken(): AppError {
  return new AppError("internal", "Another worker took the image over, or it is to be removed.", { taken: true });
}
