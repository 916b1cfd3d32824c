import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { findPlaces } from "../setup/places.mjs";
import { runCommand } from "../setup/run-command.mjs";
import { SetupError } from "../setup/setup-error.mjs";
import { hostMirror } from "./host-mirror.mjs";
import { markPartition, PARTITION_START_MIB } from "./mark-partition.mjs";
import { RECIPE, recipeKey } from "./recipe.mjs";
import { STEP } from "./step.mjs";

/** A download of 100 MB and 200 packages to unpack, with a slow mirror and a busy machine in mind. */
const PATIENCE_MS = 1_200_000;
/** Before the kernel's package makes its ramdisk. */
const RAMDISK_HOOK = [
  'mkdir -p "$1/etc/initramfs-tools/conf.d" "$1/usr/share/initramfs-tools/modules.d"',
  'echo MODULES=list >"$1/etc/initramfs-tools/conf.d/driver-policy"',
  `printf '%s\\n' ${RECIPE.ramdiskModules.join(" ")} >"$1/usr/share/initramfs-tools/modules.d/guest"`,
].join(" && ");
const KERNEL = "vmlinuz";
const INITRD = "initrd";
const DISK = "disk.qcow2";

/**
 * The folder of the guest image; builds it unless the cache has it.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {(line: string) => void} say
 * @returns {Promise<string>}
 * @throws {SetupError}
 */
export async function ensureGuestImage(env, say) {
  const shelf = join(findPlaces(env).cacheFolder, "guest-image");
  const folder = join(shelf, recipeKey());
  if (existsSync(join(folder, "guest-image.json"))) return folder;
  if (process.getuid?.() !== 0) {
    throw new SetupError(STEP, "its files belong to root, and this is not root", "Run it as root on Debian 12");
  }
  mkdirSync(shelf, { recursive: true });
  const work = mkdtempSync(join(shelf, "build-"));
  const before = Date.now();
  say(`${STEP}: building ${RECIPE.os.family} ${RECIPE.os.version} from packages (a minute or two)…`);
  try {
    await build(work, env);
    // Two builds at once end with either's image, which are the same.
    if (!existsSync(folder)) renameSync(join(work, "image"), folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  say(`${STEP}: built in ${Math.round((Date.now() - before) / 1000)} s`);
  return folder;
}

async function build(work, env) {
  const run = (program, args) => step(program, args, env);
  const at = (name) => join(work, name);
  writeFileSync(at("sources.list"), `${(await hostMirror(RECIPE.suite, env)).join("\n")}\n`);
  await run("mmdebstrap", [
    ...["--mode=root", "--variant=apt", "--format=directory", `--include=${RECIPE.packages.join(",")}`],
    ...RECIPE.withoutPaths.map((path) => `--dpkgopt=path-exclude=${path}`),
    `--essential-hook=${RAMDISK_HOOK}`,
    ...[RECIPE.suite, at("root"), at("sources.list")],
  ]);
  finish(at("root"));
  mkdirSync(at("image"));
  takeKernel(join(at("root"), "boot"), at("image"));
  const blocks = `${(RECIPE.diskMib - 2 * PARTITION_START_MIB) * 1024}k`;
  const offset = `offset=${PARTITION_START_MIB * 2 ** 20}`;
  writeFileSync(at("disk.raw"), "");
  await run("truncate", ["-s", `${RECIPE.diskMib}M`, at("disk.raw")]);
  await run("mke2fs", [
    ...["-q", "-t", "ext4", "-L", RECIPE.rootLabel, "-d", at("root"), "-E", offset],
    at("disk.raw"),
    blocks,
  ]);
  markPartition(at("disk.raw"), RECIPE.diskMib - 2 * PARTITION_START_MIB);
  const disk = join(at("image"), DISK);
  await run("qemu-img", ["convert", "-c", "-O", "qcow2", "-o", "compression_type=zstd", at("disk.raw"), disk]);
  const facts = { os: RECIPE.os, disk: DISK, kernel: KERNEL, initrd: INITRD, rootDevice: "/dev/vda1", recipe: RECIPE };
  writeFileSync(join(at("image"), "guest-image.json"), `${JSON.stringify(facts, null, 2)}\n`);
}

/** What makes a folder of packages the image of a cloud: a root file system by label, no identity of its own. */
function finish(root) {
  const at = (path) => join(root, path);
  writeFileSync(at("etc/fstab"), `LABEL=${RECIPE.rootLabel} / ext4 errors=remount-ro 0 1\n`);
  writeFileSync(at("etc/hostname"), "debian\n");
  // Without it cloud-init wants a language that no package brings, and its second stage fails.
  writeFileSync(at("etc/default/locale"), "LANG=C.UTF-8\n");
  writeFileSync(at("etc/machine-id"), "");
  for (const name of readdirSync(at("etc/ssh"))) if (/^ssh_host_/.test(name)) rmSync(at(`etc/ssh/${name}`));
  rmSync(at("etc/resolv.conf"), { force: true });
  symlinkSync("../run/systemd/resolve/stub-resolv.conf", at("etc/resolv.conf"));
  // Nothing but netplan configures the network, as in Debian's own cloud images.
  const wants = at("etc/systemd/system/multi-user.target.wants");
  mkdirSync(wants, { recursive: true });
  rmSync(join(wants, "systemd-networkd.service"), { force: true });
  symlinkSync("/lib/systemd/system/systemd-networkd.service", join(wants, "systemd-networkd.service"));
}

function takeKernel(boot, image) {
  const newest = (start) =>
    readdirSync(boot)
      .filter((name) => name.startsWith(start))
      .toSorted()
      .at(-1);
  cpSync(join(boot, newest("vmlinuz-")), join(image, KERNEL));
  cpSync(join(boot, newest("initrd.img-")), join(image, INITRD));
  for (const name of [KERNEL, INITRD]) chmodSync(join(image, name), 0o644);
}

async function step(program, args, env) {
  const path = `${env.PATH ?? ""}:/usr/sbin:/sbin`;
  const { ok, tail } = await runCommand(program, args, { env: { ...env, PATH: path }, timeoutMs: PATIENCE_MS });
  if (!ok)
    throw new SetupError(
      STEP,
      `${program} failed:\n${tail}`,
      "See what it said; a mirror that stumbled is tried again by running it again",
    );
}
