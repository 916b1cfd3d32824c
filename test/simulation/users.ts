import { AppError } from "../../src/kernel/app-error.ts";
import type { RunRecord } from "../../src/run/index.ts";
import type { VirtualProcess } from "./virtual-process.ts";
import type { VirtualWorkspace } from "./workspaces.ts";
import type { World } from "./world.ts";

/** People who do what they like, until they are told to stop; then they only finish what they began. */
export interface Users {
  /** From now on nobody starts anything new, and what waits for a person gets one. */
  settleDown(): void;
  /** Starts an apply on everything; the answer comes with time. */
  applyAll(): void;
  /** Whether somebody still waits for an answer that can come. */
  waiting(): boolean;
}

const ACTIVE = ["pending", "planning", "planned", "confirmed", "applying"];

export function makeUsers(world: World, restless: boolean): Users {
  const { scheduler, random, oracle, trace } = world;
  let settled = false;
  let asking: VirtualProcess[] = [];
  const beganWaiting = new Map<string, number>();

  /** A request to the service; only its known refusals are an answer, anything else is a defect of ours. */
  function ask(what: string, request: () => Promise<unknown>): void {
    const { process } = world.service();
    asking.push(process);
    const answered = () => asking.splice(asking.indexOf(process), 1);
    process.deliver(() => {
      request().then(
        () => {
          answered();
          trace.add(scheduler.now(), "user", `${what} = done`);
        },
        (error) => {
          answered();
          trace.add(scheduler.now(), "user", `${what} = ${error instanceof AppError ? error.code : String(error)}`);
          if (!(error instanceof AppError)) oracle.blame(`a user met a defect: ${error?.stack ?? String(error)}`);
        },
      );
    });
  }

  function runsOf(workspace: VirtualWorkspace): readonly RunRecord[] {
    const followed = [...oracle.runs().values()].map(({ run }) => run);
    return followed.filter((run) => run.workspaceId === workspace.id && ACTIVE.includes(run.status));
  }

  function start(workspace: VirtualWorkspace, kind: "apply" | "destroy", autoApply: boolean): void {
    const { ownerId, id } = workspace;
    const request = { kind, autoApply };
    ask(`${kind} ${workspace.name}`, () =>
      world.service().startRuns({ ownerId, createdBy: ownerId, workspaceId: id, request }),
    );
  }

  function confirm(run: RunRecord): void {
    const { ownerId, id: runId, workspaceName: confirmName } = run;
    ask(`confirm ${runId.slice(0, 8)}`, () => world.service().confirmRun({ ownerId, runId, confirmName }));
  }

  function discard({ ownerId, id }: RunRecord): void {
    ask(`discard ${id.slice(0, 8)}`, () => world.service().discardRun(ownerId, id));
  }

  function cancel(run: RunRecord, force: boolean): void {
    ask(`cancel ${run.id.slice(0, 8)} ${force ? "by force" : "gently"}`, () =>
      world.service().cancelRun(run.ownerId, run.id, force),
    );
  }

  function act(workspace: VirtualWorkspace): void {
    const active = runsOf(workspace);
    const waiting = active.find(({ status }) => status === "planned");
    if (waiting !== undefined && random.chance(0.8)) {
      if (random.chance(0.85)) confirm(waiting);
      else discard(waiting);
      return;
    }
    if (active.length > 0 && random.chance(restless ? 0.3 : 0.1)) {
      const run = random.pick(active);
      cancel(run, random.chance(0.1));
      // Whoever has no patience presses again.
      if (random.chance(0.5)) scheduler.at(random.whole(300, 4_000), () => cancel(run, true));
      return;
    }
    // Now and then somebody asks although the site is busy: that must be refused, not break anything.
    if (active.length > 0 && random.chance(0.9)) return;
    if (random.chance(0.15)) {
      start(workspace, "destroy", false);
      return;
    }
    if (random.chance(0.6)) world.workspaces.change(workspace);
    start(workspace, "apply", random.chance(0.4));
  }

  function live(workspace: VirtualWorkspace): void {
    scheduler.at(random.whole(300, 6_000), () => {
      if (settled) return;
      act(workspace);
      live(workspace);
    });
  }

  /** Whoever waits for a person gets a yes; what does not end by itself is canceled, at last by force. */
  function finish(): void {
    for (const { run } of oracle.runs().values()) {
      if (!ACTIVE.includes(run.status)) continue;
      const since = beganWaiting.get(run.id) ?? scheduler.now();
      beganWaiting.set(run.id, since);
      const waited = scheduler.now() - since;
      if (run.status === "planned" && waited < 20_000) confirm(run);
      // Its state has moved on: nobody can confirm it any more.
      else if (run.status === "planned") discard(run);
      else if (waited > 180_000) cancel(run, run.cancelRequested !== "no");
      else if (waited > 90_000 && run.cancelRequested === "no") cancel(run, false);
    }
    scheduler.at(4_000, finish);
  }

  function waiting(): boolean {
    asking = asking.filter((process) => process.life() !== "dead");
    return asking.length > 0;
  }

  for (const workspace of world.workspaces.all) live(workspace);

  return {
    waiting,
    settleDown() {
      if (settled) return;
      settled = true;
      finish();
    },
    applyAll() {
      for (const workspace of world.workspaces.all) start(workspace, "apply", false);
    },
  };
}
