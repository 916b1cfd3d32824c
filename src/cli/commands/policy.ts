import type { Command } from "commander";
import type { Policy, PolicyRequest } from "../../contract/index.ts";
import { type Context, findWorkspace, printJson } from "../context.ts";
import { plainTime, renderTable } from "../table.ts";

interface PolicyFlags {
  readonly changes?: string;
  readonly drift?: string;
  readonly window?: string;
  readonly minutes?: string;
  readonly zone?: string;
  readonly stop?: string;
  readonly start?: string;
  readonly maintenance?: string;
}

const CHANGES: Readonly<Record<Policy["changes"], string>> = {
  ask: "ask: a person approves every plan",
  safe: "safe: what interrupts nothing is applied by itself",
  restarts: "restarts: in the window also what interrupts for a moment",
};
const DRIFT: Readonly<Record<Policy["drift"], string>> = {
  tell: "tell: a person puts it right",
  "correct-safe": "correct-safe: what costs nobody a moment is put right by itself",
};
const MINUTES = 60;

/** What may happen to a machine without a person. */
export function registerPolicy(program: Command, context: () => Context): void {
  const policy = program.command("policy").description("what may happen to a machine without a person");
  policy
    .command("show <name>", { isDefault: true })
    .description("the policy, and what the scheduler makes of it now")
    .action((name: string) => showPolicy(context(), name));
  policy
    .command("set <name>")
    .description("change the named parts of it; the others stay")
    .option("--changes <what>", "ask, safe or restarts")
    .option("--drift <what>", "tell or correct-safe")
    .option("--window <cron>", "when it may happen, such as '0 3 * * 6,0'; none: at any time")
    .option("--minutes <number>", "how long the window stays open")
    .option("--zone <name>", "whose clock the lines go by, such as Asia/Seoul")
    .option("--stop <cron>", "when machines are stopped; none: never by itself")
    .option("--start <cron>", "when they are started again")
    .option("--maintenance <onoff>", "on: somebody works there, nothing happens by itself")
    .action((name: string, flags: PolicyFlags) => setPolicy(context(), name, flags));
}

async function showPolicy(context: Context, name: string): Promise<void> {
  const { id } = await findWorkspace(context, name);
  tell(context, await context.api.get<Policy>(`/api/v1/workspaces/${id}/policy`));
}

async function setPolicy(context: Context, name: string, flags: PolicyFlags): Promise<void> {
  const { id } = await findWorkspace(context, name);
  const path = `/api/v1/workspaces/${id}/policy`;
  const before = await context.api.get<Policy>(path);
  const headers = { "if-match": `"${before.version}"` };
  tell(context, await context.api.send<Policy>("PUT", path, changed(before, flags), headers));
}

/** What is wrong in a flag is said by the service, which has the words for it. */
function changed(before: Policy, flags: PolicyFlags): PolicyRequest {
  return {
    changes: (flags.changes ?? before.changes) as Policy["changes"],
    drift: (flags.drift ?? before.drift) as Policy["drift"],
    timeZone: flags.zone ?? before.timeZone,
    window: windowOf(before.window, flags),
    power: powerOf(before.power, flags),
    maintenance: flags.maintenance === undefined ? before.maintenance : flags.maintenance === "on",
  };
}

function windowOf(before: Policy["window"], { window, minutes }: PolicyFlags): Policy["window"] {
  const cron = window ?? before?.cron;
  if (cron === undefined || cron === "none") return null;
  return { cron, minutes: minutes === undefined ? (before?.minutes ?? MINUTES) : Number(minutes) };
}

function powerOf(before: Policy["power"], { stop, start }: PolicyFlags): Policy["power"] {
  if (stop === "none" || start === "none") return null;
  if (stop === undefined && start === undefined) return before;
  return { stop: stop ?? before?.stop ?? "", start: start ?? before?.start ?? "" };
}

function tell(context: Context, policy: Policy): void {
  if (context.json) printJson(context, policy);
  else context.terminal.out(describe(policy));
}

function describe(policy: Policy): string {
  const { window, power, standing } = policy;
  const rows = [
    ["changes", CHANGES[policy.changes]],
    ["drift", DRIFT[policy.drift]],
    ["window", window === null ? "at any time, for what interrupts nothing" : windowWords(policy)],
    ["power", power === null ? "only by a person" : `stopped at ${power.stop}, started at ${power.start}`],
    ["time zone", policy.timeZone],
    ["maintenance", policy.maintenance ? "on: nothing happens by itself" : "off"],
    ["now", standing === null ? "nothing is left to the scheduler" : standing.text],
  ];
  return renderTable(rows);
}

function windowWords({ window, windowOpen, windowOpensAt }: Policy): string {
  const opens = windowOpensAt === null ? "never opens" : `opens ${plainTime(windowOpensAt)}`;
  return `${window?.cron} for ${window?.minutes} minutes; ${windowOpen ? "open now" : opens}`;
}
