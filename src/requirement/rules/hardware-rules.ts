import type { Issue } from "../../contract/index.ts";
import { mountPathOf } from "../mount-path.ts";
import type { ResolvedRequest } from "../resolved-request.ts";
import { findDuplicates } from "./find-duplicates.ts";

/** ext4 keeps 16 characters of a label. */
const LABEL_LENGTH = 16;
/** Folders whose loss or hiding under a mount leaves a machine that does not boot or cannot be reached. */
const SYSTEM_FOLDERS = [
  "/",
  "/bin",
  "/boot",
  "/dev",
  "/etc",
  "/lib",
  "/lib64",
  "/proc",
  "/root",
  "/run",
  "/sbin",
  "/sys",
  "/tmp",
  "/usr",
  "/var",
  "/var/lib",
];

/** Extra volumes: unique names and folders, safe folders, and sizes that tell them apart inside the machine. */
export function hardwareRules({ hardware }: ResolvedRequest): readonly Issue[] {
  const { volumes } = hardware;
  return [
    ...findDuplicates(volumes, (volume) => volume.name).map(({ index, key }) => ({
      pointer: `/hardware/volumes/${index}/name`,
      code: "duplicate-volume",
      message: `There is already a volume “${key}”.`,
      remedy: "Give every volume its own name.",
    })),
    ...findDuplicates(volumes, (volume) => volume.name.slice(0, LABEL_LENGTH))
      .filter(({ index, firstIndex }) => volumes[index]?.name !== volumes[firstIndex]?.name)
      .map(({ index, firstIndex }) => ({
        pointer: `/hardware/volumes/${index}/name`,
        code: "volume-names-alike",
        message: `The first ${LABEL_LENGTH} letters of “${volumes[index]?.name}” and “${volumes[firstIndex]?.name}” are equal; a file system's label has no more.`,
        remedy: "Choose names that differ earlier.",
      })),
    ...findDuplicates(volumes, mountPathOf)
      .filter(({ index, firstIndex }) => volumes[index]?.name !== volumes[firstIndex]?.name)
      .map(({ index, key }) => ({
        pointer: `/hardware/volumes/${index}/mountPath`,
        code: "duplicate-mount-path",
        message: `Another volume already appears at ${key}.`,
        remedy: "Give every volume its own folder.",
      })),
    ...volumes.flatMap((volume, index) => mountPathIssues(mountPathOf(volume), index)),
    ...volumes.flatMap((volume, index) => twinSizeIssues(volumes, volume, index)),
  ];
}

function mountPathIssues(path: string, index: number): readonly Issue[] {
  const parts = path.split("/").slice(1);
  if (parts.some((part) => part === "" || part === "." || part === "..")) {
    return [
      issue(
        index,
        "unclean-path",
        `${path} is not a clean path.`,
        "Leave out empty parts, . and .. and a slash at the end.",
      ),
    ];
  }
  return SYSTEM_FOLDERS.includes(path)
    ? [
        issue(
          index,
          "system-folder",
          `${path} belongs to the operating system.`,
          "Choose a folder such as /data or /srv.",
        ),
      ]
    : [];
}

/** The machine sees blank disks, not names: two of one size can be told apart only while they are equally fast. */
function twinSizeIssues(
  volumes: ResolvedRequest["hardware"]["volumes"],
  volume: ResolvedRequest["hardware"]["volumes"][number],
  index: number,
): readonly Issue[] {
  const twin = volumes
    .slice(0, index)
    .find((other) => other.sizeGib === volume.sizeGib && other.speed !== volume.speed);
  if (twin === undefined) return [];
  return [
    {
      pointer: `/hardware/volumes/${index}/sizeGib`,
      code: "volumes-alike",
      message: `“${volume.name}” and “${twin.name}” have one size but different speeds; inside the machine they could be mixed up.`,
      remedy: `Make one of them 1 GiB larger, such as ${volume.sizeGib + 1}.`,
    },
  ];
}

function issue(index: number, code: string, message: string, remedy: string): Issue {
  return { pointer: `/hardware/volumes/${index}/mountPath`, code, message, remedy };
}
