/** A request's port as first and last number; null for none. The text must already be a port or a range. */
export function readPortRange(
  port: number | string | undefined,
): { readonly from: number; readonly to: number } | null {
  if (port === undefined) return null;
  const [from = Number.NaN, to = from] = String(port).split("-").map(Number);
  return { from, to };
}
