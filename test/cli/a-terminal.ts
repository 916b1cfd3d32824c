import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "@jest/globals";
import { runCli } from "../../src/cli/run-cli.ts";
import type { Terminal } from "../../src/cli/terminal.ts";
import { type FakeAnswer, type FakeService, type SeenRequest, startFakeService } from "./fake-service.ts";

/** What one test's commands use: their folder, the service they reach and the width of the window. */
export const bench: { folder: string; service: FakeService | null; columns: number | undefined } = {
  folder: "",
  service: null,
  columns: undefined,
};

/** What the commands of one test printed. */
export const said = { out: [] as string[], err: [] as string[] };

/** Gives every test of the file a folder of its own and a silent terminal, and takes both and the service away again. */
export function useFreshTerminal(): void {
  beforeEach(async () => {
    bench.folder = await mkdtemp(join(tmpdir(), "twinstack-cli-"));
    said.out.length = 0;
    said.err.length = 0;
    bench.columns = undefined;
  });

  afterEach(async () => {
    await bench.service?.close();
    bench.service = null;
    await rm(bench.folder, { recursive: true, force: true });
  });
}

/** Runs a command against a service that answers as told; `typed` is what a person types when asked. */
export async function cli(
  args: readonly string[],
  answer: (request: SeenRequest) => FakeAnswer,
  typed?: string,
  more: Record<string, string> = {},
): Promise<number> {
  const service = await startFakeService(answer);
  bench.service = service;
  return runWith(
    args,
    {
      TWINSTACK_URL: service.url,
      TWINSTACK_TOKEN: "t0ken",
      TWINSTACK_CONFIG: join(bench.folder, "none.json"),
      ...more,
    },
    typed,
  );
}

/** Runs a command in an environment of its own. */
export function runWith(
  args: readonly string[],
  environment: Record<string, string>,
  typed?: string | readonly string[],
): Promise<number> {
  const answers = Array.isArray(typed) ? [...typed] : null;
  const next = async () => answers?.shift() ?? (typeof typed === "string" ? typed : "");
  const terminal: Terminal = {
    columns: bench.columns,
    out: (text) => void said.out.push(text),
    err: (text) => void said.err.push(text),
    interactive: typed !== undefined,
    ask: next,
    askSecret: next,
  };
  return runCli(args, { terminal, environment, checkout: bench.folder });
}

/** Writes a requirement into the test's folder. */
export async function requirementFile(text = "name: web\n"): Promise<string> {
  const path = join(bench.folder, "web.yaml");
  await writeFile(path, text);
  return path;
}
