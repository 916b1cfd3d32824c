import { until } from "../_helpers/until.ts";
import { ASKED, INSIDE_CHECKS } from "./inside-checks.ts";
import { openRemoteShell, type RemotePlace, type RemoteShell } from "./remote-shell.ts";

/** Without KVM a first boot takes minutes, and two at a time on two cores twice as many. */
const FIRST_BOOT_MS = 30 * 60_000;

/** Waits until a machine lets a person in with their key. */
export async function waitForShell(host: string, privateKey: string): Promise<RemoteShell> {
  const place: RemotePlace = { host, port: 22, username: ASKED.loginName, privateKey };
  let shell: RemoteShell | undefined;
  await until(async () => {
    shell = await openRemoteShell(place).catch(async () => {
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      return undefined;
    });
    return shell !== undefined;
  }, FIRST_BOOT_MS);
  if (shell === undefined) throw new Error(`${host} lets nobody in`);
  return shell;
}

/** Waits until cloud-init says that it is through, well or badly. */
export async function waitForFirstBoot(shell: RemoteShell): Promise<void> {
  await until(async () => {
    const status = await shell.run("cloud-init status");
    if (/status: (done|error|disabled)/.test(status)) return true;
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    return false;
  }, FIRST_BOOT_MS);
}

/** Every check's text of one machine, by feature. */
export async function insideChecks(shell: RemoteShell): Promise<ReadonlyMap<string, string>> {
  const seen = new Map<string, string>();
  for (const { feature, command } of INSIDE_CHECKS) seen.set(feature, await shell.run(command));
  return seen;
}
