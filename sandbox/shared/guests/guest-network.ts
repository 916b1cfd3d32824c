import type { GuestCard, GuestNetwork } from "./wanted-guest.ts";

/** Adds a name server at an address of the network that nothing else has. */
export function guestNetwork(card: GuestCard): GuestNetwork {
  const [network = "", length = "24"] = card.cidr.split("/");
  const last = toNumber(network) + 2 ** (32 - Number(length)) - 1;
  const free = [last - 1, last - 2, last - 3]
    .map(toAddress)
    .find((one) => one !== card.address && one !== card.gateway);
  return { ...card, dns: free ?? card.gateway };
}

/** Whether a rule for that range lets this host in, which comes from the loopback address. */
export function admitsThisHost(cidr: string): boolean {
  const [network = "", length = "32"] = cidr.split("/");
  const size = 2 ** (32 - Number(length));
  return Math.floor(toNumber(network) / size) === Math.floor(toNumber("127.0.0.1") / size);
}

function toNumber(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

function toAddress(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}
