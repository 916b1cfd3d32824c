import * as z from "zod";

/** First line of a database backup: where it comes from. */
export const BackupHeader = z.object({
  format: z.literal("twinstack-database-backup"),
  version: z.literal(1),
  madeAt: z.iso.datetime(),
  release: z.string(),
  /** The database's migrations in their order; a restore goes exactly so far before it reads rows. */
  migrations: z.array(z.string()).min(1),
  /** Master keys, by the beginning of their hash, that can open what is sealed in it. */
  masterKeys: z.array(z.string()),
});
export type BackupHeader = z.infer<typeof BackupHeader>;

/** Last line: without it the file was cut off. */
export const BackupEnd = z.object({
  end: z.literal(true),
  rows: z.record(z.string(), z.int()),
  /** SHA-256 over all lines before this one, in lower-case hex. */
  sha256: z.string(),
});
export type BackupEnd = z.infer<typeof BackupEnd>;
