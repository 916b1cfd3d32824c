import { AppError } from "../../kernel/app-error.ts";

/** For facts that a cloud need not tell; a policy may also forbid to ask (403). */
export async function unlessRefused<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AppError && (error.code === "cloud-refused" || error.facts["status"] === 403)) return null;
    throw error;
  }
}
