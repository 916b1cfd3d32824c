import { execFileSync } from "node:child_process";

const PROXY = /^Acquire::(http|https)::Proxy "([^"]+)";$/gm;
let hostProxies: readonly (readonly [scheme: string, url: string])[] | undefined;

/**
 * The sandbox's own addition to a machine's first boot: the proxy this host fetches packages through, null when there
 * is none. One on the loopback address is, seen from a guest, at the guest's gateway.
 */
export function vendorConfig(gateway: string): string | null {
  hostProxies ??= readProxies();
  if (hostProxies.length === 0) return null;
  const lines = hostProxies.map(([scheme, url]) => {
    const seen = url.replace(/\/\/(localhost|127\.[0-9.]+)(?=[:/]|$)/, `//${gateway}`);
    return `  ${scheme}_proxy: ${JSON.stringify(seen)}`;
  });
  return ["#cloud-config", "apt:", ...lines, ""].join("\n");
}

function readProxies(): readonly (readonly [string, string])[] {
  try {
    const said = execFileSync("apt-config", ["dump"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return [...said.matchAll(PROXY)].map(([, scheme = "", url = ""]) => [scheme, url] as const);
  } catch {
    // Not a Debian system: its guests have no packages to fetch from it either.
    return [];
  }
}
