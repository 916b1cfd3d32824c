/** The system's name of a failure, such as `ENOENT`; empty when there is none. */
export function errorCode(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
}
