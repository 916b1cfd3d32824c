/**
 * Compiles a folder of requirement files as the service would, without the service:
 * `node tools/operator/compile-requirements.ts FOLDER STATE_FOLDER`. Prints `{ "plans": [DeploymentPlan…],
 * "notes": [text…] }`; problems go to stderr, all of them, and end it with code 1.
 */
import { writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { makeSecrets } from "../../src/adapters/secrets/secrets.ts";
import { parseYaml } from "../../src/adapters/text/parse-yaml.ts";
import { makeTextTools } from "../../src/adapters/text/text-tools.ts";
import type { DeploymentPlan } from "../../src/contract/index.ts";
import { AppError } from "../../src/kernel/app-error.ts";
import { makePrepareRevision, type Submission } from "../../src/plan/index.ts";
import { readOperatorClouds } from "./operator-clouds.ts";
import { readRequirementFolder } from "./requirement-folder.ts";
import { stableId } from "./stable-id.ts";
import { openWorkspaceFolder } from "./workspace-folder.ts";

const OWNER = "operator";
const [folder = "examples", stateFolder = ".twinstack/operator-state"] = process.argv.slice(2);

const notes: string[] = [];

try {
  process.stdout.write(JSON.stringify({ plans: await compileFolder(), notes }));
} catch (error) {
  process.stderr.write(`${describe(error)}\n`);
  process.exitCode = 1;
}

async function compileFolder(): Promise<readonly DeploymentPlan[]> {
  const clouds = await readOperatorClouds(process.env);
  const files = await readRequirementFolder(folder);
  if (files.length === 0) throw new AppError("not-found", `${folder} holds no requirement file (.yaml, .yml, .json).`);
  const plans: DeploymentPlan[] = [];
  const problems: string[] = [];
  for (const { path, text } of files) {
    try {
      plans.push(await compileFile(path, text, clouds));
    } catch (error) {
      problems.push(`${path}: ${describe(error)}`);
    }
  }
  if (problems.length > 0) throw new AppError("validation-failed", problems.join("\n"));
  return plans;
}

async function compileFile(
  path: string,
  text: string,
  clouds: Awaited<ReturnType<typeof readOperatorClouds>>,
): Promise<DeploymentPlan> {
  const input = parseYaml(text);
  const name = String((input as { name?: unknown } | null)?.name);
  const workspaces = openWorkspaceFolder(stateFolder);
  const known = await workspaces.findByName(OWNER, name);
  const secrets = makeSecrets();
  // The id is part of every object's name: it must be the same wherever these files are applied from.
  const ids = known === null ? [stableId("workspace", relative(process.cwd(), folder), name)] : [];
  const submission = await makePrepareRevision({
    workspaces,
    clouds: { list: async () => clouds },
    // No run tells here what was applied: what was planned counts as standing.
    standingSites: async (_ownerId, id) => (await workspaces.latestRevision(id))?.deploymentPlan.sites ?? [],
    secrets: { ...secrets, newId: () => ids.shift() ?? secrets.newId() },
    text: makeTextTools(),
    parseYaml,
    // Without a service there is nothing a machine could report to.
    publicUrl: null,
    clock: { now: () => new Date() },
  }).submit({ ownerId: OWNER, input, actor: path, ...(known !== null && { workspaceId: known.id }) });
  await report(path, submission);
  return submission.revision.deploymentPlan;
}

async function report(path: string, { outcome, privateKey, revision, workspace, warnings }: Submission): Promise<void> {
  if (outcome !== "unchanged") notes.push(`${path}: revision ${revision.number}`);
  for (const warning of warnings) notes.push(`${path}: ${warning}`);
  if (privateKey === null) return;
  const keyFile = join(stateFolder, `${workspace.name}.key`);
  await writeFile(keyFile, privateKey, { mode: 0o600 });
  notes.push(`${path}: the private key of ${workspace.name} is in ${keyFile}`);
}

function describe(error: unknown): string {
  if (!(error instanceof AppError)) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  const issues = (error.facts.issues ?? []).map(
    ({ pointer, message, remedy }) => `\n  ${pointer}: ${message} ${remedy}`,
  );
  return `${error.message}${issues.join("")}`;
}
