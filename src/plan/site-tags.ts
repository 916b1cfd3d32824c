import { isSecondSite, type Role, type SiteKey } from "../contract/index.ts";

interface TagSource {
  readonly ownerId: string;
  readonly workspaceId: string;
  readonly workspaceName: string;
  readonly revision: number;
  readonly operationId: string;
  readonly role: Role;
  readonly site: SiteKey;
  readonly labels: Readonly<Record<string, string>>;
}

/** Both clouds take 255 characters; `~` would break CloudStack's signature (C12), a comma OpenStack's tag lists. */
const MAX_VALUE = 255;

/** Tags of every object of a site: whose it is, and by which submission it came about. */
export function siteTags(source: TagSource): Record<string, string> {
  const labels = Object.entries(source.labels)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => [`label-${key}`, plain(value)] as const)
    .filter(([, value]) => value !== "");
  return {
    "managed-by": "twinstack",
    owner: plain(source.ownerId),
    workspace: source.workspaceName,
    "workspace-id": source.workspaceId,
    revision: String(source.revision),
    operation: source.operationId,
    role: source.role,
    ...(isSecondSite(source.site) && { site: source.site }),
    ...Object.fromEntries(labels),
  };
}

function plain(value: string): string {
  return value.replaceAll(/[~,\p{Cc}]/gu, "-").slice(0, MAX_VALUE);
}
