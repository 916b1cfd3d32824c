import { isSecondSite, type SiteKey } from "../contract/index.ts";

/**
 * Prefix of every object made for a workspace. At most 55 characters (a name has 42), so that a suffix still fits into
 * CloudStack's 63; the id part keeps two owners' machines of one name apart, the number two sites on clouds of one kind.
 */
export function namePrefix(workspaceName: string, workspaceId: string, site: SiteKey): string {
  return `${isSecondSite(site) ? "ts2" : "ts"}-${workspaceName}-${workspaceId.slice(0, 8)}`;
}
