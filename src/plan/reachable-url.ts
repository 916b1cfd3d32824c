/** The service's address as machines may use it, without a slash at the end; null for none and for loopback. */
export function reachableUrl(url: string | null): string | null {
  if (url === null) return null;
  const [, authority = ""] = /^https?:\/\/([^/?#]+)/i.exec(url) ?? [];
  const host = authority.replace(/^.*@/, "").replace(/:\d+$/, "").toLowerCase();
  const isLoopback =
    host === "" ||
    host === "localhost" ||
    host.endsWith(".localhost") ||
    /^127\./.test(host) ||
    ["0.0.0.0", "[::1]", "[::]"].includes(host);
  return isLoopback ? null : url.replace(/\/+$/, "");
}
