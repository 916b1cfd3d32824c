import type { CapacityKind, CloudRank, CloudReason, CloudShortage } from "../contract/index.ts";

const KINDS: Readonly<Record<CapacityKind, string>> = {
  instances: "machines",
  vcpus: "vCPUs",
  "memory-mib": "MiB of memory",
  volumes: "volumes",
  "disk-gib": "GiB of disk",
  "public-addresses": "public addresses",
  networks: "networks",
  images: "images",
};

const RANKS: Readonly<Record<CloudRank, string>> = {
  "keeps-place": "keeps what stands where it is",
  "own-of-that-name": "is your own cloud of that name",
  answers: "answers",
  "fails-apart": "does not fail together with the other one",
  own: "is your own",
  "other-kind": "is of another kind than the other one",
  "less-used": "is less used",
  "wastes-less": "has a size that wastes less",
  openstack: "is an OpenStack",
  "first-by-name": "comes first by name",
};

/** A reason in words that follow the name of the cloud: why it is passed over, or why a machine goes there. */
export function sayReason(reason: CloudReason): string {
  switch (reason.code) {
    case "named":
      return "as asked for";
    case "there-already":
      return "because it is there already";
    case "only-one":
      return "because no other cloud can take it";
    case "better":
      return reason.rank === "wastes-less"
        ? "because it is ready and its smallest fitting size wastes least"
        : `because it ${RANKS[reason.rank]}`;
    case "no-catalog":
      return `what it offers is not known: ${reason.detail}`;
    case "lacks-labels":
      return `it has not the label ${reason.labels.join(", ")}`;
    case "full":
      return sayShort(reason.short);
    case "silent":
      return `silent${saySince(reason.since)}`;
    case "credentials-refused":
      return `its credentials are refused${saySince(reason.since)}`;
    case "nothing-fits":
      return reason.detail.replace(/\.$/, "");
    case "others-named":
      return "other clouds are named";
    case "same-cloud":
      return `it is the same cloud as “${reason.other}”`;
    case "stays":
      return "the machine stays where it is unless somebody names another cloud";
    case "fails-together":
      return `it would fail together with the other one (“${reason.domain}”)`;
    case "outranked":
      return `“${reason.other}” ${RANKS[reason.rank]}`;
  }
}

/** What a cloud has too little of: `full: 4 of 4 vCPUs used, 2 needed`. */
export function sayShort(short: readonly CloudShortage[]): string {
  const items = short.map(
    ({ kind, scope, used, limit, needed }) =>
      `${used} of ${limit} ${KINDS[kind]}${scope === "cloud" ? " of the whole zone" : ""} used, ${needed} needed`,
  );
  return `full: ${items.join(", ")}`;
}

function saySince(since: string | null): string {
  return since === null ? "" : ` since ${since.slice(0, 16).replace("T", " ")} UTC`;
}
