import { readFile, stat } from "node:fs/promises";
import { type RawBody, rawBody } from "./api-client.ts";
import { CliError, EXIT } from "./cli-error.ts";

const LARGEST_FILE_BYTES = 1_048_576;

/** Reads a requirement file as it is; `-` reads standard input. The service judges its content. */
export async function readRequirementFile(path: string): Promise<RawBody> {
  const text = path === "-" ? await readStandardInput() : await readRegularFile(path);
  const isJson = path.endsWith(".json") || text.trimStart().startsWith("{");
  return rawBody(isJson ? "application/json" : "application/yaml", text);
}

async function readRegularFile(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > LARGEST_FILE_BYTES) {
      throw new CliError(
        "file-too-large",
        `${path} has ${size} bytes; a requirement file has at most ${LARGEST_FILE_BYTES}`,
        "Is this the right file?",
        EXIT.usage,
      );
    }
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof CliError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(
      "file-unreadable",
      `Cannot read ${path}: ${reason}`,
      "Give the path of a requirement file, such as examples/web-server.yaml",
      EXIT.usage,
    );
  }
}

async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}
