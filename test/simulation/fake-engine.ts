import { type RunFailure, siteKind } from "../../src/contract/index.ts";
import type { Engine, EngineApplyResult, EnginePlanResult, EngineRequest, NewRunEvent } from "../../src/run/ports.ts";
import { type PlanEntry, planJson } from "../_helpers/plan-json.ts";
import { SAMPLE_OUTPUTS } from "../_helpers/terraform-data.ts";
import { CloudTrouble } from "./fake-cloud.ts";
import { type Action, type ApplyEnd, type Desired, makeFakeTerraform, type SavedPlan } from "./fake-terraform.ts";
import type { Moment } from "./kill-points.ts";
import type { Machine } from "./machine.ts";
import { makeStateClient } from "./state-client.ts";
import type { KnownObject } from "./state-document.ts";
import { makeVirtualProcess, type VirtualProcess } from "./virtual-process.ts";
import { readStack } from "./workspaces.ts";
import type { World } from "./world.ts";

/** After a gentle stop the engine may take this long; then its process group is killed. */
const GRACE_MS = 60_000;

/** Terraform's process as a worker starts, stops and finds it. */
export function makeFakeEngine(world: World, worker: VirtualProcess, machine: Machine): Engine {
  const { scheduler, random, trace, oracle, kills } = world;

  /** Runs `work` in a process of its own; `ended` is told in the worker, if that lives. */
  function start<T>(
    request: EngineRequest,
    phase: "plan" | "apply",
    work: (terraform: ReturnType<typeof makeFakeTerraform>) => Promise<T>,
    ended: (outcome: { readonly result: T } | { readonly error: unknown } | null, stopped: boolean) => void,
  ): void {
    const child = makeVirtualProcess(scheduler, `${phase}:${request.runId.slice(0, 4)}:${worker.name}`, machine.name);
    // A pipe keeps the order of what is written into it.
    const written: NewRunEvent[] = [];
    let stopped = false;
    let over = false;
    let tellStop: () => void = () => undefined;
    const stopAsked = new Promise<void>((resolve) => {
      tellStop = resolve;
    });

    const struck = (what: "starts" | "ends", moment: Moment) =>
      kills.passes(`worker | engine: ${phase} ${what}`, moment, worker);

    function finish(outcome: { readonly result: T } | { readonly error: unknown } | null): void {
      if (over) return;
      struck("ends", "before");
      if (over) return;
      over = true;
      child.kill();
      machine.forget(request.runId, phase);
      trace.add(
        scheduler.now(),
        child.name,
        outcome === null ? "killed" : "error" in outcome ? String(outcome.error) : "ended",
      );
      oracle.engineEnded(request.runId);
      struck("ends", "request lost");
      scheduler.at(random.whole(1, 20), () => {
        struck("ends", "answer lost");
        worker.deliver(() => ended(outcome, stopped));
      });
    }

    const stop = () => {
      if (stopped || over) return;
      stopped = true;
      child.deliver(() => tellStop());
      scheduler.at(GRACE_MS, () => finish(null));
    };
    const kill = () => {
      stopped = true;
      finish(null);
    };

    let providerIsGone = false;
    let endProvider: (why: Error) => void = () => undefined;
    const providerEnd = new Promise<never>((_resolve, reject) => {
      endProvider = reject;
    });
    // Heard only by the calls that wait for it.
    providerEnd.catch(() => undefined);
    const crashProvider = () => {
      providerIsGone = true;
      child.deliver(() => endProvider(new CloudTrouble("the plugin does not answer")));
    };

    machine.remember({
      ...{ runId: request.runId, phase, worker, process: child, stop, kill, crashProvider },
      crash: () => finish(null),
    });
    if (request.signal.aborted) stop();
    request.signal.addEventListener("abort", stop, { once: true });
    if (request.killSignal.aborted) kill();
    request.killSignal.addEventListener("abort", kill, { once: true });
    const terraform = makeFakeTerraform({
      child,
      state: makeStateClient(world, child, request.environment),
      cloud: world.clouds[siteKind(request.site)],
      random,
      now: scheduler.now,
      workspaceId: request.workspaceId,
      runId: request.runId,
      say(event) {
        oracle.engineSaid(request.runId, event, worker);
        written.push(event);
        scheduler.at(1, () =>
          worker.deliver(() => {
            const next = written.shift();
            if (next !== undefined) request.onEvent(next);
          }),
        );
      },
      stopAsked,
      isStopping: () => stopped,
      provider: { isGone: () => providerIsGone, end: providerEnd },
    });
    // The engine's own start takes its time.
    child.after(random.whole(40, 400), () => {
      if (struck("starts", "request lost")) finish(null);
      if (over) return;
      work(terraform).then(
        (result) => child.deliver(() => finish({ result })),
        (error) => child.deliver(() => finish({ error })),
      );
      struck("starts", "answer lost");
    });
  }

  function diesBefore(phase: "plan" | "apply"): boolean {
    kills.passes(`worker | engine: ${phase} starts`, "before", worker);
    return worker.life() === "dead";
  }

  return {
    plan: (request) =>
      new Promise<EnginePlanResult>((resolve) => {
        if (diesBefore("plan")) return;
        oracle.engineStarts(request, "plan", worker, null);
        start(
          request,
          "plan",
          (terraform) => terraform.plan(request.kind, desiredIn(request.files)),
          (outcome, stopped) => {
            if (stopped) resolve({ kind: "canceled" });
            else if (outcome !== null && "result" in outcome) resolve(planned(outcome.result));
            else resolve({ kind: "failed", failure: failureOf("plan", outcome === null ? "killed" : outcome.error) });
          },
        );
      }),

    apply: (request, stored) =>
      new Promise<EngineApplyResult>((resolve) => {
        if (diesBefore("apply")) return;
        oracle.engineStarts(request, "apply", worker, stored);
        const saved: SavedPlan = JSON.parse(Buffer.from(stored.planFile).toString("utf8"));
        start(
          request,
          "apply",
          async (terraform) => {
            const end = await terraform.apply(saved);
            // `errored.tfstate` lies in the working folder, whoever looks for it.
            if (!end.ok && end.unsaved !== null) machine.leave(request.runId, end.unsaved);
            oracle.applyEnded(request.runId, end);
            return end;
          },
          (outcome, stopped) => resolve(applied(outcome, stopped)),
        );
      }),

    recover({ runId, signal, killSignal }) {
      const engine = machine.engineOf(runId, "apply");
      const wasHere = engine !== null || machine.wasHere(runId);
      if (engine !== null) {
        signal.addEventListener("abort", engine.stop, { once: true });
        killSignal.addEventListener("abort", engine.kill, { once: true });
        if (signal.aborted) engine.stop();
        if (killSignal.aborted) engine.kill();
      }
      return new Promise((resolve) => {
        const look = () => {
          if (machine.engineOf(runId, "apply") !== null) worker.after(500, look);
          else resolve({ wasHere, state: machine.left(runId) });
        };
        worker.after(random.whole(1, 50), look);
      });
    },
  };
}

