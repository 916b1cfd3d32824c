import { setTimeout as sleep } from "node:timers/promises";
import type { Run } from "../../src/contract/index.ts";
import { listCloudObjects } from "./cloud-objects.ts";
import { type CaseResult, type KillCase, openCase } from "./kill-case.ts";
import type { KillPoint, Phase } from "./kill-point.ts";
import { account, doubled, lostStates, newObjects, type StateMarks, stateMarks, wordsFor } from "./oracle.ts";
import { changePower } from "./power-story.ts";
import type { Stand } from "./stand.ts";
import {
  change,
  confirm,
  forget,
  planRound,
  type Round,
  round,
  submit,
  uncleanSites,
  wentWell,
  wordsOf,
} from "./story.ts";

/** The blows of one machine's life; between two of them everything is proved to be well again. */
export interface Blows {
  /** In its submission or its first apply. */
  readonly first?: KillPoint | undefined;
  readonly changes: readonly KillPoint[];
  /** While both machines are stopped, started and rebooted. */
  readonly power?: readonly KillPoint[];
  readonly destroy?: KillPoint | undefined;
}

const MOST_ROUNDS = 4;
const GONE_WITHIN_MS = 60_000;

/**
 * One machine's life (submit, plan, apply on both clouds, changes, power, destroy) with blows in it, and the proof after each.
 * A case that broke something ends it: its results are those of the cases that were begun.
 */
export async function liveThrough(
  stand: Stand,
  blows: Blows,
  name: string,
  keep: (result: CaseResult) => Promise<void>,
): Promise<readonly CaseResult[]> {
  const baseline = new Set((await listCloudObjects(stand.clouds)).map(({ id }) => id));
  const life = new Life(stand, baseline, name, keep);
  try {
    await life.live(blows);
  } catch (error) {
    if (!(error instanceof BrokenCase)) await life.fail(error instanceof Error ? error.message : String(error));
  }
  return life.results;
}

/** What broke is said already. */
class BrokenCase extends Error {}

class Life {
  readonly results: CaseResult[] = [];
  private readonly stand: Stand;
  private readonly baseline: ReadonlySet<string>;
  private readonly name: string;
  private readonly keep: (result: CaseResult) => Promise<void>;
  private id = "";
  private phase: Phase = "submit";
  private marks: StateMarks = {};
  private current: KillCase | null = null;

  constructor(stand: Stand, baseline: ReadonlySet<string>, name: string, keep: (result: CaseResult) => Promise<void>) {
    this.stand = stand;
    this.baseline = baseline;
    this.name = name;
    this.keep = keep;
  }

  async live({ first, changes, power = [], destroy }: Blows): Promise<void> {
    await this.enter("submit", first);
    this.id = await submit(this.stand, this.name);
    const planned = await planRound(this.stand, this.id, "apply");
    await this.afterStep(planned);
    await this.enter("apply", first);
    const ended = await confirm(this.stand, planned);
    await this.afterStep(ended);
    if (!wentWell(ended)) await this.reach("apply");
    await this.leave();
    for (const [index, point] of changes.entries()) {
      await this.enter("change", point);
      await change(this.stand, this.id, this.name, index % 2 === 0 ? "large" : "small");
      await this.reach("apply");
      await this.leave();
    }
    for (const point of power) {
      await this.enter("power", point);
      const wrong = await changePower(this.stand, this.id);
      this.current?.problems.push(...wrong);
      await this.afterStep([]);
      await this.leave();
    }
    await this.enter("destroy", destroy);
    await this.reach("destroy");
    await this.leaveNothing();
    await this.leave();
  }

  /** What is found wrong outside a case is the work of the one before it. */
  async fail(problem: string): Promise<void> {
    const last = this.results.at(-1);
    if (this.current !== null) {
      this.current.problems.push(problem);
      await this.endCase(this.current);
    } else if (last !== undefined) {
      this.results.splice(-1, 1, { ...last, problems: [...last.problems, problem] });
      await this.keep(this.results.at(-1) ?? last);
    } else throw new Error(problem);
  }

  private async enter(phase: Phase, point: KillPoint | undefined): Promise<void> {
    this.phase = phase;
    if (point?.phase === phase) this.current = await openCase(this.stand, point);
  }

  /** The end of a case: what was to be reached is there, nothing else, and once. */
  private async leave(): Promise<void> {
    const { current } = this;
    if (current === null) return;
    if (current.noted() > 0 && this.phase !== "destroy") {
      const second = await planRound(this.stand, this.id, "apply");
      await this.afterStep(second);
      if (second.some(({ status }) => status !== "planned-and-finished")) {
        current.problems.push(`the second plan is not empty: ${wordsOf(second)} ${changesOf(second)}`);
      }
      current.problems.push(...doubled(await newObjects(this.stand, this.baseline)));
    }
    await this.endCase(current);
    if (current.problems.length > 0) throw new BrokenCase();
  }

  private async endCase(current: KillCase): Promise<void> {
    this.current = null;
    const result = await current.end();
    this.results.push(result);
    await this.keep(result);
  }

  /** Works until both sites are as wanted; each round is a person's, repairing first what is not clean. */
  private async reach(kind: Exclude<Round, "repair">): Promise<void> {
    for (let count = 1; count <= MOST_ROUNDS; count += 1) {
      const repairs = kind === "apply" && count > 1 && (await uncleanSites(this.stand, this.id)).length > 0;
      const ended = await round(this.stand, this.id, repairs ? "repair" : kind);
      await this.afterStep(ended);
      // A repair works on unclean sites alone; the other site may still wait for its apply.
      if (wentWell(ended) && !repairs) return;
    }
    throw new Error(`${this.phase} was not reached in ${MOST_ROUNDS} rounds`);
  }

  /** The proof: at rest after the blow every object is known, no state went back. */
  private async afterStep(runs: readonly Run[]): Promise<void> {
    const { current, stand } = this;
    current?.saw(runs);
    const fallen = (await current?.fallen()) ?? 0;
    if (current !== null && fallen > current.noted()) {
      await Promise.all([stand.service.ready(), stand.worker.ready(), stand.database.ready()]);
      const { unknown, seconds } = await account(stand, this.id, this.baseline);
      current.note(fallen, this.phase, seconds);
      current.problems.push(...unknown.map((one) => `lost: ${one}`));
    }
    const marks = await stateMarks(stand, this.id);
    const lost = lostStates(this.marks, marks);
    this.marks = marks;
    if (current !== null) current.problems.push(...lost);
    else if (lost.length > 0) throw new Error(lost.join("; "));
  }

  private async leaveNothing(): Promise<void> {
    const refused = await forget(this.stand, this.id);
    if (refused !== null) throw new Error(`not forgotten: ${refused}`);
    const deadline = Date.now() + GONE_WITHIN_MS;
    let left = await newObjects(this.stand, this.baseline);
    while (left.length > 0 && Date.now() < deadline) {
      await sleep(1_000);
      left = await newObjects(this.stand, this.baseline);
    }
    if (left.length > 0) throw new Error(`left after destroy: ${left.map(wordsFor).join(", ")}`);
    const fallen = (await this.current?.fallen()) ?? 0;
    if (fallen > (this.current?.noted() ?? 0)) this.current?.note(fallen, "destroy", 0);
  }
}

function changesOf(runs: readonly Run[]): string {
  const changes = runs.flatMap(({ summary }) => summary?.changes ?? []);
  return changes.map(({ address, actions }) => `${address} ${actions.join("+")}`).join(", ");
}
