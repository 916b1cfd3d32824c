import { setTimeout as sleep } from "node:timers/promises";
import type { RepairReport, Run, SubmissionReceipt, Workspace } from "../../src/contract/index.ts";
import type { Stand } from "./stand.ts";

const PATIENCE_MS = 240_000;
const ENDS = ["applied", "planned-and-finished", "discarded", "canceled", "errored"];
const GOOD = ["applied", "planned-and-finished"];

const CONTENT = "{ name: content, sizeGib: 5, mountPath: /srv/content }";
const MORE = "{ name: more, sizeGib: 2, mountPath: /srv/more }";

/** A machine on both clouds with a disk, a public address and rules: most of what the stacks can make. */
export function requirement(name: string, size: Size): string {
  const volumes = size === "small" ? [CONTENT] : [CONTENT, MORE];
  return `
name: ${name}
profile: blank
access: { generateKeyPair: true }
hardware: { memoryGib: ${size === "small" ? 1 : 2}, volumes: [${volumes.join(", ")}] }
placement: { main: kill-openstack, standby: { cloud: kill-cloudstack, mode: running } }
`;
}

/** A large one has more memory, so its machine is resized, and one more disk. */
export type Size = "small" | "large";

export async function submit({ api }: Stand, name: string): Promise<string> {
  const answer = await api<SubmissionReceipt>("POST", "/workspaces", requirement(name, "small"));
  if (answer.status === 201) return answer.body.workspace.id;
  // The first request may have made it, though its answer was lost.
  const { items } = (await api<{ items: Workspace[] }>("GET", "/workspaces?limit=100")).body;
  const made = items.find((one) => one.name === name);
  if (made === undefined) throw new Error(`the requirement was refused: ${JSON.stringify(answer.body)}`);
  return made.id;
}

export async function change({ api }: Stand, workspaceId: string, name: string, size: Size): Promise<void> {
  const answer = await api("POST", `/workspaces/${workspaceId}/revisions`, requirement(name, size));
  if (answer.status >= 300) throw new Error(`the change was refused: ${JSON.stringify(answer.body)}`);
}

export type Round = "apply" | "destroy" | "repair";

/** One round of a person's work: plan, look, confirm, wait for the ends. Says how each site ended. */
export async function round(stand: Stand, workspaceId: string, kind: Round): Promise<readonly Run[]> {
  return confirm(stand, await planRound(stand, workspaceId, kind));
}

export async function confirm(stand: Stand, planned: readonly Run[]): Promise<readonly Run[]> {
  for (const run of planned.filter(({ status }) => status === "planned")) {
    await stand.api("POST", `/runs/${run.id}/apply`, { confirmName: run.workspaceName });
  }
  return settled(stand, planned, ENDS);
}

export async function planRound(stand: Stand, workspaceId: string, kind: Round): Promise<readonly Run[]> {
  const started = await start(stand, workspaceId, kind);
  return settled(stand, started, [...ENDS, "planned"]);
}

/**
 * What a person does who is told that a run is active: goes on with it, because it may be the very one whose answer was
 * lost; one that is at work already is waited for.
 */
async function start(stand: Stand, workspaceId: string, kind: Round): Promise<readonly Run[]> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const [path, body] = kind === "repair" ? ["repair", {}] : ["runs", { kind }];
    const answer = await stand.api<{ runs: Run[] }>("POST", `/workspaces/${workspaceId}/${path}`, body);
    if (answer.status === 202) return answer.body.runs;
    // The round before did it all, though it did not end well.
    if (answer.status === 404 && JSON.stringify(answer.body).includes("has nothing to destroy")) return [];
    if (answer.status !== 409 || Date.now() > deadline) {
      throw new Error(`${kind} was refused: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    const open = await openRuns(stand, workspaceId);
    if (open.some(({ status }) => status === "planned")) return open;
    await sleep(250);
  }
}

async function openRuns({ api }: Stand, workspaceId: string): Promise<readonly Run[]> {
  const { items } = (await api<{ items: Run[] }>("GET", `/runs?limit=50&workspaceId=${workspaceId}`)).body;
  return items.filter(({ status }) => !ENDS.includes(status));
}

async function settled(stand: Stand, runs: readonly Run[], ends: readonly string[]): Promise<readonly Run[]> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const now: Run[] = [];
    for (const { id } of runs) now.push((await stand.api<Run>("GET", `/runs/${id}`)).body);
    if (now.every(({ status }) => ends.includes(status))) return now;
    if (Date.now() > deadline) throw new Error(`runs stand still: ${wordsOf(now)}`);
    await sleep(200);
  }
}

export function wordsOf(runs: readonly Run[]): string {
  return runs
    .map(({ site, kind, status, failure }) =>
      `${site} ${kind} ${status} ${failure ? `${failure.code}: ${failure.summary}` : ""}`.trim(),
    )
    .join("; ");
}

export function wentWell(runs: readonly Run[]): boolean {
  return runs.every(({ status }) => GOOD.includes(status));
}

export async function uncleanSites({ api }: Stand, workspaceId: string): Promise<readonly string[]> {
  const { body } = await api<RepairReport>("GET", `/workspaces/${workspaceId}/repair`);
  return body.sites.filter(({ condition }) => condition === "unclean").map(({ site }) => site);
}

const FORGOTTEN_WITHIN_MS = 60_000;

/** Removes the workspace itself. The last refusal when it is still there after a minute. */
export async function forget({ api }: Stand, workspaceId: string): Promise<string | null> {
  const deadline = Date.now() + FORGOTTEN_WITHIN_MS;
  for (;;) {
    const { status, body } = await api("DELETE", `/workspaces/${workspaceId}`);
    if ([204, 404].includes(status)) return null;
    if (Date.now() > deadline) return JSON.stringify(body);
    await sleep(500);
  }
}
