import type { CloudImages, OfferedFile } from "../../cloud/ports.ts";
import type { ConnectionStep } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import { tryStep } from "../http/connection-step.ts";
import type { RetryTools } from "../http/retry-safely.ts";

const STEP = "image address";
const LABEL = { name: "twinstack-connection-test", os: null, tags: [], shared: false, hidden: true };
/** A second lies between two looks. */
const PATIENT_LOOKS = 90;
const PAUSE_MS = 1_000;

interface ImageAddressParts {
  readonly images: CloudImages;
  /** Null: nobody has said under which address clouds reach this service. */
  readonly offer: (() => Promise<OfferedFile>) | null;
  readonly pause: RetryTools["pause"];
}

/**
 * Has the secondary storage fetch a small file from this service, which is the only way to know whether it can. The
 * template is removed whatever happens.
 */
export async function tryImageAddress(parts: ImageAddressParts, signal?: AbortSignal): Promise<ConnectionStep> {
  const { images, offer } = parts;
  if (offer === null) {
    return {
      step: STEP,
      ok: true,
      detail: "not known: no address is set under which the cloud's storage reaches this service",
      remedy: "Set TWINSTACK_IMAGE_URL before images are to be published there, then test again.",
    };
  }
  const file = await offer();
  try {
    return await tryStep(STEP, () => fetched(parts, file, signal));
  } finally {
    // Not with the caller's signal: nothing may be left behind.
    await removeTemplate(images, file.mark);
    await file.close();
  }
}

async function fetched({ images, pause }: ImageAddressParts, file: OfferedFile, signal?: AbortSignal): Promise<string> {
  const { content, mark } = file;
  const { host } = new URL(file.url);
  await images
    .begin(mark, LABEL, { ...content, read: never, link: async () => file.url }, signal)
    .catch((error: unknown) => {
      if (!(error instanceof AppError) || error.code === "cloud-unreachable") throw error;
      throw new AppError(error.code, error.message, { ...error.facts, remedy: ADDRESS });
    });
  let said = "";
  for (let look = 0; look < PATIENT_LOOKS && signal?.aborted !== true; look += 1) {
    const sight = await images.look(mark, null, signal);
    said = sight?.cloudStatus ?? "the template is gone";
    if (sight?.status === "active") {
      return file.wasFetched()
        ? `its storage fetched ${content.sizeBytes} bytes from ${host}, and their digest fits`
        : `CloudStack says that its storage has what ${host} offers, though nothing was fetched from this process`;
    }
    if (sight === null || sight.status === "failed") break;
    await pause(PAUSE_MS, signal);
  }
  const detail = file.wasFetched()
    ? `A file was fetched from ${host}, but CloudStack does not take it: ${said}.`
    : `Nothing was fetched from ${host}; CloudStack says: ${said || "nothing"}.`;
  throw new AppError("cloud-refused", detail, { remedy: REACH });
}

/** CloudStack fetches by itself. */
function never(): never {
  throw new AppError("internal", "CloudStack fetches templates by itself.");
}

const ADDRESS =
  "Set TWINSTACK_IMAGE_URL to a name or address that CloudStack's management server knows and accepts: not loopback, not IPv6, and port 80 or 443 on old releases.";
const REACH =
  "Let CloudStack's management server and its secondary storage reach that address; a private one must lie in secstorage.allowed.internal.sites.";

async function removeTemplate(images: CloudImages, mark: string): Promise<void> {
  try {
    const sight = await images.look(mark, null);
    if (sight !== null) await images.remove(sight.cloudImageId);
  } catch (error) {
    // What the cloud refuses to remove now is hidden, private and some bytes large.
    if (!(error instanceof AppError)) throw error;
  }
}
