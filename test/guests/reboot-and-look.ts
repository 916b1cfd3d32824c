import type { PowerAction, SiteKey } from "../../src/contract/index.ts";
import { until } from "../_helpers/until.ts";
import type { GuestCloud, GuestWorld } from "./guest-world.ts";
import { ASKED } from "./inside-checks.ts";
import { waitForShell } from "./look-inside.ts";

/** Reboots a machine through the service, and says how it is when it is back. */
export async function rebootAndLook(
  world: GuestWorld,
  place: { readonly workspaceId: string; readonly site: SiteKey; readonly cloud: GuestCloud; readonly address: string },
): Promise<{ readonly seconds: number; readonly text: string }> {
  const { workspaceId, site, address } = place;
  const before = await world.heard(workspaceId, site);
  const since = Date.now();
  const path = `/workspaces/${workspaceId}/sites/${site}/power`;
  const asked = await world.service.api<PowerAction>("POST", path, { action: "reboot", accepted: true });
  if (asked.status !== 202) throw new Error(`the reboot was refused: ${JSON.stringify(asked.body)}`);
  // A new boot's first heartbeat is the proof that it is not the old system that still answers.
  await until(async () => (await world.heard(workspaceId, site))?.bootId !== before?.bootId, 900_000);
  const shell = await waitForShell(address, world.privateKey);
  const seconds = Math.round((Date.now() - since) / 1000);
  const text = await shell.run(
    [
      "systemctl is-system-running --wait >/dev/null",
      `echo "another boot, nginx $(systemctl is-active nginx), volume $(findmnt -no TARGET ${ASKED.volume})"`,
      'echo "$(hostname), $(cloud-init status | tail -n 1), $(systemctl --failed --no-legend --plain | wc -l) failed units"',
      "ls /etc/netplan",
    ].join("; "),
    900_000,
  );
  shell.close();
  return { seconds, text };
}
