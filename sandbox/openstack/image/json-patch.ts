import type { Caller } from "../core/caller.ts";
import { type Fields, textList } from "../core/read.ts";
import type { Image } from "./image-state.ts";
import { glanceRefusal } from "./refusals.ts";

export const DISK_FORMATS = "ami ari aki vhd vhdx vmdk raw qcow2 vdi iso ploop".split(" ");

const VISIBILITIES = ["community", "public", "private", "shared"];

/** What only glance itself writes. */
export const READ_ONLY: ReadonlySet<string> = new Set(
  "id status size virtual_size checksum created_at updated_at self file schema direct_url stores os_hash_algo os_hash_value".split(
    " ",
  ),
);

const SETTERS: Readonly<Record<string, (image: Image, value: unknown) => void>> = {
  name: (image, value) => {
    image.name = value === null ? null : String(value);
  },
  visibility: (image, value) => {
    image.visibility = String(value);
  },
  protected: (image, value) => {
    image.protected = value === true;
  },
  os_hidden: (image, value) => {
    image.hidden = value === true;
  },
  min_disk: (image, value) => {
    image.minDisk = Number(value);
  },
  min_ram: (image, value) => {
    image.minRam = Number(value);
  },
  tags: (image, value) => {
    image.tags = textList(value);
  },
  disk_format: (image, value) => {
    image.diskFormat = value === null ? null : String(value);
  },
  container_format: (image, value) => {
    image.containerFormat = value === null ? null : String(value);
  },
};

/** Applies one operation of glance's JSON patch (`add`, `replace`, `remove` of a whole attribute). */
export function applyPatch(caller: Caller, image: Image, operation: Fields): void {
  const key = String(operation["path"] ?? "")
    .replace(/^\//, "")
    .replaceAll("~1", "/")
    .replaceAll("~0", "~");
  const kind = operation["op"];
  if (READ_ONLY.has(key)) throw glanceRefusal(403, `Attribute '${key}' is read-only.`);
  const setter = SETTERS[key];
  if (setter !== undefined) {
    if (kind === "remove") throw glanceRefusal(403, `Property ${key} may not be removed.`);
    if (key === "visibility") checkVisibility(caller, String(operation["value"]));
    if (key.endsWith("_format") && image.status !== "queued") {
      throw glanceRefusal(403, `Attribute ${key} can be only replaced for a queued image.`);
    }
    setter(image, operation["value"]);
    return;
  }
  if (kind !== "add" && image.properties[key] === undefined)
    throw glanceRefusal(409, `Property ${key} does not exist.`);
  if (kind === "remove") delete image.properties[key];
  else image.properties[key] = String(operation["value"]);
}

/** Only an administrator makes an image public. */
export function checkVisibility(caller: Caller, visibility: string): void {
  if (!VISIBILITIES.includes(visibility)) {
    throw glanceRefusal(
      400,
      `Provided object does not match schema 'image': '${visibility}' is not one of ${JSON.stringify(VISIBILITIES)}`,
    );
  }
  if (visibility === "public" && !caller.isAdmin) {
    throw glanceRefusal(403, "You are not authorized to complete publicize_image action.");
  }
}
