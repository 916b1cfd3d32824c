import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { type Acceleration, chooseAcceleration } from "./acceleration.ts";
import { DiskFolder } from "./guest-disks.ts";
import { readGuestImage } from "./guest-image.ts";
import { type GuestSurroundings, type GuestView, KeptGuest } from "./kept-guest.ts";
import type { WantedGuest, WantedGuests } from "./wanted-guest.ts";

/** How a sandbox cloud gets guests of QEMU; the same for both clouds. */
export interface GuestSettings {
  /** The folder `tools/guest-image.mjs` filled. */
  readonly imageFolder: string;
  /** Where disks lie from start to start; absent: they go with the sandbox. */
  readonly diskFolder?: string | undefined;
  /** Found out by trying unless said. */
  readonly acceleration?: Acceleration | undefined;
  /** MiB, whatever the flavor says; 1024 unless said. */
  readonly mostMemoryMib?: number | undefined;
  readonly shutDownMs?: number | undefined;
}

/** What the keeper tells the cloud. */
export interface GuestEvents {
  /** The machine cannot start, and why. */
  failed(id: string, words: string): void;
  /** The system inside has shut itself down. */
  stopped(id: string): void;
}

export interface GuestKeeper {
  readonly acceleration: Acceleration;
  list(): readonly GuestView[];
  /** Null: there is no such guest. */
  find(id: string): KeptGuest | null;
  /** Ends every guest and removes what lay in temporary folders. */
  close(): Promise<void>;
}

const LOOK_EVERY_MS = 250;

/** Keeps one QEMU per machine as the cloud wants it: looks at the cloud's state again and again, as a hypervisor's agent does. */
export async function keepGuests(
  settings: GuestSettings,
  wanted: () => WantedGuests,
  events: GuestEvents,
): Promise<GuestKeeper> {
  const image = await readGuestImage(settings.imageFolder);
  const acceleration = settings.acceleration ?? (await chooseAcceleration(image));
  const workFolder = await mkdtemp(join(tmpdir(), "twg-"));
  const around: GuestSurroundings = {
    image,
    acceleration,
    workFolder,
    disks: new DiskFolder(settings.diskFolder ?? join(workFolder, "disks"), image),
    // Without KVM each core of a guest is a thread that works hard; a second one makes starting slower, not faster.
    mostCores: acceleration === "kvm" ? availableParallelism() : 1,
    mostMemoryMib: settings.mostMemoryMib ?? 1024,
    shutDownMs: settings.shutDownMs ?? 60_000,
  };
  const guests = new Map<string, KeptGuest>();
  const busy = new Map<string, Promise<void>>();
  const failed = new Set<string>();
  let closed = false;
  let looking: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(look).catch((error: unknown) => complain("the guests", error));
  }, LOOK_EVERY_MS);

  async function look(): Promise<void> {
    if (closed) return;
    const now = wanted();
    const ids = new Set(now.guests.map(({ id }) => id));
    for (const id of [...guests.keys()].filter((one) => !ids.has(one))) step(id, () => remove(id));
    for (const one of now.guests) {
      if (!one.isOn) failed.delete(one.id);
      if (!failed.has(one.id)) step(one.id, () => follow(one));
    }
    if (busy.size === 0) await around.disks.keepOnly(now.diskIds);
  }

  /** One step of one guest at a time; the next look comes soon. */
  function step(id: string, act: () => Promise<void>): void {
    if (busy.has(id)) return;
    busy.set(
      id,
      act()
        .catch((error: unknown) => {
          failed.add(id);
          complain(id, error);
          events.failed(id, error instanceof Error ? error.message : String(error));
        })
        .finally(() => busy.delete(id)),
    );
  }

  async function follow(one: WantedGuest): Promise<void> {
    const guest = guests.get(one.id) ?? new KeptGuest(around, one);
    guests.set(one.id, guest);
    if (guest.hasStoppedItself()) {
      guest.settle();
      if (one.isOn) return events.stopped(one.id);
    }
    return guest.follow(one);
  }

  async function remove(id: string): Promise<void> {
    await guests.get(id)?.end();
    guests.delete(id);
    failed.delete(id);
  }

  async function close(): Promise<void> {
    closed = true;
    clearInterval(timer);
    await looking;
    // A shut-down under way is cut short: its machine is killed first.
    await Promise.all([...guests.values()].map((guest) => guest.end()));
    await Promise.all(busy.values());
    await Promise.all([...guests.values()].map((guest) => guest.end()));
    await rm(workFolder, { recursive: true, force: true });
  }

  return {
    acceleration,
    list: () => [...guests.values()].map((guest) => guest.view()),
    find: (id) => guests.get(id) ?? null,
    close,
  };
}

function complain(whom: string, error: unknown): void {
  process.stderr.write(`sandbox guest ${whom}: ${error instanceof Error ? error.message : String(error)}\n`);
}
