import type {
  Cloud,
  CloudstackCatalog,
  ExtraVolume,
  NamedId,
  OpenstackCatalog,
  VolumeType,
} from "../contract/index.ts";
import { refused } from "../kernel/result.ts";
import { byMeasures, type ChoiceResult, choice } from "./choice.ts";

/** Name of the volume type for a speed; null takes the cloud's default. */
export function chooseVolumeType(
  cloud: Cloud,
  catalog: OpenstackCatalog,
  volume: ExtraVolume,
): ChoiceResult<string | null> {
  const mapped = cloud.mapping.volumeTypes[volume.speed];
  if (mapped !== undefined) {
    const type = catalog.volumeTypes.find(({ id, name }) => id === mapped || name === mapped);
    if (type !== undefined) return choice(type.name, `${type.name} is set for “${volume.speed}” by the administrator.`);
    return refused([
      {
        pointer: "/hardware/volumes",
        code: "no-volume-type",
        message: `Cloud “${cloud.name}” maps “${volume.speed}” to volume type ${mapped}, which it does not have.`,
        remedy: "Have an administrator correct the cloud's mapping.",
      },
    ]);
  }
  const match = sorted(catalog.volumeTypes.filter((type) => type.speed === volume.speed))[0];
  if (match !== undefined) return choice(match.name, `${match.name} is the volume type for “${volume.speed}”.`);
  return choice(
    null,
    "the cloud's default volume type",
    volume.speed === "fast" ? [noFastOne(cloud, volume, "its default volume type")] : [],
  );
}

/** A disk offering; one of a fixed size must not be sent a size. */
export interface DiskOffering extends NamedId {
  readonly fixedSize?: boolean | undefined;
}

/**
 * A disk offering for a volume. One of any size is wanted, because only such a volume can grow later;
 * one of exactly the right fixed size is the way out.
 */
export function chooseDiskOffering(
  cloud: Cloud,
  catalog: CloudstackCatalog,
  volume: ExtraVolume,
  index: number,
): ChoiceResult<DiskOffering> {
  const fits = (type: Pick<VolumeType, "customSize" | "sizeGib">) => type.customSize || type.sizeGib === volume.sizeGib;
  const mapped = cloud.mapping.volumeTypes[volume.speed];
  const wanted =
    mapped === undefined
      ? undefined
      : catalog.volumeTypes.find(({ id, name, ...size }) => (id === mapped || name === mapped) && fits(size));
  if (wanted !== undefined) {
    return choice(named(wanted), `${wanted.name} is set for “${volume.speed}” by the administrator.`);
  }
  const usable = sorted(catalog.volumeTypes.filter(fits));
  const match = usable.find((type) => type.speed === volume.speed);
  if (match !== undefined && mapped === undefined) {
    return choice(named(match), `${match.name} is the disk offering for “${volume.speed}”.`);
  }
  const other = usable.find((type) => type.speed === null) ?? usable[0];
  if (other === undefined || mapped !== undefined) {
    const sizes = catalog.volumeTypes.flatMap((type) => (type.sizeGib === null ? [] : [`${type.sizeGib} GiB`]));
    return refused([
      {
        pointer: `/hardware/volumes/${index}/sizeGib`,
        code: "no-disk-offering",
        message:
          mapped === undefined
            ? `Cloud “${cloud.name}” has no disk offering for a volume of ${volume.sizeGib} GiB.`
            : `Cloud “${cloud.name}” maps “${volume.speed}” to disk offering ${mapped}, which is missing or of another size.`,
        remedy:
          sizes.length === 0
            ? "Have its administrator add a disk offering of custom size."
            : `Choose one of its sizes (${[...new Set(sizes)].join(", ")}) or have its administrator add a disk offering of custom size.`,
      },
    ]);
  }
  return choice(
    named(other),
    `${other.name} takes ${volume.sizeGib} GiB.`,
    volume.speed === "fast" ? [noFastOne(cloud, volume, `“${other.name}”`)] : [],
  );
}

function sorted(types: readonly VolumeType[]): readonly VolumeType[] {
  return types.toSorted(
    byMeasures(
      (t) => (t.customSize ? 0 : 1),
      (t) => t.name,
      (t) => t.id,
    ),
  );
}

function named({ id, name, customSize }: VolumeType): DiskOffering {
  return { id, name, ...(!customSize && { fixedSize: true }) };
}

function noFastOne(cloud: Cloud, volume: ExtraVolume, instead: string): string {
  return `Cloud “${cloud.name}” has nothing recognized as fast; volume “${volume.name}” gets ${instead}.`;
}
