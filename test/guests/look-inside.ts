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

/**
 * Waits until cloud-init has written its result, well or badly: its status says `error` long before it ends. Each look
 * logs in anew, because first boot restarts what a session hangs on.
 */
export async function waitForFirstBoot(host: string, privateKey: string): Promise<void> {
  await until(async () => {
    const shell = await waitForShell(host, privateKey);
    const said = await shell.run("test -e /run/cloud-init/result.json && echo ended").catch(() => "");
    shell.close();
    if (said === "ended") return true;
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
