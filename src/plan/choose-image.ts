import type { Catalog, CatalogImage, Cloud, Issue, Requirement } from "../contract/index.ts";
import { refused } from "../kernel/result.ts";
import { releaseOf } from "../requirement/index.ts";
import { type ChoiceResult, choice } from "./choice.ts";

/**
 * The administrator's mapping first, else the newest image recognized as the operating system that fits the root disk
 * and the memory. `keep` is the image the machine was made from; another one would replace the machine.
 */
export function chooseImage(
  cloud: Cloud,
  catalog: Catalog,
  requirement: Requirement,
  keep: { readonly id: string; readonly name: string } | null,
): ChoiceResult<{ readonly id: string; readonly name: string }> {
  const { os } = requirement.software;
  const label = `${os.family} ${os.version}`;
  if (keep !== null) return keepImage(catalog, keep, cloud.name);
  const mappedId =
    cloud.mapping.images[`${os.family}-${os.version}`] ?? cloud.mapping.images[`${os.family}-${releaseOf(os)}`];
  const candidates =
    mappedId === undefined
      ? catalog.images.filter((image) => isOs(image, requirement))
      : catalog.images.filter((image) => image.id === mappedId);
  if (candidates.length === 0) return refused([noImage(cloud, catalog, label, mappedId)]);
  const fitting = candidates.filter((image) => misfit(image, requirement, cloud.name) === null).toSorted(newestFirst);
  const best = fitting[0];
  if (best !== undefined) {
    const reason =
      mappedId === undefined ? `is the newest image of ${label}` : `is set for ${label} by the administrator`;
    return choice({ id: best.id, name: best.name }, `${best.name} ${reason}.`);
  }
  const nearest = candidates.toSorted((a, b) => a.minDiskGib - b.minDiskGib)[0];
  const issue = nearest === undefined ? null : misfit(nearest, requirement, cloud.name);
  return refused(issue === null ? [noImage(cloud, catalog, label, mappedId)] : [issue]);
}

function keepImage(
  catalog: Catalog,
  keep: { readonly id: string; readonly name: string },
  cloudName: string,
): ChoiceResult<{ readonly id: string; readonly name: string }> {
  const stillThere = catalog.images.some((image) => image.id === keep.id);
  return choice(
    { id: keep.id, name: keep.name },
    `${keep.name} is kept: another image would replace the machine.`,
    stillThere
      ? []
      : [
          `Cloud “${cloudName}” no longer lists the image “${keep.name}”; a running machine does not need it, a new one would.`,
        ],
  );
}

function isOs(image: CatalogImage, { software }: Requirement): boolean {
  return image.os !== null && image.os.family === software.os.family && releaseOf(image.os) === releaseOf(software.os);
}

function misfit(image: CatalogImage, { hardware }: Requirement, cloudName: string): Issue | null {
  if (image.minDiskGib > hardware.rootDiskGib) {
    return {
      pointer: "/hardware/rootDiskGib",
      code: "root-disk-too-small",
      message: `The image “${image.name}” of cloud “${cloudName}” needs a system disk of ${image.minDiskGib} GiB; ${hardware.rootDiskGib} GiB is asked for.`,
      remedy: `Ask for at least ${image.minDiskGib} GiB.`,
    };
  }
  if (image.minMemoryMib > hardware.memoryGib * 1024) {
    const needed = Math.ceil(image.minMemoryMib / 512) / 2;
    return {
      pointer: "/hardware/memoryGib",
      code: "memory-too-small",
      message: `The image “${image.name}” of cloud “${cloudName}” needs ${needed} GiB of memory.`,
      remedy: `Ask for at least ${needed} GiB.`,
    };
  }
  return null;
}

function newestFirst(a: CatalogImage, b: CatalogImage): number {
  return compare(b.createdAt ?? "", a.createdAt ?? "") || compare(b.name, a.name) || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function noImage(cloud: Cloud, catalog: Catalog, label: string, mappedId: string | undefined): Issue {
  const recognized = [
    ...new Set(catalog.images.flatMap(({ os }) => (os === null ? [] : [`${os.family} ${os.version}`]))),
  ];
  return {
    pointer: "/software/os",
    code: "no-image",
    message:
      mappedId === undefined
        ? `Cloud “${cloud.name}” has no image of ${label}.`
        : `Cloud “${cloud.name}” maps ${label} to image ${mappedId}, which it does not have.`,
    remedy:
      recognized.length === 0
        ? "None of its images was recognized; an administrator can name them in the cloud's mapping."
        : `It has ${recognized.toSorted().join(", ")}. Choose one of these, or have an administrator map an image.`,
  };
}