/** The synthesized site, as the world's `synthesize` writes it. */
function desiredIn(files: Readonly<Record<string, string>>): Desired {
  return readStack(files["cdk.tf.json"] ?? "{}");
}

/** Terraform tells of what stays as it is too, and says nothing of what its state knows and the cloud does not. */
function planned(saved: SavedPlan): EnginePlanResult {
  const changed = new Set(saved.actions.map(({ address }) => address));
  const kept = saved.objects.filter(({ address }) => !changed.has(address)).map(stays);
  return {
    kind: "planned",
    planFile: Buffer.from(JSON.stringify(saved)),
    planJson: planJson([...saved.actions.map(entryOf), ...kept]),
    hasChanges: saved.actions.length > 0,
  };
}

function stays({ address, spec }: KnownObject): PlanEntry {
  const [type = "", name = ""] = address.split(".");
  return { type, name, actions: ["no-op"], before: { ...spec }, after: { ...spec } };
}

const WORDS = {
  create: ["create"],
  update: ["update"],
  delete: ["delete"],
  replace: ["delete", "create"],
} as const;

function entryOf({ what, address, spec }: Action): PlanEntry {
  const [type = "", name = ""] = address.split(".");
  const fields = spec === null ? {} : { ...spec };
  return {
    type,
    name,
    actions: WORDS[what],
    before: what === "create" ? null : {},
    after: what === "delete" ? null : fields,
  };
}

function applied(
  outcome: { readonly result: ApplyEnd } | { readonly error: unknown } | null,
  stopped: boolean,
): EngineApplyResult {
  if (outcome === null) {
    return stopped ? { kind: "canceled" } : { kind: "failed", failure: failureOf("apply", "killed") };
  }
  if ("error" in outcome) return { kind: "failed", failure: failureOf("apply", outcome.error) };
  const end = outcome.result;
  if (end.ok) return { kind: "applied", outputs: SAMPLE_OUTPUTS };
  if (stopped && end.unsaved === null) return { kind: "canceled" };
  const failure = failureOf("apply", end.why, end.unsaved === null ? "engine-failed" : "state-not-saved");
  return { kind: "failed", failure, ...(end.unsaved !== null && { unsavedState: end.unsaved }) };
}

function failureOf(phase: "plan" | "apply", why: unknown, code: RunFailure["code"] = "engine-failed"): RunFailure {
  const detail = why instanceof Error ? why.message : String(why);
  return { code, phase, summary: "Terraform failed", detail, remedy: "Plan again.", diagnostics: [] };
}
