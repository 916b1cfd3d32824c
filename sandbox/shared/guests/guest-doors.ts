import { createServer } from "node:net";
import type { GuestMachine } from "./guest-machine.ts";
import { NETWORK } from "./qemu-arguments.ts";
import type { GuestDoor } from "./wanted-guest.ts";

/** A door as it stands open on this host. */
export interface OpenDoor extends GuestDoor {
  readonly hostAddress: string;
  readonly hostPort: number;
}

/** Opens and closes a guest's ports on this host, as the cloud's rules change. */
export class GuestDoors {
  readonly #open = new Map<string, OpenDoor>();

  list(): readonly OpenDoor[] {
    return [...this.#open.values()];
  }

  /** A guest that starts anew has all doors closed. */
  forget(): void {
    this.#open.clear();
  }

  async follow(machine: GuestMachine, wanted: readonly GuestDoor[]): Promise<void> {
    const keys = new Set(wanted.map(keyOf));
    for (const [key, door] of this.#open) {
      if (keys.has(key)) continue;
      await machine.tellInWords(`hostfwd_remove ${NETWORK} ${door.protocol}:${door.hostAddress}:${door.hostPort}`);
      this.#open.delete(key);
    }
    for (const door of wanted) {
      if (!this.#open.has(keyOf(door))) this.#open.set(keyOf(door), await openDoor(machine, door));
    }
  }
}

/** At the machine's own public address where that is this host's, else at any free port of the loopback address. */
async function openDoor(machine: GuestMachine, door: GuestDoor): Promise<OpenDoor> {
  const places = [
    ...(door.address.startsWith("127.") ? [{ hostAddress: door.address, hostPort: door.port }] : []),
    { hostAddress: "127.0.0.1", hostPort: await freePort() },
  ];
  let refusal = "";
  for (const { hostAddress, hostPort } of places) {
    const line = `hostfwd_add ${NETWORK} ${door.protocol}:${hostAddress}:${hostPort}-:${door.guestPort}`;
    refusal = await machine.tellInWords(line);
    if (refusal === "") return { ...door, hostAddress, hostPort };
  }
  throw new Error(`no way to port ${door.guestPort} of the guest: ${refusal}`);
}

function keyOf({ protocol, address, port, guestPort }: GuestDoor): string {
  return `${protocol} ${address} ${port} ${guestPort}`;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
