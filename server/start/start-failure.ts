import { PROBLEMS } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import { errorCode } from "./error-code.ts";

/** Why the service cannot start, in words for the terminal. */
export interface StartFailure {
  readonly what: string;
  readonly remedy: string;
}

/** The words of a failure that somebody can act on; null for one that nobody foresaw. */
export function explainStartFailure(error: unknown): StartFailure | null {
  if (error instanceof AppError) return { what: error.message, remedy: PROBLEMS[error.code].remedy };
  return explainSystemCode(errorCode(error), placeOf(error));
}

function placeOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return "";
  if ("path" in error) return String(error.path);
  return "port" in error ? `port ${String(error.port)}` : "";
}

function explainSystemCode(code: string, place: string): StartFailure | null {
  switch (code) {
    case "EADDRINUSE":
      return {
        what: `Another program already uses ${place || "the service's port"}.`,
        remedy: "Stop it, or choose another port: npm start -- --port 4690 (or TWINSTACK_PORT).",
      };
    case "EADDRNOTAVAIL":
      return { what: "This machine does not have the address to listen on.", remedy: "Correct TWINSTACK_HOST." };
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return {
        what: `It is not allowed to use ${place || "a file or port that it needs"}.`,
        remedy: "Correct the permissions, or choose another folder (TWINSTACK_DATA) or port (TWINSTACK_PORT).",
      };
    case "ENOSPC":
    case "EDQUOT":
      return {
        what: `There is no space left${place === "" ? "" : ` for ${place}`}.`,
        remedy: PROBLEMS["disk-full"].remedy,
      };
    default:
      return null;
  }
}
