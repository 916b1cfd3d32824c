import type { FastifyBaseLogger } from "fastify";
import type { AuditEntry, NoteAudit } from "../../src/account/ports.ts";

const RETRY_MS = [100, 1_000, 5_000, 15_000, 60_000, 300_000] as const;
const LAST_RETRY_MS = 300_000;

/** Notes entries whose act has happened already, so that none is lost while the database is away for a while. */
export interface SureNote {
  /** Comes back when the entry is written, or when it waits for another attempt. */
  note(entry: AuditEntry): Promise<void>;
  /** Tries once more whatever still waits. */
  close(): Promise<void>;
}

/**
 * Every entry that could not be written is logged whole, as an error, so that the log keeps what the database may never
 * get, and is tried again until it is written or the service ends.
 */
export function makeSureToNote(
  note: NoteAudit,
  log: FastifyBaseLogger,
  pauses: readonly number[] = RETRY_MS,
): SureNote {
  const waiting = new Map<AuditEntry, NodeJS.Timeout>();

  async function attempt(entry: AuditEntry, failures: number): Promise<void> {
    try {
      await note(entry);
      waiting.delete(entry);
    } catch (error) {
      log.error({ err: error, auditEntry: entry, failures: failures + 1 }, "an audit entry could not be written");
      const again = setTimeout(() => void attempt(entry, failures + 1), pauses[failures] ?? LAST_RETRY_MS);
      again.unref();
      waiting.set(entry, again);
    }
  }

  return {
    note: (entry) => attempt(entry, 0),
    async close() {
      const left = [...waiting];
      waiting.clear();
      for (const [entry, timer] of left) {
        clearTimeout(timer);
        await note(entry).catch((error: unknown) =>
          log.error(
            { err: error, auditEntry: entry },
            "an audit entry is lost to the database; this line is all there is",
          ),
        );
      }
    },
  };
}
