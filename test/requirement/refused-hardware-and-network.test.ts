import { describe, test } from "@jest/globals";
import { type Case, expectOneIssue, network, ports, volumes } from "./mistakes.ts";

const CASES: readonly Case[] = [
  [
    "a volume twice",
    volumes({ name: "a", sizeGib: 1 }, { name: "a", sizeGib: 2 }),
    "/hardware/volumes/1/name",
    "duplicate-volume",
    /own name/,
  ],
  [
    "a folder twice",
    volumes({ name: "a", sizeGib: 1, mountPath: "/data/b" }, { name: "b", sizeGib: 1 }),
    "/hardware/volumes/1/mountPath",
    "duplicate-mount-path",
    /own folder/,
  ],
  [
    "a volume over /usr",
    volumes({ name: "a", sizeGib: 1, mountPath: "/usr" }),
    "/hardware/volumes/0/mountPath",
    "system-folder",
    /\/data/,
  ],
  [
    "a folder with ..",
    volumes({ name: "a", sizeGib: 1, mountPath: "/data/.." }),
    "/hardware/volumes/0/mountPath",
    "unclean-path",
    /\.\./,
  ],
  [
    "labels that would be equal",
    volumes({ name: "photographs-of-2025", sizeGib: 1 }, { name: "photographs-of-2026", sizeGib: 1 }),
    "/hardware/volumes/1/name",
    "volume-names-alike",
    /differ earlier/,
  ],
  [
    "volumes the machine could mix up",
    volumes({ name: "a", sizeGib: 5 }, { name: "b", sizeGib: 5, speed: "fast" }),
    "/hardware/volumes/1/sizeGib",
    "volumes-alike",
    /6/,
  ],
  ["a backwards range", ports({ port: "8010-8000" }), "/network/openPorts/0/port", "backwards-range", /8000-8010/],
  [
    "a port that is too high",
    ports({ port: "65000-70000" }),
    "/network/openPorts/0/port",
    "port-out-of-range",
    /65535/,
  ],
  ["port zero in text", ports({ port: "0-10" }), "/network/openPorts/0/port", "port-out-of-range", /1 to 65535/],
  ["tcp without a port", ports({ protocol: "tcp" }), "/network/openPorts/0/port", "port-missing", /such as 80/],
  [
    "ping with a port",
    ports({ protocol: "icmp", port: 8 }),
    "/network/openPorts/0/port",
    "port-without-meaning",
    /Leave the port out/,
  ],
  ["a port twice", ports({ port: 80 }, { port: 80 }), "/network/openPorts/1", "duplicate-open-port", /Remove one/],
  [
    "ping twice",
    ports({ protocol: "icmp" }, { protocol: "icmp" }),
    "/network/openPorts/1",
    "duplicate-open-port",
    /Remove one/,
  ],
  [
    "ports that overlap",
    ports({ port: "20-30" }, { port: 22, source: "192.0.2.0/24" }),
    "/network/openPorts/1",
    "overlapping-open-ports",
    /separate/,
  ],
  ["an IPv6 source", ports({ port: 80, source: "::/0" }), "/network/openPorts/0/source", "ipv6-not-supported", /IPv4/],
  [
    "a source without a size",
    ports({ port: 80, source: "192.0.2.7" }),
    "/network/openPorts/0/source",
    "wrong-format",
    /192\.0\.2\.7\/32/,
  ],
  [
    "a source inside a range",
    ports({ port: 80, source: "192.0.2.7/24" }),
    "/network/openPorts/0/source",
    "range-not-aligned",
    /192\.0\.2\.0\/24.*192\.0\.2\.7\/32/,
  ],
  [
    "a public private network",
    network({ privateNetwork: { kind: "own", cidr: "8.8.8.0/24" } }),
    "/network/privateNetwork/cidr",
    "network-not-private",
    /10\.0\.0\.0\/8/,
  ],
  [
    "a private network beside the private ranges",
    network({ privateNetwork: { kind: "own", cidr: "172.32.0.0/16" } }),
    "/network/privateNetwork/cidr",
    "network-not-private",
    /172\.16/,
  ],
  [
    "a tiny private network",
    network({ privateNetwork: { kind: "own", cidr: "10.0.0.0/30" } }),
    "/network/privateNetwork/cidr",
    "network-size",
    /\/16 to \/29/,
  ],
  [
    "a private network with host bits",
    network({ privateNetwork: { kind: "own", cidr: "10.0.0.9/24" } }),
    "/network/privateNetwork/cidr",
    "range-not-aligned",
    /10\.0\.0\.0\/24/,
  ],
  [
    "an existing network by name",
    network({ privateNetwork: { kind: "existing", networks: { north: "my~net" } } }),
    "/network/privateNetwork/networks/north",
    "wrong-network-id",
    /UUID/,
  ],
  [
    "no existing network",
    network({ privateNetwork: { kind: "existing", networks: {} } }),
    "/network/privateNetwork/networks",
    "network-missing",
    /one per cloud/,
  ],
];

describe("refuses by meaning", () => {
  test.each(CASES.map((found) => [found[0], found] as const))("%s", (_what, found) => {
    expectOneIssue(found);
  });
});
