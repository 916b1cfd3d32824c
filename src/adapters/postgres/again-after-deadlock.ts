/** PostgreSQL's `deadlock_detected`: of two who wait for each other it ends one, whose work it has undone. */
const DEADLOCK = "40P01";
const ATTEMPTS = 5;

/** Does again what PostgreSQL undid so that somebody else could go on; whoever asked need not know of it. */
export async function againAfterDeadlock<T>(act: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act();
    } catch (error) {
      if (attempt === ATTEMPTS || !isDeadlock(error)) throw error;
    }
  }
}

function isDeadlock(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === DEADLOCK;
}
