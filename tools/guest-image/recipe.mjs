import { createHash } from "node:crypto";

/** What the guest image is made of. A change here, and nothing else, makes a new image. */
export const RECIPE = {
  /** Raised when the way of building changes what comes out. */
  edition: 2,
  os: { family: "debian", version: "12" },
  suite: "bookworm",
  packages: [
    ...["linux-image-cloud-amd64", "initramfs-tools", "systemd-sysv", "dbus", "udev", "kmod"],
    ...["systemd-resolved", "libnss-resolve", "libnss-myhostname", "systemd-timesyncd", "netplan.io", "iproute2"],
    ...["cloud-init", "cloud-guest-utils", "fdisk", "e2fsprogs", "openssh-server", "sudo", "qemu-guest-agent"],
    ...["curl", "ca-certificates", "procps", "tzdata"],
  ],
  /**
   * What its first ramdisk has to have, and no more: it is unpacked at every start. First boot makes another one with
   * everything, as on any machine, but QEMU starts this one.
   */
  ramdiskModules: ["virtio_pci", "virtio_blk", "ext4"],
  /** Nobody reads manuals in a guest. */
  withoutPaths: ["/usr/share/man/*", "/usr/share/doc/*"],
  /** MiB of the disk as it is built; first boot grows it to its volume's size. */
  diskMib: 2048,
  rootLabel: "guest-root",
};

/** Names the image of this recipe. */
export function recipeKey(recipe = RECIPE) {
  return createHash("sha256").update(JSON.stringify(recipe)).digest("hex").slice(0, 16);
}
