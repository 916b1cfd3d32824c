import { readFile } from "node:fs/promises";
import { join } from "node:path";

interface Switch {
  readonly setting: string;
  readonly forbids: (value: string) => boolean;
  readonly remedy: string;
}

const SWITCHES: readonly Switch[] = [
  {
    setting: "user.max_user_namespaces",
    forbids: (value) => value === "0",
    remedy: "an administrator sets it to 10000 or more",
  },
  {
    setting: "kernel.unprivileged_userns_clone",
    forbids: (value) => value === "0",
    remedy: "an administrator sets it to 1",
  },
  {
    setting: "kernel.apparmor_restrict_unprivileged_userns",
    forbids: (value) => value === "1",
    remedy: "an administrator gives bwrap an AppArmor profile that allows userns, or sets it to 0",
  },
];

/**
 * The kernel's settings that forbid a jail to this user, each with what helps; empty when none does. A container's own
 * rules stand in no setting.
 *
 * @param settings where the kernel shows them; another folder in tests
 */
export async function whyNoNamespaces(settings = "/proc/sys"): Promise<readonly string[]> {
  const found = await Promise.all(
    SWITCHES.map(async ({ setting, forbids, remedy }) => {
      const value = (await readFile(join(settings, setting.replaceAll(".", "/")), "utf8").catch(() => "")).trim();
      return forbids(value) ? [`${setting} is ${value}: ${remedy}`] : [];
    }),
  );
  return found.flat();
}
