import { setTimeout as sleep } from "node:timers/promises";
import type { PowerAction, PowerVerb, SiteKey } from "../../src/contract/index.ts";
import { items, makeSignedClient } from "../sandbox/cloudstack/signed-client.ts";
import { type Row, readOpenstack } from "./cloud-objects.ts";
import type { Stand } from "./stand.ts";

const SITES: readonly SiteKey[] = ["openstack", "cloudstack"];
const VERBS: readonly PowerVerb[] = ["stop", "start", "reboot"];
const PATIENCE_MS = 120_000;
const EVENTS = ["VM.STOP", "VM.START", "VM.REBOOT"];

/**
 * Stops, starts and reboots the machine of each site, as a person does who repeats a request that got no answer. Says
 * what was not as it is promised: every action that was asked for is over, done once, and no other is done.
 */
export async function changePower(stand: Stand, workspaceId: string): Promise<readonly string[]> {
  const before = await Promise.all(SITES.map((site) => actsOn(stand, site)));
  const known = new Set((await actionsOf(stand, workspaceId)).map(({ id }) => id));
  const ends = await Promise.all(SITES.map((site) => onSite(stand, workspaceId, site)));
  const asked = (await actionsOf(stand, workspaceId)).filter(({ id }) => !known.has(id));
  const after = await Promise.all(SITES.map((site) => actsOn(stand, site)));
  const counts = SITES.flatMap((site, index) => {
    const told = asked.filter((one) => one.site === site && one.status === "done" && one.sentAt !== null).length;
    const done = (after[index] ?? 0) - (before[index] ?? 0);
    return told === done ? [] : [`${site}: ${told} power actions are called done, and the cloud did ${done}`];
  });
  const open = asked.filter(({ finishedAt }) => finishedAt === null);
  return [...ends.flat(), ...counts, ...open.map((one) => `unfinished: ${wordsFor(one)}`)];
}

async function onSite(stand: Stand, workspaceId: string, site: SiteKey): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const action of VERBS) {
    const end = await settled(stand, workspaceId, await ask(stand, workspaceId, site, action));
    if (end.status !== "done") wrong.push(`not done: ${wordsFor(end)}`);
  }
  return wrong;
}

/** One that is under way already may be the very one whose answer was lost. */
async function ask(stand: Stand, workspaceId: string, site: SiteKey, action: PowerVerb): Promise<PowerAction> {
  const deadline = Date.now() + PATIENCE_MS;
  const path = `/workspaces/${workspaceId}/sites/${site}/power`;
  for (;;) {
    const answer = await stand.api<PowerAction>("POST", path, { action, accepted: true });
    if (answer.status === 202) return answer.body;
    const open = (await actionsOf(stand, workspaceId)).find((one) => one.site === site && one.finishedAt === null);
    if (answer.status === 409 && open?.action === action) return open;
    if (answer.status !== 409 || Date.now() > deadline) {
      throw new Error(`${action} on ${site} was refused: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    await sleep(250);
  }
}

async function settled(stand: Stand, workspaceId: string, { id }: PowerAction): Promise<PowerAction> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const { body } = await stand.api<PowerAction>("GET", `/workspaces/${workspaceId}/power-actions/${id}`);
    if (body.finishedAt !== null) return body;
    if (Date.now() > deadline) throw new Error(`power stands still: ${wordsFor(body)}`);
    await sleep(200);
  }
}

async function actionsOf({ api }: Stand, workspaceId: string): Promise<readonly PowerAction[]> {
  const { body } = await api<{ items: PowerAction[] }>("GET", `/workspaces/${workspaceId}/power-actions?limit=100`);
  return body.items;
}

/** How many acts stand in the cloud's own history, asked of the cloud itself. */
async function actsOn({ clouds }: Stand, site: SiteKey): Promise<number> {
  if (site === "cloudstack") {
    const client = makeSignedClient(`${clouds.cloudstack}/client/api`);
    const of = async (type: string) =>
      items(await client.run("listEvents", { type, listall: true, pagesize: 500, page: 1 }), "event");
    const events: readonly Row[] = (await Promise.all(EVENTS.map(of))).flat();
    // Each act stands there more than once: asked for, begun, ended.
    return events.filter(({ state }) => state === "Completed").length;
  }
  const { list } = await readOpenstack(clouds.openstack);
  const machines = await list("/compute/v2.1/servers/detail", "servers");
  const histories = await Promise.all(
    machines.map(({ id }) => list(`/compute/v2.1/servers/${String(id)}/os-instance-actions`, "instanceActions")),
  );
  return histories.flat().filter(({ action }) => VERBS.some((verb) => verb === action)).length;
}

function wordsFor({ site, action, status, problem, detail }: PowerAction): string {
  return `${site} ${action} ${status} ${problem ?? ""} ${detail ?? ""}`.trim();
}
