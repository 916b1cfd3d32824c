import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Acceleration } from "./acceleration.ts";
import { askSocket } from "./ask-socket.ts";
import { writeConfigDrive } from "./config-drive.ts";
import { type DiskFolder, PluggedDisks } from "./guest-disks.ts";
import { GuestDoors, type OpenDoor } from "./guest-doors.ts";
import type { GuestImage } from "./guest-image.ts";
import { type GuestMachine, startGuestMachine } from "./guest-machine.ts";
import { guestNetwork } from "./guest-network.ts";
import type { GuestFiles } from "./qemu-arguments.ts";
import type { WantedGuest } from "./wanted-guest.ts";

/** What all guests of one keeper share. */
export interface GuestSurroundings {
  readonly image: GuestImage;
  readonly acceleration: Acceleration;
  readonly disks: DiskFolder;
  /** For sockets, consoles and config drives; its path is short. */
  readonly workFolder: string;
  readonly mostCores: number;
  readonly mostMemoryMib: number;
  /** How long a system may take to go down before it is ended. */
  readonly shutDownMs: number;
}

/** How a guest stands, for the admin address and tests. */
export interface GuestView {
  readonly id: string;
  readonly name: string;
  readonly state: "off" | "on";
  readonly pid: number | null;
  readonly acceleration: Acceleration;
  readonly cores: number;
  readonly memoryMib: number;
  readonly doors: readonly OpenDoor[];
}

/** One machine of a cloud and the QEMU behind it. Its steps never overlap: the keeper takes one at a time. */
export class KeptGuest {
  readonly #around: GuestSurroundings;
  readonly #doors = new GuestDoors();
  readonly #plugged = new PluggedDisks();
  readonly #files: Omit<GuestFiles, "root">;
  #machine: GuestMachine | null = null;
  #latest: WantedGuest;
  #reboots: number;

  constructor(around: GuestSurroundings, wanted: WantedGuest) {
    this.#around = around;
    this.#latest = wanted;
    this.#reboots = wanted.reboots;
    const at = (name: string) => join(around.workFolder, `${wanted.id.slice(0, 13)}-${name}`);
    this.#files = { drive: at("drive.iso"), console: at("console"), monitor: at("monitor"), agent: at("agent") };
  }

  /** Ran at the last look, and runs no more though nobody here ended it. */
  hasStoppedItself(): boolean {
    return this.#machine !== null && !this.#machine.isRunning();
  }

  /** Takes note that it is off. */
  settle(): void {
    this.#machine = null;
  }

  /** Brings the guest a step nearer to what is wanted. Throws when it does not start. */
  async follow(wanted: WantedGuest): Promise<void> {
    this.#latest = wanted;
    const { shutDownMs } = this.#around;
    const mustReboot = wanted.reboots > this.#reboots;
    if (this.#machine !== null && (!wanted.isOn || mustReboot)) {
      await this.#machine.shutDown(shutDownMs);
      this.#machine = null;
    }
    this.#reboots = wanted.reboots;
    if (!wanted.isOn) return;
    if (this.#machine === null) await this.#start(wanted);
    if (this.#machine === null) return;
    await this.#doors.follow(this.#machine, wanted.doors);
    await this.#plugged.follow(this.#machine, this.#around.disks, wanted.disks);
  }

  async end(): Promise<void> {
    await this.#machine?.kill();
    this.#machine = null;
  }

  /** What the system wrote to its serial line since it was last started. */
  console(): string {
    return existsSync(this.#files.console) ? readFileSync(this.#files.console, "utf8") : "";
  }

  /** A command of the guest agent inside, such as `guest-ping`. */
  askAgent(command: object, patienceMs = 10_000): Promise<unknown> {
    return askSocket({ path: this.#files.agent, commands: [command], patienceMs });
  }

  view(): GuestView {
    const { id, name } = this.#latest;
    const machine = this.#machine?.isRunning() === true ? this.#machine : null;
    const doors = machine === null ? [] : this.#doors.list();
    const { acceleration } = this.#around;
    return { id, name, state: machine ? "on" : "off", pid: machine?.pid ?? null, acceleration, ...this.#size(), doors };
  }

  async #start(wanted: WantedGuest): Promise<void> {
    const { image, acceleration, disks } = this.#around;
    const { os } = wanted;
    if (os === null || os.family !== image.os.family || os.version !== image.os.version) {
      const has = `${image.os.family} ${image.os.version}`;
      throw new Error(
        `the sandbox's guests are ${has}; it cannot boot ${os ? `${os.family} ${os.version}` : "this image"}`,
      );
    }
    const network = guestNetwork(wanted.card);
    await writeConfigDrive(this.#files.drive, wanted.drive(network));
    const files = { ...this.#files, root: await disks.root(wanted.root) };
    this.#doors.forget();
    this.#plugged.forget();
    this.#machine = await startGuestMachine({ wanted, network, image, acceleration, files, ...this.#size() });
  }

  #size(): { cores: number; memoryMib: number } {
    const { mostCores, mostMemoryMib } = this.#around;
    const { cores, memoryMib } = this.#latest;
    return { cores: Math.min(cores, mostCores), memoryMib: Math.min(memoryMib, mostMemoryMib) };
  }
}
