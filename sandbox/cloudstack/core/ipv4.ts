/** IPv4 arithmetic on dotted quads. */
export function toNumber(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

export function toAddress(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
}

export function isAddress(text: string): boolean {
  return /^(\d{1,3}\.){3}\d{1,3}$/.test(text) && text.split(".").every((part) => Number(part) <= 255);
}

/** `10.1.1.1` and `255.255.255.0` → `10.1.1.0/24`. */
export function cidrOf(gateway: string, netmask: string): string {
  const size = 2 ** 32 - toNumber(netmask);
  const base = toNumber(gateway) - (toNumber(gateway) % size);
  return `${toAddress(base)}/${32 - Math.log2(size)}`;
}

export function rangeOf(cidr: string): { first: number; last: number } {
  const [base = "0.0.0.0", bits = "32"] = cidr.split("/");
  const size = 2 ** (32 - Number(bits));
  const first = toNumber(base) - (toNumber(base) % size);
  return { first, last: first + size - 1 };
}

export function overlap(left: string, right: string): boolean {
  const [a, b] = [rangeOf(left), rangeOf(right)];
  return a.first <= b.last && b.first <= a.last;
}
