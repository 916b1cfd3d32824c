import type { Command } from "commander";
import { getObject, listObjects, putObject, removeObjects } from "../commands/bucket-objects.ts";
import {
  bucketCredentials,
  createBucket,
  listBuckets,
  removeBucket,
  resizeBucket,
  showBucket,
} from "../commands/buckets.ts";
import type { Context } from "../context.ts";

/** Commands about object storage. A bucket is named by its name, by name@cloud where there are two, or by its id. */
export function addBucketCommands(program: Command, context: () => Context): void {
  const buckets = program.command("buckets").description("object storage on your clouds");
  buckets
    .command("list", { isDefault: true })
    .description("all buckets, how full they are")
    .action(() => listBuckets(context()));
  buckets
    .command("create <name>")
    .description("make a bucket on a cloud that has object storage")
    .requiredOption("--cloud <cloud>", "where")
    .option("--quota <gib>", "how much it may hold; else 10 GiB")
    .option("--no-wait", "do not wait until it is ready")
    .action((name: string, flags: { cloud: string; quota?: string; wait: boolean }) =>
      createBucket(context(), name, flags),
    );
  buckets
    .command("show <bucket>")
    .description("one bucket, as its cloud shows it now")
    .action((name: string) => showBucket(context(), name));
  buckets
    .command("resize <bucket> <gib>")
    .description("another quota")
    .option("--no-wait", "do not wait until it is so")
    .action((name: string, gib: string, flags: { wait: boolean }) => resizeBucket(context(), name, gib, flags));
  buckets
    .command("credentials <bucket>")
    .description("what an S3 client needs, shown once; on clouds of your own")
    .option("--replace", "end those given before and make new ones", false)
    .option("--end", "only end those given before", false)
    .action((name: string, flags: { replace: boolean; end: boolean }) => bucketCredentials(context(), name, flags));
  buckets
    .command("ls <bucket> [prefix]")
    .description("what lies in it, like folders")
    .option("--deep", "every object by its whole name", false)
    .action((name: string, prefix: string | undefined, flags: { deep: boolean }) =>
      listObjects(context(), name, prefix, flags),
    );
  buckets
    .command("put <bucket> <file> [key]")
    .description("upload a file; all of it is kept, or nothing")
    .option("--type <media-type>", "what S3 clients are told it is")
    .action((name: string, file: string, key: string | undefined, flags: { type?: string }) =>
      putObject(context(), name, file, key, flags),
    );
  buckets
    .command("get <bucket> <key> [file]")
    .description("download an object")
    .action((name: string, key: string, file: string | undefined) => getObject(context(), name, key, file));
  buckets
    .command("rm <bucket> <key...>")
    .description("delete objects")
    .action((name: string, keys: readonly string[]) => removeObjects(context(), name, keys));
  buckets
    .command("delete <bucket>")
    .description("remove an empty bucket")
    .option("--force", "with everything in it", false)
    .option("--no-wait", "do not wait until it is gone")
    .action((name: string, flags: { force: boolean; wait: boolean }) => removeBucket(context(), name, flags));
}
