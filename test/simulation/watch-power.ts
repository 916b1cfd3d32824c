import type { PowerVerb, SiteKey } from "../../src/contract/index.ts";
import type { PowerClaim, PowerEnd, PowerRecord } from "../../src/power/index.ts";
import type { RunRecord } from "../../src/run/index.ts";
import type { FakeMachinePower } from "./fake-machine-power.ts";
import type { Oracle } from "./followed-run.ts";
import type { Scheduler } from "./scheduler.ts";
import type { VirtualProcess } from "./virtual-process.ts";

/** Watches power from outside: what was asked for, what each cloud did, and what was told afterwards. */
export interface PowerWatch {
  /** How many are not over. */
  open(): number;
  count(): number;
  isOpenOn(run: Pick<RunRecord, "workspaceId" | "site">): boolean;
  created(record: PowerRecord): void;
  claimed(by: VirtualProcess, claim: PowerClaim, leaseSeconds: number): void;
  claimUnheard(id: string): void;
  renewed(id: string, leaseSeconds: number): void;
  noted(by: VirtualProcess, id: string): void;
  /** Whoever brings about that a worker falls asleep between its note and the call. */
  onNoted(listener: (by: VirtualProcess) => void): void;
  ended(id: string, end: PowerEnd): void;
  /** A run begins to plan or to apply. */
  runBegins(run: RunRecord): void;
  /** A cloud begins an act. */
  began(from: VirtualProcess, machine: string, verb: PowerVerb): void;
  /** A worker says that it has stopped well. */
  workerLeft(process: VirtualProcess): void;
}

export interface PowerWatchParts {
  readonly scheduler: Scheduler;
  readonly oracle: () => Oracle;
  readonly calm: boolean;
  readonly power: (site: SiteKey) => FakeMachinePower;
  readonly healthyFor: (process: VirtualProcess) => number | null;
}

interface Followed {
  readonly record: PowerRecord;
  readonly askedAt: number;
  owner: VirtualProcess | null;
  leasedUntil: number;
  unheard: boolean;
  isNoted: boolean;
  begun: number;
  end: PowerEnd | null;
}

const WORKING = ["planning", "applying"];
const WAITING = ["pending", "confirmed"];
/** After five minutes nobody tells a cloud any more; a request that has left then still arrives. */
const LATEST_MS = 305_000;
/** In a calm history: a notification's way, a few looks, and the cloud's own time. */
const CALM_END_MS = 30_000;

