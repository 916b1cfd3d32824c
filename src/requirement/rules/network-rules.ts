import type { Issue } from "../../contract/index.ts";
import { isPrivateRange, networkAddress, rangesOverlap, readIpv4Range, showIpv4 } from "../ipv4-range.ts";
import { readPortRange } from "../port-range.ts";
import type { ResolvedRequest } from "../resolved-request.ts";

type OpenPort = ResolvedRequest["network"]["openPorts"][number];

/** Ports that exist and do not collide, sources and networks that both clouds accept. */
export function networkRules({ network }: ResolvedRequest): readonly Issue[] {
  const { openPorts, privateNetwork } = network;
  const issues = openPorts.flatMap((port, index) => [
    ...portIssues(port, index),
    ...hostBitIssues(port.source, `/network/openPorts/${index}/source`),
    ...overlapIssues(openPorts, port, index),
  ]);
  return [
    ...issues,
    ...(privateNetwork.kind === "own"
      ? ownNetworkIssues(privateNetwork.cidr)
      : existingIssues(privateNetwork.networks)),
  ];
}

function portIssues({ port, protocol }: OpenPort, index: number): readonly Issue[] {
  const pointer = `/network/openPorts/${index}/port`;
  const range = readPortRange(port);
  if (protocol === "icmp") {
    return range === null
      ? []
      : [
          {
            pointer,
            code: "port-without-meaning",
            message: "icmp (ping) has no ports.",
            remedy: "Leave the port out.",
          },
        ];
  }
  if (range === null) {
    return [
      {
        pointer,
        code: "port-missing",
        message: `${protocol} needs a port.`,
        remedy: "Add a port such as 80 or a range such as 8000-8010.",
      },
    ];
  }
  if (range.from < 1 || range.to > 65_535 || range.from > 65_535) {
    return [
      {
        pointer,
        code: "port-out-of-range",
        message: `${String(port)} leaves the range of ports.`,
        remedy: "Ports go from 1 to 65535.",
      },
    ];
  }
  if (range.from > range.to) {
    return [
      {
        pointer,
        code: "backwards-range",
        message: `The range ${String(port)} runs backwards.`,
        remedy: `Write it as ${range.to}-${range.from}.`,
      },
    ];
  }
  return [];
}

/** CloudStack refuses a second firewall rule whose ports and sources overlap the first's (error 537). */
function overlapIssues(all: readonly OpenPort[], port: OpenPort, index: number): readonly Issue[] {
  const first = all.slice(0, index).findIndex((other) => overlap(other, port));
  if (first === -1) return [];
  const other = all[first] ?? port;
  const same = other.source === port.source && String(other.port) === String(port.port);
  return [
    {
      pointer: `/network/openPorts/${index}`,
      code: same ? "duplicate-open-port" : "overlapping-open-ports",
      message: same
        ? `${show(port)} is already listed.`
        : `${show(port)} overlaps ${show(other)}; CloudStack accepts only rules that are apart.`,
      remedy: same ? "Remove one of them." : "Join them into one entry or separate their ports or sources.",
    },
  ];
}

function overlap(one: OpenPort, other: OpenPort): boolean {
  if (one.protocol !== other.protocol) return false;
  if (!rangesOverlap(readIpv4Range(one.source), readIpv4Range(other.source))) return false;
  const [a, b] = [readPortRange(one.port), readPortRange(other.port)];
  if (a === null || b === null) return a === b;
  return a.from <= b.to && b.from <= a.to;
}

function show({ port, protocol, source }: OpenPort): string {
  return `${protocol}${port === undefined ? "" : ` ${port}`} from ${source}`;
}

function hostBitIssues(cidr: string, pointer: string): readonly Issue[] {
  const range = readIpv4Range(cidr);
  const network = networkAddress(range);
  if (network === range.address) return [];
  return [
    {
      pointer,
      code: "range-not-aligned",
      message: `${cidr} names an address inside a range, not the range.`,
      remedy: `Write ${showIpv4(network)}/${range.bits} for the range or ${showIpv4(range.address)}/32 for the one address.`,
    },
  ];
}

function ownNetworkIssues(cidr: string): readonly Issue[] {
  const pointer = "/network/privateNetwork/cidr";
  const range = readIpv4Range(cidr);
  const issues = [...hostBitIssues(cidr, pointer)];
  if (range.bits < 16 || range.bits > 29) {
    issues.push({
      pointer,
      code: "network-size",
      message: `A private network of size /${range.bits} cannot be made on both clouds.`,
      remedy: "Choose a size from /16 to /29, such as 10.42.0.0/24.",
    });
  }
  if (!isPrivateRange(range)) {
    issues.push({
      pointer,
      code: "network-not-private",
      message: `${cidr} is not a private range; machines in it could not reach the real owners of those addresses.`,
      remedy: "Take a part of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.",
    });
  }
  return issues;
}

function existingIssues(networks: Readonly<Record<string, string>>): readonly Issue[] {
  const pointer = "/network/privateNetwork/networks";
  const entries = Object.entries(networks);
  if (entries.length === 0) {
    return [
      {
        pointer,
        code: "network-missing",
        message: "No existing network is named.",
        remedy: "Name one per cloud: cloud name and network id.",
      },
    ];
  }
  return entries
    .filter(([, id]) => !/^[A-Za-z0-9-]{1,64}$/.test(id))
    .map(([cloud]) => ({
      pointer: `${pointer}/${cloud.replaceAll("~", "~0").replaceAll("/", "~1")}`,
      code: "wrong-network-id",
      message: `The id for cloud “${cloud.slice(0, 60)}” is not a network id.`,
      remedy: "Write the id (UUID) the cloud shows for the network, not its name.",
    }));
}
