import { readFile, stat } from "node:fs/promises";
import { type RawBody, rawBody } from "./api-client.ts";
import { CliError, EXIT } from "./cli-error.ts";

/** What the service takes. */
const LARGEST_FILE_BYTES = 262_144;

/** Reads a requirement file as it is; `-` reads standard input. The service judges its content. */
export async function readRequirementFile(path: string): Promise<RawBody> {
  const text = path === "-" ? await readStandardInput() : await readRegularFile(path);
  if (text.includes("\0")) {
    throw new CliError(
      "file-unreadable",
      `${nameOf(path)} is not a text file`,
      "Give a YAML or JSON file, such as examples/web-server.yaml",
      EXIT.usage,
    );
  }
  const isJson = path.endsWith(".json") || text.trimStart().startsWith('{"');
  if (isJson) refuseBrokenJson(path, text);
  return rawBody(isJson ? "application/json" : "application/yaml", text);
}

/** Names the file where the service, which never saw its name, can only speak of a body. */
export function nameTheFile(path: string, error: unknown): unknown {
  if (!(error instanceof CliError) || error.code !== "malformed-body") return error;
  const reason = error.message.replace(/^[^:]*: /, "");
  return new CliError(
    error.code,
    `${nameOf(path)} could not be read. ${reason}`,
    "Correct the file at that place.",
    error.exitCode,
  );
}

function nameOf(path: string): string {
  return path === "-" ? "Standard input" : path;
}

function refuseBrokenJson(path: string, text: string): void {
  try {
    JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(
      "malformed-body",
      `${nameOf(path)} is not valid JSON. ${reason}`,
      "Correct the file at that place.",
      EXIT.usage,
    );
  }
}

async function readRegularFile(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > LARGEST_FILE_BYTES) {
      throw new CliError(
        "file-too-large",
        `${path} has ${size} bytes; a requirement file has at most ${LARGEST_FILE_BYTES}`,
        "Is this the right file? Put large content on a volume or fetch it at first boot.",
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
