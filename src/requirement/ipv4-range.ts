/** An IPv4 range as numbers: the first address and how many bits are fixed. */
export interface Ipv4Range {
  readonly address: number;
  readonly bits: number;
}

/** Reads `a.b.c.d/n`; the text must already have that shape. */
export function readIpv4Range(text: string): Ipv4Range {
  const [address = "", bits = "32"] = text.split("/");
  const number = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return { address: number, bits: Number(bits) };
}

/** The range's first address: the given one with the bits behind the prefix cleared. */
export function networkAddress({ address, bits }: Ipv4Range): number {
  const size = 2 ** (32 - bits);
  return Math.floor(address / size) * size;
}

export function showIpv4(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

export function rangesOverlap(one: Ipv4Range, other: Ipv4Range): boolean {
  const bits = Math.min(one.bits, other.bits);
  return networkAddress({ ...one, bits }) === networkAddress({ ...other, bits });
}

/** Whether the whole range lies in an RFC 1918 block. */
export function isPrivateRange(range: Ipv4Range): boolean {
  return ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]
    .map(readIpv4Range)
    .some((block) => range.bits >= block.bits && rangesOverlap(range, block));
}
