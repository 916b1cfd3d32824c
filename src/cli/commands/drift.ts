import type { Command } from "commander";
import type { DriftFinding, DriftReport, SiteDrift } from "../../contract/index.ts";
import { type Context, findWorkspace, printJson } from "../context.ts";
import { plainTime, renderTable } from "../table.ts";

const POLL_MS = 500;
const WORDS: Readonly<Record<SiteDrift["status"], string>> = {
  unchecked: "not checked since its last apply",
  "in-step": "as it was applied",
  drifted: "not as it was applied",
  unknown: "could not be looked at",
};

/** What somebody changed on the clouds behind the service's back. */
export function registerDrift(program: Command, context: () => Context): void {
  const drift = program.command("drift").description("what somebody changed on the clouds behind the service's back");
  drift
    .command("show [name]", { isDefault: true })
    .description("as the last check found it; without a name every machine")
    .action((name: string | undefined) => (name === undefined ? showFleet(context()) : showDrift(context(), name)));
  drift
    .command("check <name>")
    .description("look at both clouds now")
    .action((name: string) => checkDrift(context(), name));
}

async function showFleet(context: Context): Promise<void> {
  const sites: SiteDrift[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? "" : `?cursor=${encodeURIComponent(cursor)}`;
    const page: { readonly items: readonly SiteDrift[]; readonly nextCursor: string | null } = await context.api.get(
      `/api/v1/drift${query}`,
    );
    sites.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  if (context.json) return printJson(context, sites);
  if (sites.length === 0) return context.terminal.out("Nothing stands on a cloud yet.");
  const rows = sites.map(({ workspaceName, site, status, findings, checkedAt }) => [
    ...[workspaceName, site, WORDS[status], String(findings.length), checkedAt === null ? "-" : plainTime(checkedAt)],
  ]);
  context.terminal.out(renderTable([["NAME", "SITE", "STANDS", "DIFFERENCES", "CHECKED"], ...rows]));
}

async function showDrift(context: Context, name: string): Promise<void> {
  const { id } = await findWorkspace(context, name);
  tell(context, await context.api.get<DriftReport>(`/api/v1/workspaces/${id}/drift`));
}

async function checkDrift(context: Context, name: string): Promise<void> {
  const { id } = await findWorkspace(context, name);
  let report = await context.api.post<DriftReport>(`/api/v1/workspaces/${id}/drift/check`, {});
  // A site that somebody begins to work on is looked at later.
  while (report.sites.some(({ asked }) => asked)) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    report = await context.api.get<DriftReport>(`/api/v1/workspaces/${id}/drift`);
  }
  tell(context, report);
}

function tell(context: Context, report: DriftReport): void {
  if (context.json) printJson(context, report);
  else if (report.sites.length === 0)
    context.terminal.out(`${report.workspaceName} has nothing that could be compared now.`);
  else context.terminal.out(report.sites.map(describeSite).join("\n"));
}

function describeSite({ site, status, checkedAt, problem, findings }: SiteDrift): string {
  const when = checkedAt === null ? "" : ` (${plainTime(checkedAt)})`;
  return [
    `${site}: ${WORDS[status]}${when}`,
    ...(problem === null ? [] : [`  ${problem}`]),
    ...findings.flatMap(describeFinding),
  ].join("\n");
}

function describeFinding({ title, class: grave, reason, attributes, lastAct }: DriftFinding): readonly string[] {
  return [
    `  - ${title} [${grave}]. ${reason}`,
    ...(lastAct === undefined
      ? []
      : [`      ${lastAct.what} by ${lastAct.by ?? "(not told)"}, ${plainTime(lastAct.at)}`]),
    ...attributes.map(({ path, recorded, observed }) => `      ${path}: ${value(recorded)} -> ${value(observed)}`),
  ];
}

function value(text: string | null): string {
  return text === null ? "(not told)" : text === "" ? "(empty)" : text;
}
