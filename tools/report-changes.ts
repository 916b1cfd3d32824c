/**
 * Writes docs/reports/changes.md: what both real providers plan for every change, what we say of it, and what then
 * happened on the sandbox clouds. Needs what set-up provides; takes about ten minutes.
 *
 * Usage: node tools/report-changes.ts
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PlanSummary, SitePlan } from "../src/contract/index.ts";
import { classifyChange } from "../src/drift/index.ts";
import { summarizePlan } from "../src/run/index.ts";
import { openCloudstackSite, openOpenstackSite } from "../test/_helpers/sandbox-site.ts";
import { CLOUDSTACK_ROWS } from "../test/drift/cloudstack-rows.ts";
import { OPENSTACK_ROWS } from "../test/drift/openstack-rows.ts";
import { casesOf, planWithProvider } from "../test/drift/real-plans.ts";
import { openChangedSite, type ToldActs } from "./changes/changed-site.ts";
import { cloudstackChanges, openstackChanges, type SiteChange } from "./changes/site-changes.ts";
import { cloudstackActs, openstackActs } from "./changes/told-acts.ts";

const TARGET = join(import.meta.dirname, "..", "docs/reports/changes.md");
const ROWS = { openstack: OPENSTACK_ROWS, cloudstack: CLOUDSTACK_ROWS } as const;
const VERBS: Readonly<Record<string, string>> = { "delete,create": "replace", "create,delete": "replace" };

interface Opened {
  readonly environment: Readonly<Record<string, string>>;
  readonly base: SitePlan;
  readonly changes: readonly SiteChange[];
  readonly acts: ToldActs;
  close(): Promise<void>;
}

async function openstack(): Promise<Opened> {
  const site = await openOpenstackSite();
  const { environment, close } = site;
  return {
    environment,
    close,
    base: site.plan(),
    changes: openstackChanges(site),
    acts: await openstackActs(environment),
  };
}

async function cloudstack(): Promise<Opened> {
  const site = await openCloudstackSite();
  const { environment, close } = site;
  return { environment, close, base: site.plan(), changes: cloudstackChanges(site), acts: cloudstackActs(environment) };
}

/** Every change of a site that our stacks write, applied and put back again. */
async function appliedTable(opened: Opened): Promise<string> {
  const site = await openChangedSite(opened.environment, opened.base, opened.acts);
  const lines: string[] = [];
  try {
    for (const [what, changed] of opened.changes) {
      process.stdout.write(`${changed.cloud}: ${what}\n`);
      const { summary, happened } = await site.change(changed);
      lines.push(line([what, plannedWords(summary), ourWords(summary), happened ?? "refused, nothing was applied"]));
    }
  } finally {
    await Promise.all([site.close(), opened.close()]);
  }
  return table(["change", "what the plan says", "what we say", "what happened"], lines);
}

/** Every row of the notes as the real provider plans it. */
async function plannedTable(cloud: keyof typeof ROWS): Promise<string> {
  const cases = casesOf(ROWS[cloud]);
  const { changes } = summarizePlan(
    await planWithProvider(cloud, cases),
    { role: "primary", machine: "running" },
    classifyChange,
  );
  const lines = cases.map(({ row, attribute, address }) => {
    const change = changes.find((one) => one.address === address);
    const verb = change === undefined ? "no change" : verbOf(change.actions);
    return line([
      row.row,
      `${row.type} \`${attribute}\``,
      verb,
      `**${change?.danger ?? "?"}** ${change?.reason ?? ""}`,
    ]);
  });
  return table(["row of the notes", "attribute", "what the plan says", "what we say"], lines);
}

function plannedWords({ changes }: PlanSummary): string {
  if (changes.length === 0) return "no change";
  const words = changes.map(({ type, actions, attributes }) => {
    const which = verbOf(actions) === "update" ? ` (${attributes.join(", ")})` : "";
    return `${verbOf(actions)} ${type.replace(/^(openstack|cloudstack)_/, "")}${which}`;
  });
  return [...new Set(words)].join("; ");
}

function ourWords({ danger, changes, rejected }: PlanSummary): string {
  const worst = changes.find((change) => change.danger === danger);
  return [`**${danger}**`, worst?.title ?? "", worst?.reason ?? "", ...rejected.map((why) => `Refused: ${why}`)]
    .filter((text) => text !== "")
    .join(" · ");
}

function verbOf(actions: readonly string[]): string {
  return VERBS[actions.join()] ?? actions.join();
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
}

function table(heading: readonly string[], lines: readonly string[]): string {
  return [line(heading), `|${heading.map(() => "---|").join("")}`, ...lines].join("\n");
}

const onOpenstack = await appliedTable(await openstack());
const onCloudstack = await appliedTable(await cloudstack());
const text = `# What changes do, on the real providers

Written by \`node tools/report-changes.ts\` with Terraform's real providers (OpenStack 3.4.0, CloudStack 0.6.0). The first
two tables change a site that stands on a sandbox cloud, one thing at a time: planned, judged, applied, looked at, put
back. "The cloud" are the acts in Nova's own history, and CloudStack's commands that change something. The other two
let the same providers plan every row of our notes on both (\`clouds.md\` §2) from a state written by hand; nothing of
that is applied. \`test/drift/every-row-on-real-providers.test.ts\` holds them in CI.

## A machine on OpenStack

${onOpenstack}

## A machine on CloudStack

${onCloudstack}

## Every row: OpenStack

${await plannedTable("openstack")}

## Every row: CloudStack

${await plannedTable("cloudstack")}
`;
writeFileSync(TARGET, text);
process.stdout.write(`${TARGET} is written\n`);
