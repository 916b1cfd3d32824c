import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { ApiError } from "../core/api-error.ts";

const ENDINGS: Record<string, RegExp> = {
  QCOW2: /\.(qcow2|img)(\.(gz|bz2|zip))?$|\.metalink$/,
  RAW: /\.(img|raw)(\.(gz|bz2|zip))?$/,
  VHD: /\.vhd(\.(gz|bz2|zip))?$/,
  OVA: /\.ova$/,
  VMDK: /\.vmdk$/,
};
const LONGEST = 2048;

/**
 * The server's rules for image URLs (`UriUtils.validateUrl`): http or https, a host that resolves and is neither
 * loopback, link-local, any-local nor IPv6, and a path that ends like the format.
 *
 * @throws ApiError 431 with the server's text.
 */
export async function checkImageUrl(text: string, format: string, allowLoopback: boolean): Promise<void> {
  const url = parse(text);
  if (text.length > LONGEST) throw refused(`URL is too long: ${text.length} characters, at most ${LONGEST}`);
  if (url.protocol !== "http:" && url.protocol !== "https:") throw refused(`Unsupported scheme for url: ${text}`);
  const address = await resolve(url.hostname);
  const isLoopback = /^127\.|^::1$/.test(address);
  if (isLoopback && !allowLoopback) throw refused("Illegal host specified in URL.");
  if (/^169\.254\.|^0\.0\.0\.0$|^2(2[4-9]|3\d)\./.test(address)) throw refused("Illegal host specified in URL.");
  if (address.includes(":") && !isLoopback) throw refused(`IPV6 addresses not supported (${address})`);
  const ending = ENDINGS[format];
  if (ending === undefined) throw refused(`Unsupported format: ${format}`);
  if (!ending.test(url.pathname.toLowerCase())) throw refused(`Please specify a valid ${format.toLowerCase()}`);
}

function parse(text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw refused(`Invalid URL ${text}`);
  }
}

async function resolve(host: string): Promise<string> {
  const bare = host.replace(/^\[|\]$/g, "");
  if (isIP(bare)) return bare;
  try {
    return (await lookup(bare)).address;
  } catch {
    throw refused(`Unable to resolve ${bare}.`);
  }
}

function refused(text: string): ApiError {
  return new ApiError(431, text, { cserrorcode: 9999 });
}
