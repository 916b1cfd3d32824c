/** The secret part of a link, which stands behind the `#` so that no server's log has it. Null when it is incomplete. */
export function tokenOf(hash: string): string | null {
  return /^#token=([\w-]{20,128})$/.exec(hash)?.[1] ?? null;
}
