import type { Cloud, ServiceStatus } from "../../contract/index.ts";
import { CliError, EXIT } from "../cli-error.ts";
import { type Context, type Items, printJson } from "../context.ts";

interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly detail: string;
}

interface Readiness {
  readonly status: string;
  readonly waitingFor: readonly string[];
}

/** Says step by step whether this command line can reach a working service, and which clouds it sees. */
export async function doctor(context: Context): Promise<void> {
  const { settings } = context.api;
  const findings: Finding[] = [
    { what: "service address", ok: true, detail: `${settings.url} (from ${settings.urlSource})` },
    {
      what: "token",
      ok: settings.token !== null,
      detail: settings.token === null ? "none; set TWINSTACK_TOKEN" : `from ${settings.tokenSource}`,
    },
  ];
  const alive = await check(findings, "service answers", async () => {
    await context.api.get("/livez");
    return "yes";
  });
  if (alive) {
    await check(findings, "service is ready", async () => readiness(await context.api.get<Readiness>("/readyz")));
    await check(findings, "token is accepted", async () =>
      statusWords(await context.api.get<ServiceStatus>("/api/v1/status")),
    );
    await check(findings, "workers", async () =>
      workerWords((await context.api.get<ServiceStatus>("/api/v1/status")).workers),
    );
    await check(findings, "engine sandbox", async () =>
      sandboxWords((await context.api.get<ServiceStatus>("/api/v1/status")).engineSandbox),
    );
    await check(findings, "clouds", async () => {
      const { items } = await context.api.get<Items<Cloud>>("/api/v1/clouds");
      if (items.length === 0)
        throw new CliError("no-cloud", "none is registered", "npx twinstack clouds add FILE", EXIT.failed);
      return items.map((cloud) => `${cloud.name}: ${cloud.status}`).join(", ");
    });
  }
  if (context.json) printJson(context, { findings });
  else
    for (const finding of findings)
      context.terminal.out(`${finding.ok ? "ok     " : "MISSING"} ${finding.what}: ${finding.detail}`);
  if (findings.some((finding) => !finding.ok))
    throw new CliError("doctor", "Something is missing", "See the lines marked MISSING.", EXIT.failed);
}

function readiness({ status, waitingFor }: Readiness): string {
  return waitingFor.length === 0 ? status : `${status}, waiting for ${waitingFor.join(", ")}`;
}

function workerWords(workers: ServiceStatus["workers"]): string {
  const living = workers.filter(({ state }) => state === "alive");
  if (living.length === 0) {
    throw new CliError("no-worker", "none is running, so no run goes on", "npm run worker", EXIT.failed);
  }
  const told = living.map(({ host, active, concurrency }) => `${host}: ${active} of ${concurrency} runs`);
  const lost = workers.length - living.length;
  return [...told, ...(lost === 0 ? [] : [`${lost} stopping or lost in the last day`])].join(", ");
}

function statusWords({ name, version, engine, sandbox }: ServiceStatus): string {
  const clouds = sandbox ? "the clouds are sandboxes, no real machine is made" : "real clouds";
  const runs = engine === null ? "no engine found: npm run doctor" : `${engine.kind} ${engine.version}`;
  return `${name} ${version}, ${runs}, ${clouds}`;
}

function sandboxWords({ state, reason, gaps }: ServiceStatus["engineSandbox"]): string {
  if (state === "refused") {
    throw new CliError("engine-sandbox-missing", String(reason), "See docs/engine-sandbox.md", EXIT.failed);
  }
  if (state !== "on") return `${state}: ${reason}; see docs/engine-sandbox.md`;
  return `on; it does not hold back: ${gaps.join("; ")}`;
}

async function check(findings: Finding[], what: string, look: () => Promise<string>): Promise<boolean> {
  try {
    findings.push({ what, ok: true, detail: await look() });
    return true;
  } catch (error) {
    const detail = error instanceof CliError ? `${error.message}. ${error.remedy}` : String(error);
    findings.push({ what, ok: false, detail });
    return false;
  }
}
