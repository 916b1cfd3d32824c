import { spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants } from "node:fs";
import type { GuestImage } from "./guest-image.ts";

export type Acceleration = "kvm" | "tcg";

const PROBE_MS = 10_000;
/** A kernel that starts has said something long before. */
const SILENCE_MS = 5_000;
/** Tried once in a process, for all its clouds. */
let tried: Promise<boolean> | undefined;
/** The kernel names it when it gets that far. */
const FIRST_PROCESS = "/bin/false";

/**
 * KVM where a kernel really starts with it, else TCG. That `/dev/kvm` is there says little: inside some machines a
 * distribution's kernel dies on it.
 */
export async function chooseAcceleration(image: GuestImage): Promise<Acceleration> {
  try {
    accessSync("/dev/kvm", constants.R_OK | constants.W_OK);
  } catch {
    return "tcg";
  }
  tried ??= startsWithKvm(image);
  return (await tried) ? "kvm" : "tcg";
}

/** Starts the guest's kernel without disks and looks whether it gets as far as its own first process. */
async function startsWithKvm({ kernel, initrd }: GuestImage): Promise<boolean> {
  const child = spawn(
    "setpriv",
    [
      ...["--pdeathsig", "KILL", "--", "qemu-system-x86_64"],
      ...["-nodefaults", "-no-user-config", "-machine", "pc", "-accel", "kvm", "-cpu", "host", "-m", "256M"],
      ...["-display", "none", "-vga", "none", "-serial", "stdio", "-no-reboot", "-kernel", kernel, "-initrd", initrd],
      ...["-append", `console=ttyS0 panic=-1 rdinit=${FIRST_PROCESS}`],
    ],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  const ended = once(child, "exit").catch(() => undefined);
  let said = "";
  let timer: NodeJS.Timeout | undefined;
  const judged = new Promise<boolean>((resolve) => {
    const patience = () => (said === "" ? 0 : PROBE_MS - SILENCE_MS);
    timer = setTimeout(() => {
      timer = setTimeout(() => resolve(false), patience());
    }, SILENCE_MS);
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (said.includes(`Run ${FIRST_PROCESS}`)) resolve(true);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      if (/KVM internal error|failed|not supported/i.test(text)) resolve(false);
    });
  });
  const works = await Promise.race([judged, ended.then(() => said.includes(`Run ${FIRST_PROCESS}`))]);
  clearTimeout(timer);
  child.kill("SIGKILL");
  await ended;
  return works;
}
