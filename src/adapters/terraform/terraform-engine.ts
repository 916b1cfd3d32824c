import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type RunFailure, type SiteOutputs, siteKind } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import { effect } from "../../kernel/effect.ts";
import type { Engine, EngineApplyResult, EnginePlanResult, EngineRequest, StoredPlan } from "../../run/ports.ts";
import { type EngineToolchain, engineEnvironment } from "./engine-environment.ts";
import { engineFailure, systemFailure } from "./engine-failure.ts";
import { type EngineJail, encloseEngine, type JailedCommand } from "./engine-jail.ts";
import { hasChanges } from "./has-changes.ts";
import { ERRORED_STATE, keepErroredState } from "./keep-errored-state.ts";
import { makeProviderTemplates } from "./provider-template.ts";
import { type Diagnostic, logLine, readMessage } from "./read-message.ts";
import { recoverRun } from "./recover-run.ts";
import { makePrivateFolder, writeFiles } from "./run-folder.ts";
import { type ProgramEnd, runProgram } from "./run-program.ts";
import { makeRedactor, type Redact } from "./secret-redactor.ts";

export interface TerraformEngineOptions {
  readonly toolchain: EngineToolchain;
  /** Folder of its own for templates, running runs and rescued states; made when missing. */
  readonly workRoot: string;
  /** More variables for the engine, such as a proxy's address; never the service's whole environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** After a gentle cancel Terraform may take this long to finish its calls and save its state. */
  readonly gracePeriodMs?: number;
  /** After that it is told to give up at once, and this much later its whole process group is killed. */
  readonly killAfterMs?: number;
  /** How long a held state lock is waited for. */
  readonly lockTimeoutSeconds?: number;
  /** Around every command; without it the engine sees this machine as the service does. Throws AppError when there must be one and is none. */
  readonly jail?: () => Promise<EngineJail | null>;
  /** Changes the way to the cloud for one phase, where the provider's own way is not safe. */
  readonly tunnel?: (environment: EngineRequest["environment"], folder: string) => Promise<EngineTunnel>;
}

export interface EngineTunnel {
  /** What the engine gets instead of the request's environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Puts the cloud's own address back into a message. */
  readonly restore: (text: string) => string;
  close(): Promise<void>;
}

const DEFAULTS = { gracePeriodMs: 300_000, killAfterMs: 10_000, lockTimeoutSeconds: 10 };
/** An orphaned apply may wait this long for its clouds: the longest wait of a provider for one machine. */
const ORPHAN_PATIENCE_MS = 3_600_000;
const PLAN_FILE = "plan.tfplan";
const LINE_LIMIT = 16_384;
/** Read beyond the limit, so that a secret is seen whole before the line is cut; longer than any of them. */
const LINE_SURPLUS = 4_096;
const PLAN_JSON_LIMIT = 128 * 1024 * 1024;
const KEPT_LINES = 200;
/** CloudStack does one job at a time per virtual router; more calls only wait there and time out. */
const CLOUDSTACK_PARALLELISM = 4;

/** In the jail both are its own `/tmp`. */
const JAIL_PLACES = { home: "/tmp", sockets: "/tmp" };
/** What each command writes in a working directory that is otherwise read-only in the jail. */
const WRITTEN = { init: [], plan: [PLAN_FILE], show: [], apply: [ERRORED_STATE] } as const;

type Phase = "init" | "plan" | "apply";

/** One working directory with everything to run the engine in it. */
interface Workshop {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly redact: Redact;
  readonly request: EngineRequest;
  readonly jail: EngineJail | null;
  /** Folders of the providers outside the working directory; known once it is furnished. */
  readonly providers: readonly string[];
}

/** What a command of the engine left behind. */
interface Outcome extends ProgramEnd {
  readonly diagnostics: readonly Diagnostic[];
  readonly rest: readonly string[];
  readonly outputs: SiteOutputs | null;
}

/** A command that failed, carried out of `init` to the run's result. */
class EngineStop extends AppError {
  readonly failure: RunFailure;

  constructor(failure: RunFailure) {
    super("engine-failed", failure.summary);
    this.failure = failure;
  }
}