export function makePowerWatch(parts: PowerWatchParts): PowerWatch {
  const { scheduler, calm } = parts;
  const all = new Map<string, Followed>();
  let heardNote: (by: VirtualProcess) => void = () => undefined;
  const blame = (what: string) => parts.oracle().blame(what);

  function of(id: string): Followed {
    const found = all.get(id);
    if (found === undefined) throw new Error(`Nobody asked for power action ${id}.`);
    return found;
  }

  function runsOn({ workspaceId, site }: Pick<RunRecord, "workspaceId" | "site">) {
    return [...parts.oracle().runs().values()].filter(
      ({ run }) => run.workspaceId === workspaceId && run.site === site,
    );
  }

  const openOn = ({ workspaceId, site }: Pick<RunRecord, "workspaceId" | "site">) =>
    [...all.values()].filter(
      ({ record, end }) => end === null && record.workspaceId === workspaceId && record.site === site,
    );

  function judgeEnd({ record, begun, askedAt }: Followed, { status, problem }: PowerEnd): void {
    const what = nameOf(record);
    const state = parts.power(record.site).stateOf(record.instanceId);
    const isThere = state === (record.action === "stop" ? "stopped" : "running");
    if (status === "done" && !isThere) blame(`${what} is called done, and the machine is ${state}`);
    if (status === "done" && record.action === "reboot" && begun === 0) blame(`${what} is called done and was not`);
    if (status === "failed" && begun > 0 && state !== null) blame(`${what} is called failed (${problem}) and was done`);
    if (status === "canceled" && begun > 0) blame(`${what} was taken back and is done`);
    const isPeoples = problem === "wrong-power-state" || problem === "no-machine";
    if (calm && status !== "done" && status !== "canceled" && !isPeoples)
      blame(`${what} ended as ${status} (${problem}) in fair weather`);
    if (calm && scheduler.now() - askedAt > CALM_END_MS) blame(`${what} took ${scheduler.now() - askedAt} ms`);
  }

  return {
    open: () => [...all.values()].filter(({ end }) => end === null).length,
    count: () => all.size,
    isOpenOn: (run) => openOn(run).length > 0,

    created(record) {
      if (openOn(record).length > 0) blame(`${nameOf(record)} begins beside another one`);
      const busy = runsOn(record).find(({ run }) => WORKING.includes(run.status) || WAITING.includes(run.status));
      if (busy !== undefined) blame(`${nameOf(record)} was let in beside a run that is ${busy.run.status}`);
      const unclaimed = { owner: null, leasedUntil: -1, unheard: false, isNoted: false, begun: 0, end: null };
      all.set(record.id, { record, askedAt: scheduler.now(), ...unclaimed });
    },

    claimed(by, { record }, leaseSeconds) {
      const known = of(record.id);
      if (known.owner !== null && scheduler.now() < known.leasedUntil)
        blame(`${nameOf(record)} was claimed by ${by.name} while ${known.owner.name} still holds it`);
      Object.assign(known, { owner: by, leasedUntil: scheduler.now() + leaseSeconds * 1_000, unheard: false });
    },

    claimUnheard(id) {
      of(id).unheard = true;
    },

    renewed(id, leaseSeconds) {
      const known = of(id);
      known.leasedUntil = leaseSeconds > 0 ? scheduler.now() + leaseSeconds * 1_000 : -1;
      if (leaseSeconds <= 0) known.owner = null;
    },

    noted(by, id) {
      of(id).isNoted = true;
      heardNote(by);
    },

    onNoted(listener) {
      heardNote = listener;
    },

    ended(id, end) {
      const known = of(id);
      if (known.end !== null) blame(`${nameOf(known.record)} ended twice`);
      judgeEnd(known, end);
      known.end = end;
      // What waited for this begins to wait for a worker only now.
      for (const followed of runsOn(known.record))
        if (WAITING.includes(followed.run.status)) followed.waitingSince = scheduler.now();
    },

    runBegins(run) {
      const [power] = openOn(run);
      if (power !== undefined) blame(`run ${run.id.slice(0, 8)} begins beside ${nameOf(power.record)}`);
    },

    began(from, machine, verb) {
      const known = [...all.values()].find(({ record, end }) => end === null && record.instanceId === machine);
      if (known === undefined) {
        blame(`${from.name} tells a cloud to ${verb} ${machine} for nobody`);
        return;
      }
      known.begun += 1;
      const what = nameOf(known.record);
      if (known.record.action !== verb) blame(`${from.name} tells a cloud to ${verb} ${machine} beside ${what}`);
      if (!known.isNoted) blame(`${what} is done before it was noted`);
      if (known.begun > 1) blame(`${what} is done twice`);
      if (scheduler.now() - known.askedAt > LATEST_MS)
        blame(`${what} is done ${scheduler.now() - known.askedAt} ms later`);
      const busy = runsOn(known.record).find(({ run }) => WORKING.includes(run.status));
      if (busy !== undefined) blame(`${what} is done while run ${busy.run.id.slice(0, 8)} is ${busy.run.status}`);
    },

    workerLeft(process) {
      if ((parts.healthyFor(process) ?? 0) < 20_000) return;
      for (const { record, owner, leasedUntil, unheard, end } of all.values())
        if (end === null && owner === process && !unheard && leasedUntil > scheduler.now())
          blame(`${process.name} left and keeps ${nameOf(record)}`);
    },
  };
}

function nameOf({ action, id, instanceId }: PowerRecord): string {
  return `${action} ${id.slice(0, 8)} of ${instanceId}`;
}
