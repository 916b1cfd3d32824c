import type { SitePlan } from "../src/contract/index.ts";

/**
 * Tags of every object of a site: whose it is and which submission made it, so that an orphan can be traced. The plan
 * brings them; these five are there even if it should not.
 */
export function siteTags(plan: SitePlan): Record<string, string> {
  return {
    owner: plan.ownerId,
    workspace: plan.workspaceName,
    "workspace-id": plan.workspaceId,
    revision: String(plan.revision),
    operation: plan.operationId,
    ...plan.tags,
  };
}

/** Nova's limit; labels, which come last, give way, and metadata has them all the same. */
const MOST_WORDS = 50;

/** The same as flat words for OpenStack's `tags`, which allow neither comma nor slash and at most 60 characters. */
export function tagWords(tags: Readonly<Record<string, string>>): string[] {
  const words = Object.entries(tags).map(([key, value]) =>
    `${key}=${value}`.replace(/[^\w.:=+@-]+/g, "-").slice(0, 60),
  );
  return [...new Set(words)].slice(0, MOST_WORDS).sort();
}
