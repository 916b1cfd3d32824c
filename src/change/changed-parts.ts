import type { ChangedPart, ExtraVolume, OpenPort, Requirement } from "../contract/index.ts";
import { sameValue } from "../requirement/index.ts";
import { changedSoftware } from "./changed-software.ts";

/** One thing that differs between two requirements. */
export interface Part {
  /** The field of the new requirement; of what is gone, the list that it was in. */
  readonly pointer: string;
  readonly code: ChangedPart;
  readonly values: Readonly<Record<string, string | number>>;
  /** Name of the volume that it is about. */
  readonly volume?: string;
}

/** Everything that differs, in the order in which a requirement is read. Pure. */
export function changedParts(before: Requirement, after: Requirement): readonly Part[] {
  return [
    ...amounts(before, after),
    ...volumes(before.hardware.volumes, after.hardware.volumes),
    ...changedSoftware(before, after),
    ...ports(before.network.openPorts, after.network.openPorts),
    ...network(before, after),
    ...placement(before, after),
    ...notes(before, after),
  ];
}

function amounts({ hardware: old }: Requirement, { hardware: now }: Requirement): readonly Part[] {
  return [
    ...amount("/hardware/vcpu", old.vcpu, now.vcpu, ["processors-more", "processors-less"]),
    ...amount("/hardware/memoryGib", old.memoryGib, now.memoryGib, ["memory-more", "memory-less"]),
    ...amount("/hardware/rootDiskGib", old.rootDiskGib, now.rootDiskGib, ["system-disk-more", "system-disk-less"]),
  ];
}

function amount(pointer: string, from: number, to: number, [more, less]: readonly [ChangedPart, ChangedPart]): Part[] {
  return from === to ? [] : [{ pointer, code: to > from ? more : less, values: { by: Math.abs(to - from), from, to } }];
}

function volumes(before: readonly ExtraVolume[], after: readonly ExtraVolume[]): readonly Part[] {
  const removed = before.filter(({ name }) => !after.some((other) => other.name === name));
  return [
    ...after.flatMap((volume, index) => {
      const old = before.find(({ name }) => name === volume.name);
      return changedVolume(old, volume, `/hardware/volumes/${index}`);
    }),
    ...removed.map(({ name, sizeGib }) => volumePart("/hardware/volumes", "volume-removed", { name, from: sizeGib })),
  ];
}

function changedVolume(old: ExtraVolume | undefined, now: ExtraVolume, pointer: string): readonly Part[] {
  const { name } = now;
  if (old === undefined) return [volumePart(pointer, "volume-added", { name, to: now.sizeGib })];
  const [from, to] = [folderOf(old), folderOf(now)];
  return [
    ...amount(`${pointer}/sizeGib`, old.sizeGib, now.sizeGib, ["volume-more", "volume-less"]).map((part) => ({
      ...part,
      values: { ...part.values, name },
      volume: name,
    })),
    ...(old.speed === now.speed
      ? []
      : [volumePart(`${pointer}/speed`, "volume-speed", { name, from: old.speed, to: now.speed })]),
    ...(from === to ? [] : [volumePart(`${pointer}/mountPath`, "volume-folder", { name, from, to })]),
  ];
}

function volumePart(pointer: string, code: ChangedPart, values: Part["values"] & { readonly name: string }): Part {
  return { pointer, code, values, volume: values.name };
}

function folderOf({ name, mountPath }: ExtraVolume): string {
  return mountPath ?? `/data/${name}`;
}

function ports(before: readonly OpenPort[], after: readonly OpenPort[]): readonly Part[] {
  const [old, now] = [before.map(ruleOf), after.map(ruleOf)];
  const pointer = "/network/openPorts";
  return [
    ...now.flatMap((rule, index) =>
      isIn(rule, old) ? [] : [{ pointer: `${pointer}/${index}`, code: "port-opened" as const, values: rule }],
    ),
    ...old.filter((rule) => !isIn(rule, now)).map((rule) => ({ pointer, code: "port-closed" as const, values: rule })),
  ];
}

interface Rule extends Readonly<Record<string, string>> {
  readonly port: string;
  readonly source: string;
}

function ruleOf({ fromPort, toPort, protocol, source }: OpenPort): Rule {
  const range = fromPort === toPort ? `${fromPort ?? ""}` : `${fromPort ?? ""}-${toPort ?? ""}`;
  return { port: range === "" ? protocol : `${range}/${protocol}`, source };
}

function isIn(rule: Rule, rules: readonly Rule[]): boolean {
  return rules.some(({ port, source }) => port === rule.port && source === rule.source);
}

function network({ network: old }: Requirement, { network: now }: Requirement): readonly Part[] {
  const [from, to] = [old, now].map(({ privateNetwork }) =>
    privateNetwork.kind === "own" ? privateNetwork.cidr : Object.values(privateNetwork.networks).join(", "),
  );
  return [
    ...(old.publicAddress === now.publicAddress
      ? []
      : [
          {
            pointer: "/network/publicAddress",
            code: now.publicAddress ? ("public-address-on" as const) : ("public-address-off" as const),
            values: {},
          },
        ]),
    ...(sameValue(old.privateNetwork, now.privateNetwork)
      ? []
      : [
          {
            pointer: "/network/privateNetwork",
            code: "private-network" as const,
            values: { from: from ?? "", to: to ?? "" },
          },
        ]),
  ];
}

function placement({ placement: old }: Requirement, { placement: now }: Requirement): readonly Part[] {
  const modes = `standby-${now.standby.mode}` as const;
  return [
    ...text("/placement/main", "main-cloud", old.main, now.main),
    ...text("/placement/standby/cloud", "standby-cloud", old.standby.cloud, now.standby.cloud),
    ...(old.standby.mode === now.standby.mode
      ? []
      : [{ pointer: "/placement/standby/mode", code: modes, values: { from: old.standby.mode } }]),
    ...note("/placement/requires", "cloud-labels", old.requires, now.requires),
  ];
}

function notes(before: Requirement, after: Requirement): readonly Part[] {
  return [
    ...note("/protection", "protection", before.protection, after.protection),
    ...text("/term/leaseEnd", "term", before.term.leaseEnd ?? "–", after.term.leaseEnd ?? "–"),
    ...note("/labels", "labels", before.labels, after.labels),
    ...note("/contact", "contact", before.contact, after.contact),
    ...text("/profile", "profile", before.profile, after.profile),
  ];
}

function text(pointer: string, code: ChangedPart, from: string, to: string): readonly Part[] {
  return from === to ? [] : [{ pointer, code, values: { from, to } }];
}

function note(pointer: string, code: ChangedPart, before: unknown, after: unknown): readonly Part[] {
  return sameValue(before, after) ? [] : [{ pointer, code, values: {} }];
}
