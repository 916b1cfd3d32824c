import type { Acceleration } from "./acceleration.ts";
import type { GuestImage } from "./guest-image.ts";
import type { GuestNetwork, WantedGuest } from "./wanted-guest.ts";

export interface QemuParts {
  readonly wanted: WantedGuest;
  readonly network: GuestNetwork;
  readonly image: GuestImage;
  readonly acceleration: Acceleration;
  readonly cores: number;
  readonly memoryMib: number;
  readonly files: GuestFiles;
}

/** Where a running guest has its things; sockets need short paths. */
export interface GuestFiles {
  readonly root: string;
  readonly drive: string;
  readonly console: string;
  readonly monitor: string;
  readonly agent: string;
}

/** How the network is called on QEMU's side, for opening and closing doors. */
export const NETWORK = "net0";

/**
 * Emulated, a plain processor is the faster one (what the newer ones have more is emulated too), and so is a kernel that
 * doesn't protect itself against the bugs of processors.
 */
const HOW = {
  kvm: { machine: ["-accel", "kvm", "-cpu", "host"], kernel: "" },
  tcg: {
    machine: ["-accel", "tcg,tb-size=512", "-cpu", "qemu64"],
    kernel: "mitigations=off no_timer_check tsc=unstable",
  },
} as const satisfies Record<Acceleration, { machine: readonly string[]; kernel: string }>;

/** Drivers of what the machine type has and nobody uses; loading them takes seconds where each instruction is emulated. */
const UNUSED = "modprobe.blacklist=ata_piix,psmouse,floppy,pcspkr,i2c_piix4,powernow_k8";

/** The command line of one guest: nothing but what it needs, no display, no door open yet. */
export function qemuArguments(parts: QemuParts): string[] {
  const { wanted, network, image, acceleration, files } = parts;
  const { manufacturer, product } = wanted.maker;
  return [
    ...["-name", `guest=${comma(wanted.name)}`, "-uuid", wanted.id, "-nodefaults", "-no-user-config"],
    ...["-machine", "pc", ...HOW[acceleration].machine],
    ...["-smp", String(parts.cores), "-m", `${parts.memoryMib}M`, "-display", "none", "-vga", "none"],
    ...["-kernel", image.kernel, "-initrd", image.initrd],
    ...["-append", `root=${image.rootDevice} ro console=ttyS0 ${UNUSED} ${HOW[acceleration].kernel}`],
    ...["-smbios", `type=1,manufacturer=${comma(manufacturer)},product=${comma(product)},uuid=${wanted.id}`],
    // A sandbox may lose its guests' last writes; waiting for the disk would double the time of a first boot.
    ...["-drive", `file=${comma(files.root)},if=none,id=root,format=qcow2,cache=unsafe,discard=unmap`],
    ...["-device", `virtio-blk-pci,drive=root,serial=${serialOf(wanted.root.id)}`],
    // A disk and not a CD: cloud-init looks for it before a drive for CDs has been found on a slow machine.
    ...["-drive", `file=${comma(files.drive)},if=none,id=drive,format=raw,readonly=on`],
    ...["-device", "virtio-blk-pci,drive=drive,serial=config-drive"],
    ...["-netdev", netdev(network), "-device", `virtio-net-pci,netdev=${NETWORK},mac=${network.mac},romfile=`],
    ...["-device", "virtio-serial-pci", "-chardev", `socket,id=agent,path=${comma(files.agent)},server=on,wait=off`],
    ...["-device", "virtserialport,chardev=agent,name=org.qemu.guest_agent.0", "-device", "virtio-rng-pci"],
    ...["-chardev", `file,id=console,path=${comma(files.console)},append=on`, "-serial", "chardev:console"],
    ...["-qmp", `unix:${comma(files.monitor)},server=on,wait=off`],
  ];
}

/** What the guest sees as the serial number of the disk: the beginning of the volume's id, as on OpenStack. */
export function serialOf(diskId: string): string {
  return diskId.slice(0, 20);
}

function netdev({ cidr, gateway, address, dns }: GuestNetwork): string {
  return `user,id=${NETWORK},ipv6=off,net=${cidr},host=${gateway},dhcpstart=${address},dns=${dns}`;
}

/** QEMU's own way to write a comma inside an option. */
function comma(text: string): string {
  return text.replaceAll(",", ",,");
}
