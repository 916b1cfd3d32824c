/**
 * Prefix of every object made for a workspace. At most 54 characters (a name has 42), so that a suffix still fits into
 * CloudStack's 63; the id part keeps two owners' machines of one name apart.
 */
export function namePrefix(workspaceName: string, workspaceId: string): string {
  return `ts-${workspaceName}-${workspaceId.slice(0, 8)}`;
}
