import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Run, RunEvent, Workspace } from "../../src/contract/index.ts";
import type { Stand } from "./stand.ts";

const LINES = 200;

/** Keeps what tells why a case broke: the runs and their events, the repair list, and the ends of the logs. */
export async function keepTrace(file: string, stand: Stand, name: string, results: readonly object[]): Promise<void> {
  const { api } = stand;
  const got = async <T>(path: string): Promise<T | null> =>
    api<T>("GET", path).then(
      ({ body }) => body,
      () => null,
    );
  const workspace = (await got<{ items: Workspace[] }>("/workspaces?limit=100"))?.items.find(
    (one) => one.name === name,
  );
  const runs = (await got<{ items: Run[] }>(`/runs?limit=50&workspaceId=${workspace?.id}`))?.items ?? [];
  const told = await Promise.all(
    runs.map(async ({ id, site, kind, status, reason, createdAt, finishedAt, failure }) => {
      const events = (await got<{ items: RunEvent[] }>(`/runs/${id}/events?after=0`))?.items ?? [];
      return { id, site, kind, status, reason, createdAt, finishedAt, failure, events: events.map(wordsOf) };
    }),
  );
  const trace = {
    results,
    runs: told,
    repair: workspace && (await got(`/workspaces/${workspace.id}/repair`)),
    service: [...last(stand.service.printed()), ...last(await textOf(join(stand.folder, "logs", "service.log")))],
    worker: [...last(stand.worker.printed()), ...last(await textOf(join(stand.folder, "logs", "worker.log")))],
  };
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(trace, null, 1));
}

function wordsOf(event: RunEvent): string {
  return JSON.stringify(event).slice(0, 500);
}

function last(text: string): readonly string[] {
  return text.split("\n").slice(-LINES);
}

function textOf(file: string): Promise<string> {
  return readFile(file, "utf8").catch(() => "");
}
