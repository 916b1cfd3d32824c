/** An IPv4 network: its first address and its prefix length. */
export interface Ipv4Net {
  readonly base: number;
  readonly prefix: number;
}

/** The address as a number, undefined when it is not four decimal octets. */
export function parseIpv4(text: string): number | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = parts.map(Number);
  return a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
}

export function formatIpv4(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

/** A network in CIDR form; host bits are cut off. */
export function parseCidr(text: string): Ipv4Net | undefined {
  const [address = "", length = ""] = text.split("/");
  const base = parseIpv4(address);
  const prefix = Number(length);
  if (base === undefined || length === "" || !Number.isInteger(prefix) || prefix < 0 || prefix > 32) return undefined;
  return { base: base - (base % sizeOf(prefix)), prefix };
}

export function formatCidr(net: Ipv4Net): string {
  return `${formatIpv4(net.base)}/${net.prefix}`;
}

export function lastAddress(net: Ipv4Net): number {
  return net.base + sizeOf(net.prefix) - 1;
}

export function contains(net: Ipv4Net, address: number): boolean {
  return address >= net.base && address <= lastAddress(net);
}

export function overlaps(a: Ipv4Net, b: Ipv4Net): boolean {
  return a.base <= lastAddress(b) && b.base <= lastAddress(a);
}

function sizeOf(prefix: number): number {
  return 2 ** (32 - prefix);
}
