import { existsSync } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { GuestImage } from "./guest-image.ts";
import type { GuestMachine } from "./guest-machine.ts";
import { serialOf } from "./qemu-arguments.ts";
import { runProgram } from "./run-program.ts";
import type { GuestDisk } from "./wanted-guest.ts";

/** The files behind a cloud's volumes, one qcow2 each. A snapshot or image of a guest would be made of these. */
export class DiskFolder {
  readonly #folder: string;
  readonly #image: GuestImage;

  constructor(folder: string, image: GuestImage) {
    this.#folder = folder;
    this.#image = image;
  }

  /** The file of a root disk: what differs from the image. Grows with its volume, never shrinks. */
  root(disk: GuestDisk): Promise<string> {
    return this.#ensure(disk, ["-F", "qcow2", "-b", this.#image.disk]);
  }

  /** The file of a further disk, blank when it is new. */
  blank(disk: GuestDisk): Promise<string> {
    return this.#ensure(disk, []);
  }

  async keepOnly(ids: ReadonlySet<string>): Promise<void> {
    for (const name of await readdir(this.#folder).catch(() => [])) {
      if (!ids.has(name.replace(/\.qcow2$/, ""))) await rm(join(this.#folder, name), { force: true });
    }
  }

  async #ensure({ id, gib }: GuestDisk, basis: readonly string[]): Promise<string> {
    const file = join(this.#folder, `${id}.qcow2`);
    await mkdir(this.#folder, { recursive: true });
    if (existsSync(file)) await runProgram("qemu-img", ["resize", "-q", file, `${gib}G`]);
    else await runProgram("qemu-img", ["create", "-q", "-f", "qcow2", ...basis, file, `${gib}G`]);
    return file;
  }
}

/** Puts further disks into a running guest, takes them out, and grows them. */
export class PluggedDisks {
  readonly #plugged = new Map<string, number>();

  forget(): void {
    this.#plugged.clear();
  }

  async follow(machine: GuestMachine, folder: DiskFolder, wanted: readonly GuestDisk[]): Promise<void> {
    const ids = new Set(wanted.map(({ id }) => id));
    for (const id of [...this.#plugged.keys()].filter((one) => !ids.has(one))) {
      await machine.tell("device_del", { id: deviceOf(id) });
      this.#plugged.delete(id);
      // The node is free once the guest has let the device go; a node left behind does no harm until then.
      const free = () => void machine.tell("blockdev-del", { "node-name": nodeOf(id) }).catch(() => undefined);
      setTimeout(free, 5_000).unref();
    }
    for (const disk of wanted) {
      const size = this.#plugged.get(disk.id);
      if (size === undefined) await plug(machine, disk, await folder.blank(disk));
      else if (size < disk.gib) await grow(machine, disk);
      this.#plugged.set(disk.id, disk.gib);
    }
  }
}

async function plug(machine: GuestMachine, { id }: GuestDisk, filename: string): Promise<void> {
  const file = { driver: "file", filename };
  await machine.tell("blockdev-add", { driver: "qcow2", "node-name": nodeOf(id), file });
  await machine.tell("device_add", {
    driver: "virtio-blk-pci",
    id: deviceOf(id),
    drive: nodeOf(id),
    serial: serialOf(id),
  });
}

function grow(machine: GuestMachine, { id, gib }: GuestDisk): Promise<unknown> {
  return machine.tell("block_resize", { "node-name": nodeOf(id), size: gib * 2 ** 30 });
}

/** QEMU takes at most 31 characters. */
function nodeOf(id: string): string {
  return `n${id.replaceAll("-", "").slice(0, 24)}`;
}

function deviceOf(id: string): string {
  return `d${id.replaceAll("-", "").slice(0, 24)}`;
}