/** Terraform or OpenTofu as a child process: one private folder per phase, gone when the phase ends. */
export function makeTerraformEngine(options: TerraformEngineOptions): Engine {
  const { toolchain, workRoot } = options;
  const times = { ...DEFAULTS, ...options };
  const templates = makeProviderTemplates(join(workRoot, "templates"));
  const toolchainKey = JSON.stringify([toolchain.engineKind, toolchain.enginePath, toolchain.cliConfigFile]);

  async function plan(request: EngineRequest): Promise<EnginePlanResult> {
    return inWorkshop(request, "plan", async (workshop): Promise<EnginePlanResult> => {
      const flags = planFlags(request);
      const planned = await run(workshop, "plan", ["plan", "-json", ...common(request), `-out=${PLAN_FILE}`, ...flags]);
      if (planned.stopped !== "no") return { kind: "canceled" };
      if (planned.exitCode !== 0) return { kind: "failed", failure: engineFailure("plan", planned) };
      const [planFile, shown] = await Promise.all([readFile(join(workshop.folder, PLAN_FILE)), show(workshop)]);
      if (shown.end.stopped !== "no") return { kind: "canceled" };
      if (shown.json === undefined) return { kind: "failed", failure: engineFailure("plan", shown.end) };
      return { kind: "planned", planFile, planJson: shown.json, hasChanges: hasChanges(shown.json) };
    });
  }

  async function apply(request: EngineRequest, stored: StoredPlan): Promise<EngineApplyResult> {
    return inWorkshop(request, "apply", async (workshop): Promise<EngineApplyResult> => {
      await effect("file: plan", () => writeFile(join(workshop.folder, PLAN_FILE), stored.planFile, { mode: 0o600 }));
      const applied = await run(workshop, "apply", ["apply", "-json", ...common(request), PLAN_FILE]);
      if (applied.exitCode === 0) return { kind: "applied", outputs: applied.outputs };
      const rescued = await keepErroredState(workRoot, workshop.folder, request.runId);
      if (applied.stopped !== "no" && rescued === null) return { kind: "canceled" };
      const failure = withRescue(engineFailure("apply", applied), rescued);
      return rescued === null
        ? { kind: "failed", failure }
        : { kind: "failed", failure, unsavedState: await readFile(rescued) };
    });
  }

  /** Prepares the folder, does the work and always removes the folder: it holds plan files and cloud-init in clear. */
  async function inWorkshop<T>(
    request: EngineRequest,
    phase: "plan" | "apply",
    work: (workshop: Workshop) => Promise<T>,
  ): Promise<T | { kind: "failed"; failure: RunFailure } | { kind: "canceled" }> {
    const folder = join(workRoot, "runs", `${request.runId}-${phase}`);
    let tunnel: EngineTunnel | undefined;
    try {
      const jail = (await options.jail?.()) ?? null;
      await makePrivateFolder(folder);
      tunnel = await options.tunnel?.(request.environment, folder);
      const env = engineEnvironment(
        toolchain,
        jail === null ? { home: folder, sockets: join(folder, "tmp") } : JAIL_PLACES,
        options.environment ?? {},
        tunnel?.environment ?? request.environment,
      );
      const hide = makeRedactor(request.environment);
      const redact = cutAfter((text) => hide(tunnel?.restore(text) ?? text));
      const workshop = { folder, env, redact, request, jail, providers: [] };
      await writeFiles(folder, request.files);
      const providers = await templates.furnish(folder, {
        files: request.files,
        toolchainKey,
        init: (draft) => init({ ...workshop, folder: draft }),
      });
      if (request.signal.aborted || request.killSignal.aborted) return { kind: "canceled" };
      return await work({ ...workshop, providers });
    } catch (error) {
      if (request.signal.aborted || request.killSignal.aborted) return { kind: "canceled" };
      if (error instanceof EngineStop) return { kind: "failed", failure: error.failure };
      return { kind: "failed", failure: systemFailure("prepare", error) };
    } finally {
      await discard(folder);
      await tunnel?.close();
    }
  }

  async function init(workshop: Workshop): Promise<void> {
    const done = await run(workshop, "init", ["init", "-input=false", "-no-color"]);
    if (done.exitCode !== 0) throw new EngineStop(engineFailure("init", done));
  }

  async function run(workshop: Workshop, phase: Phase, args: readonly string[]): Promise<Outcome> {
    const diagnostics: Diagnostic[] = [];
    const rest: string[] = [];
    let outputs: SiteOutputs | null = null;

    function keep(line: string): void {
      rest.push(workshop.redact(line));
      if (rest.length > KEPT_LINES) rest.shift();
    }

    const end = await runEngine(workshop, phase, args, {
      lineLimit: LINE_LIMIT + LINE_SURPLUS,
      outlives: phase === "apply",
      onStdout(line) {
        const message = readMessage(line, phase, workshop.redact, now);
        if (message.event !== null) workshop.request.onEvent(message.event);
        if (message.diagnostic !== null) diagnostics.push(message.diagnostic);
        outputs = message.outputs ?? outputs;
        if (!line.startsWith("{")) keep(line);
      },
      onStderr(line) {
        keep(line);
        workshop.request.onEvent(logLine(workshop.redact(line), phase, now().toISOString()));
      },
    });
    return { ...end, diagnostics, rest, outputs };
  }

  async function show(workshop: Workshop): Promise<{ readonly json: unknown; readonly end: Outcome }> {
    const text: string[] = [];
    const rest: string[] = [];
    const end = await runEngine(workshop, "show", ["show", "-json", "-no-color", PLAN_FILE], {
      lineLimit: PLAN_JSON_LIMIT,
      onStdout: (line) => text.push(line),
      onStderr: (line) => rest.push(workshop.redact(line)),
    });
    const json: unknown = end.exitCode === 0 ? JSON.parse(text.join("\n")) : undefined;
    return { json, end: { ...end, diagnostics: [], rest, outputs: null } };
  }

  async function runEngine(
    workshop: Workshop,
    phase: JailedCommand["phase"],
    args: readonly string[],
    io: { lineLimit: number; onStdout: (line: string) => void; onStderr: (line: string) => void; outlives?: boolean },
  ): Promise<ProgramEnd> {
    const { signal, killSignal } = workshop.request;
    const enclosure =
      workshop.jail &&
      (await encloseEngine(workshop.jail, {
        ...{ enginePath: toolchain.enginePath, cliConfigFile: toolchain.cliConfigFile, folder: workshop.folder },
        ...{ providers: workshop.providers, phase, writable: WRITTEN[phase], outlives: io.outlives === true },
      }));
    return runProgram({
      enclosure,
      file: toolchain.enginePath,
      args,
      cwd: workshop.folder,
      env: workshop.env,
      signal,
      killSignal,
      gracePeriodMs: times.gracePeriodMs,
      killAfterMs: times.killAfterMs,
      ...io,
    });
  }

  function common(request: EngineRequest): readonly string[] {
    const parallelism = siteKind(request.site) === "cloudstack" ? [`-parallelism=${CLOUDSTACK_PARALLELISM}`] : [];
    return ["-input=false", "-no-color", `-lock-timeout=${times.lockTimeoutSeconds}s`, ...parallelism];
  }

  return {
    plan,
    apply,
    recover: ({ runId, signal, killSignal }) =>
      recoverRun({
        ...{ workRoot, runId, signal, killSignal },
        patienceMs: ORPHAN_PATIENCE_MS,
        gracePeriodMs: times.gracePeriodMs,
      }),
  };
}

function planFlags({ kind, refreshOnly }: EngineRequest): readonly string[] {
  if (refreshOnly === true) return ["-refresh-only", "-lock=false"];
  return kind === "destroy" ? ["-destroy"] : [];
}

/** A state that could not even be moved away (a full disk) stays where it is; the next start tries again. */
async function discard(folder: string): Promise<void> {
  const left = await stat(join(folder, ERRORED_STATE)).then(
    ({ size }) => size > 0,
    () => false,
  );
  if (!left) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}

function withRescue(failure: RunFailure, rescued: string | null): RunFailure {
  if (rescued === null) return failure;
  return {
    ...failure,
    code: "state-not-saved",
    summary: "Terraform could not save its state",
    detail: `The state was kept in ${rescued}. ${failure.detail}`,
    remedy: "Restore the kept state before planning again, so that nothing is made twice.",
  };
}

function cutAfter(redact: Redact): Redact {
  return (text) => {
    const clean = redact(text);
    return clean.length > LINE_LIMIT ? `${clean.slice(0, LINE_LIMIT)} … (cut)` : clean;
  };
}

function now(): Date {
  return new Date();
}
