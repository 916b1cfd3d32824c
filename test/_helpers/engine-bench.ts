import { randomUUID } from "node:crypto";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeTerraformEngine, type TerraformEngineOptions } from "../../src/adapters/terraform/terraform-engine.ts";
import type { EngineRequest, NewRunEvent } from "../../src/run/ports.ts";
import type { StateStore } from "../../src/state/index.ts";
import { makeMemoryStateStore } from "./memory-state-store.ts";
import { IDS } from "./samples.ts";
import { startStateServer } from "./state-server.ts";
import { toolchain } from "./toolchain.ts";

/** An engine in a folder of its own with a real state backend; everything a test of it needs. */
export interface EngineBench {
  readonly folder: string;
  readonly workRoot: string;
  readonly workspaceId: string;
  readonly states: StateStore;
  readonly events: NewRunEvent[];
  engine(options?: Partial<TerraformEngineOptions>): ReturnType<typeof makeTerraformEngine>;
  /** A request of a new run, with its state opened. */
  request(files: EngineRequest["files"], overrides?: Partial<EngineRequest>): Promise<EngineRequest>;
  /** Writes an executable shell script and gives its path. */
  script(name: string, text: string): Promise<string>;
  close(): Promise<void>;
}

export async function openEngineBench(): Promise<EngineBench> {
  const folder = await mkdtemp(join(tmpdir(), "ts-eng-"));
  const workRoot = join(folder, "work");
  const states = makeMemoryStateStore();
  const server = await startStateServer(states);
  const events: NewRunEvent[] = [];
  const never = new AbortController().signal;

  return {
    folder,
    workRoot,
    workspaceId: IDS.workspace,
    states,
    events,
    engine: (options = {}) =>
      makeTerraformEngine({ toolchain: toolchain(), workRoot, lockTimeoutSeconds: 0, ...options }),
    async request(files, overrides = {}) {
      const runId = randomUUID();
      const site = overrides.site ?? "openstack";
      const state = await server.access.open({ id: runId, workspaceId: IDS.workspace, site }, 1);
      return {
        runId,
        workspaceId: IDS.workspace,
        site,
        kind: "apply",
        files,
        signal: never,
        killSignal: never,
        onEvent: (event) => events.push(event),
        ...overrides,
        environment: { ...state, ...overrides.environment },
      };
    },
    async script(name, text) {
      const path = join(folder, name);
      await writeFile(path, `#!/bin/sh\n${text}\n`);
      await chmod(path, 0o755);
      return path;
    },
    async close() {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
