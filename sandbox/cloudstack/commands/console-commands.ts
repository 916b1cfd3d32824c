import type { GuestKeeper } from "../../shared/guests/guest-keeper.ts";
import { lastLines } from "../../shared/guests/last-lines.ts";
import type { Screen } from "../../shared/screen/serve-screen.ts";
import { target } from "../core/access.ts";
import { type Call, type CommandFamily, type Json, sync } from "../core/command.ts";
import type { World } from "../core/world.ts";

/** The screens of machines, as the console proxy of 4.18 and later shows them. */
export const CONSOLE_COMMANDS: CommandFamily = {
  createConsoleEndpoint: sync(createConsoleEndpoint),
};

function createConsoleEndpoint(call: Call): Json {
  const machine = target(call, call.world.tables.virtualMachines, "virtualmachineid");
  if (machine.state !== "Running") {
    const details = `Cannot create console endpoint as VM ${machine.name} is not in Running state`;
    return { consoleendpoint: { success: false, details } };
  }
  const token = call.consoles.issue(machine.id);
  const { origin, hostname: host, port } = new URL(call.publicUrl());
  const url = `${origin}/resource/noVNC/vnc.html?autoconnect=true&port=${port}&token=${token}`;
  return { consoleendpoint: { success: true, url, websocket: { token, host, port, path: "websockify" } } };
}

/** What stands on the screen of a machine: its serial line where there is a guest, and that there is none elsewhere. */
export function screenOfMachine(world: World, keeper: GuestKeeper | null, id: string): Screen | null {
  const machine = world.tables.virtualMachines.get(id);
  if (machine === undefined) return null;
  const guest = keeper?.find(id);
  if (guest) return { title: machine.name, lines: () => lastLines(guest.console()) };
  return {
    title: machine.name,
    lines: () => ["CloudStack sandbox", "", `machine: ${machine.name}`, `state: ${machine.state}`, "no system in here"],
  };
}
