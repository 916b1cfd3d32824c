import type { DeploymentPlan, Revision, SitePlan } from "../../contract/index.ts";
import { sealedAs } from "./sealing/contexts.ts";
import type { DocumentSealer } from "./sealing/document-sealer.ts";
import type { Queryable } from "./sealing/workspace-keys.ts";

type Planned = Pick<Revision, "workspaceId" | "number" | "deploymentPlan">;

/** The plan as it may stand in clear: first-boot texts, which hold the machines' one-time tokens, are left out. */
export function withoutFirstBoot(plan: DeploymentPlan): DeploymentPlan {
  return withContents(plan, () => "");
}

/** Seals the first-boot texts of a revision's plan beside it. */
export async function insertFirstBoot(db: Queryable, sealer: DocumentSealer, revision: Planned): Promise<void> {
  const { workspaceId, number, deploymentPlan } = revision;
  const contents = Object.fromEntries(deploymentPlan.sites.map(({ site, userData }) => [site, userData.content]));
  await db.query("insert into first_boot (workspace_id, revision, contents) values ($1, $2, $3)", [
    ...[workspaceId, number],
    await sealer.seal(Buffer.from(JSON.stringify(contents)), sealedAs.firstBoot(workspaceId, number)),
  ]);
}

/** The revision with its whole plan again. */
export async function withFirstBoot<R extends Planned>(
  revision: R,
  sealed: Buffer,
  sealer: DocumentSealer,
): Promise<R> {
  const opened = await sealer.open(sealed, sealedAs.firstBoot(revision.workspaceId, revision.number));
  const contents = JSON.parse(opened.toString("utf8")) as Readonly<Record<string, string>>;
  return { ...revision, deploymentPlan: withContents(revision.deploymentPlan, ({ site }) => contents[site] ?? "") };
}

function withContents(plan: DeploymentPlan, content: (site: SitePlan) => string): DeploymentPlan {
  const sites = plan.sites.map((site) => ({ ...site, userData: { ...site.userData, content: content(site) } }));
  return { ...plan, sites };
}
