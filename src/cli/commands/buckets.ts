import type { Bucket, BucketChangeRequest, BucketCredentials, BucketRequest } from "../../contract/index.ts";
import { CliError, EXIT } from "../cli-error.ts";
import { type Context, type Items, printJson, printTable } from "../context.ts";

const PAUSE_MS = 1_000;
const UNITS = ["bytes", "KiB", "MiB", "GiB", "TiB"];

export async function listBuckets(context: Context): Promise<void> {
  const items = await readBuckets(context);
  if (context.json) return printJson(context, { items });
  if (items.length === 0) {
    context.terminal.out("There is no bucket. Make one: npx twinstack buckets create NAME --cloud CLOUD");
    return;
  }
  printTable(
    context,
    ["BUCKET", "CLOUD", "STATUS", "USED", "QUOTA", "OBJECTS"],
    items.map(({ name, cloudName, status, usage, quotaGib }) => [
      ...[name, cloudName, status, usage === null ? "-" : sizeText(usage.bytes), `${quotaGib} GiB`],
      usage?.objects == null ? "-" : String(usage.objects),
    ]),
  );
}

export async function createBucket(
  context: Context,
  name: string,
  flags: { readonly cloud: string; readonly quota?: string; readonly wait: boolean },
): Promise<void> {
  const request: Partial<BucketRequest> = {
    ...{ name, cloud: flags.cloud },
    ...(flags.quota !== undefined && { quotaGib: Number(flags.quota) }),
  };
  const made = await context.api.post<Bucket>("/api/v1/buckets", request);
  await tell(context, made, flags.wait);
}

export async function showBucket(context: Context, name: string): Promise<void> {
  const { id } = await findBucket(context, name);
  const bucket = await context.api.get<Bucket>(`/api/v1/buckets/${id}`);
  if (context.json) return printJson(context, bucket);
  const { terminal } = context;
  const { usage, credentials, detail } = bucket;
  terminal.out(`${bucket.name} on ${bucket.cloudName} (${bucket.id}): ${bucket.status}`);
  if (detail !== null) terminal.out(detail);
  const used = usage === null ? "not measured yet" : `${sizeText(usage.bytes)} in ${usage.objects ?? "many"} objects`;
  terminal.out(`${used}, of ${bucket.quotaGib} GiB\non the cloud and for S3 clients: ${bucket.cloudBucket}`);
  if (credentials !== null) {
    terminal.out(`credentials ${credentials.accessKey} were given to ${credentials.givenBy} at ${credentials.givenAt}`);
  }
}

export async function resizeBucket(
  context: Context,
  name: string,
  gib: string,
  flags: { readonly wait: boolean },
): Promise<void> {
  const { id } = await findBucket(context, name);
  const change: BucketChangeRequest = { quotaGib: Number(gib) };
  await tell(context, await context.api.send<Bucket>("PATCH", `/api/v1/buckets/${id}`, change), flags.wait);
}

export async function bucketCredentials(
  context: Context,
  name: string,
  flags: { readonly replace: boolean; readonly end: boolean },
): Promise<void> {
  const bucket = await findBucket(context, name);
  const path = `/api/v1/buckets/${bucket.id}/credentials`;
  if (flags.end) {
    await context.api.send("DELETE", path);
    if (context.json) printJson(context, { ended: bucket.id });
    else context.terminal.out(`the credentials of ${bucket.name} have ended`);
    return;
  }
  const given = await context.api.post<BucketCredentials>(path, { replace: flags.replace });
  if (context.json) return printJson(context, given);
  const { terminal } = context;
  terminal.out(`endpoint   ${given.endpoint}\nregion     ${given.region}\nbucket     ${given.bucket}`);
  terminal.out(`access key ${given.accessKey}\nsecret key ${given.secretKey}`);
  terminal.err(`This is shown once; keep it now. It opens: ${given.opens}`);
}

export async function removeBucket(
  context: Context,
  name: string,
  flags: { readonly force: boolean; readonly wait: boolean },
): Promise<void> {
  const bucket = await findBucket(context, name);
  const path = `/api/v1/buckets/${bucket.id}`;
  const asked = await context.api.send<Bucket>("DELETE", `${path}?force=${flags.force}`);
  if (flags.wait) {
    for (let now: Bucket | null = asked; now !== null; now = await stillThere(context, path)) {
      if (now.status === "failed") throw failed(now);
    }
  }
  if (context.json) printJson(context, { removed: bucket.id });
  else context.terminal.out(`${bucket.name} ${flags.wait ? "is removed" : "is being removed"}`);
}

/** By id, by `name@cloud`, or by a name that only one has. */
export async function findBucket(context: Context, wanted: string): Promise<Bucket> {
  const items = await readBuckets(context);
  const found = items.filter(
    ({ id, name, cloudName }) => id === wanted || name === wanted || `${name}@${cloudName}` === wanted,
  );
  const [first] = found;
  if (first !== undefined && found.length === 1) return first;
  const names = (found.length > 1 ? found : items).map(({ name, cloudName }) => `${name}@${cloudName}`).join(", ");
  const said = found.length > 1 ? `There are several buckets "${wanted}"` : `There is no bucket "${wanted}"`;
  throw new CliError("not-found", said, `Buckets: ${names || "none"}`, EXIT.refused);
}

export function sizeText(bytes: number): string {
  const step = bytes === 0 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${Number((bytes / 1024 ** step).toFixed(1))} ${UNITS[step]}`;
}

async function readBuckets(context: Context): Promise<readonly Bucket[]> {
  return (await context.api.get<Items<Bucket>>("/api/v1/buckets")).items;
}

async function tell(context: Context, asked: Bucket, wait: boolean): Promise<void> {
  let now = asked;
  while (wait && now.status !== "ready" && now.status !== "failed") {
    await pause();
    now = await context.api.get<Bucket>(`/api/v1/buckets/${asked.id}`);
  }
  if (context.json) printJson(context, now);
  else context.terminal.out(`${now.name} on ${now.cloudName}: ${now.status}, ${now.quotaGib} GiB`);
  if (now.status === "failed") throw failed(now);
}

/** Null once it is gone. */
async function stillThere(context: Context, path: string): Promise<Bucket | null> {
  await pause();
  try {
    return await context.api.get<Bucket>(path);
  } catch (error) {
    if (error instanceof CliError && error.code === "not-found") return null;
    throw error;
  }
}

function failed({ detail }: Bucket): CliError {
  return new CliError(
    "bucket-failed",
    detail ?? "The bucket failed",
    "Put right what it says, and ask again.",
    EXIT.failed,
  );
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
}
