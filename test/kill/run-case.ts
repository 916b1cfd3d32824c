import { setTimeout as sleep } from "node:timers/promises";
import type { Run } from "../../src/contract/index.ts";
import { listCloudObjects } from "./cloud-objects.ts";
import { type KillPoint, pointName } from "./kill-point.ts";
import { account, doubled, lostStates, newObjects, type StateMarks, stateMarks, wordsFor } from "./oracle.ts";
import type { Stand } from "./stand.ts";
import { change, planRound, type Round, round, submit, uncleanSites, wentWell, wordsOf } from "./story.ts";
import { arm, type Strike } from "./strike.ts";

export interface CaseResult {
  readonly point: string;
  /** Part of the story the blow fell in; null when the point was never passed. */
  readonly phase: string | null;
  readonly problems: readonly string[];
  /** From the end of the runs until every object was known. */
  readonly knownAfterSeconds: number | null;
  /** Rounds of work after the blow until the wanted machines were there, or gone. */
  readonly rounds: number;
  readonly deaths: Readonly<Record<string, number>>;
  readonly seconds: number;
}

const MOST_ROUNDS = 4;
const GONE_WITHIN_MS = 60_000;

/** One machine's life (submit, plan, apply on both clouds, change, destroy) with one blow in it, and the proof after it. */
export async function runCase(stand: Stand, point: KillPoint, name: string): Promise<CaseResult> {
  const began = performance.now();
  const deaths = deathsOf(stand);
  const life = new Life(
    stand,
    await arm(stand, point),
    new Set((await listCloudObjects(stand.clouds)).map(({ id }) => id)),
  );
  try {
    await life.live(name);
  } catch (error) {
    life.problems.push(error instanceof Error ? error.message : String(error));
  }
  await life.strike.disarm();
  const now = deathsOf(stand);
  return {
    point: pointName(point),
    phase: life.phaseOfBlow,
    problems: life.problems,
    knownAfterSeconds: life.knownAfterSeconds,
    rounds: life.rounds,
    deaths: Object.fromEntries(Object.entries(now).map(([who, count]) => [who, count - (deaths[who] ?? 0)])),
    seconds: Math.round((performance.now() - began) / 1_000),
  };
}

function deathsOf({ service, worker, database }: Stand): Readonly<Record<string, number>> {
  return { service: service.deaths(), worker: worker.deaths(), database: database.deaths() };
}

class Life {
  readonly stand: Stand;
  readonly strike: Strike;
  readonly baseline: ReadonlySet<string>;
  readonly problems: string[] = [];
  phaseOfBlow: string | null = null;
  knownAfterSeconds: number | null = null;
  rounds = 0;
  private marks: StateMarks = {};

  constructor(stand: Stand, strike: Strike, baseline: ReadonlySet<string>) {
    this.stand = stand;
    this.strike = strike;
    this.baseline = baseline;
  }

  async live(name: string): Promise<void> {
    const id = await submit(this.stand, name);
    await this.afterStep(id, "submit");
    await this.reach(id, "apply", "apply");
    if (this.phaseOfBlow === null) {
      await change(this.stand, id, name);
      await this.reach(id, "apply", "change");
    }
    const second = await planRound(this.stand, id, "apply");
    await this.afterStep(id, "second plan");
    if (second.some(({ status }) => status !== "planned-and-finished") && this.phaseOfBlow !== "second plan") {
      this.problems.push(`the second plan is not empty: ${wordsOf(second)} ${changesOf(second)}`);
    }
    this.problems.push(...doubled(await newObjects(this.stand, this.baseline)));
    await this.reach(id, "destroy", "destroy");
    await this.leaveNothing(id);
  }

  /** Works until both sites are as wanted; each round is a person's, repairing first what is not clean. */
  private async reach(id: string, kind: Exclude<Round, "repair">, phase: string): Promise<void> {
    for (let count = 1; count <= MOST_ROUNDS; count += 1) {
      const struck = this.phaseOfBlow !== null;
      const repairs = kind === "apply" && count > 1 && (await uncleanSites(this.stand, id)).length > 0;
      const ended = await round(this.stand, id, repairs ? "repair" : kind);
      if (struck) this.rounds += 1;
      await this.afterStep(id, phase);
      if (!wentWell(ended)) continue;
      // A repair works on unclean sites alone; the other site may still wait for its apply.
      if (!repairs) return;
    }
    this.problems.push(`${phase} was not reached in ${MOST_ROUNDS} rounds`);
  }

  /** The proof: at rest after the blow every object is known, no state went back. */
  private async afterStep(id: string, phase: string): Promise<void> {
    const fell = await this.strike.fell();
    if (fell && this.phaseOfBlow === null) {
      this.phaseOfBlow = phase;
      await Promise.all([this.stand.service.ready(), this.stand.worker.ready()]);
      const { unknown, seconds } = await account(this.stand, id, this.baseline);
      this.knownAfterSeconds = seconds;
      this.problems.push(...unknown.map((one) => `lost: ${one}`));
    }
    const marks = await stateMarks(this.stand, id);
    this.problems.push(...lostStates(this.marks, marks));
    this.marks = marks;
  }

  private async leaveNothing(id: string): Promise<void> {
    const deadline = Date.now() + GONE_WITHIN_MS;
    let removed = await this.stand.api("DELETE", `/workspaces/${id}`);
    while (![204, 404].includes(removed.status) && Date.now() < deadline) {
      await sleep(1_000);
      removed = await this.stand.api("DELETE", `/workspaces/${id}`);
    }
    if (![204, 404].includes(removed.status)) this.problems.push(`not forgotten: ${JSON.stringify(removed.body)}`);
    let left = await newObjects(this.stand, this.baseline);
    while (left.length > 0 && Date.now() < deadline) {
      await sleep(1_000);
      left = await newObjects(this.stand, this.baseline);
    }
    this.problems.push(...left.map((one) => `left after destroy: ${wordsFor(one)}`));
  }
}

function changesOf(runs: readonly Run[]): string {
  const changes = runs.flatMap(({ summary }) => summary?.changes ?? []);
  return changes.map(({ address, actions }) => `${address} ${actions.join("+")}`).join(", ");
}
