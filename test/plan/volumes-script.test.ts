import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { volumeFiles } from "../../src/plan/cloud-init/volumes-script.ts";
import { requirementOf } from "./_fakes/compile.ts";
import { type GuestFolder, guestFolder } from "./_fakes/guest-folder.ts";

const SCRIPT = "/usr/local/sbin/twinstack-volumes";
const GIB = 1_073_741_824;

/** One disk of the pretended machine; `label` is its file system's, `used` any other content. */
interface Disk {
  readonly name: string;
  readonly gib: number;
  readonly label?: string;
  readonly used?: boolean;
  readonly parts?: number;
}

let guest: GuestFolder;

beforeEach(() => {
  guest = guestFolder();
});

afterEach(() => {
  guest.remove();
});

/** Stand-ins for what util-linux and e2fsprogs say about these disks; labels live in files, so that mkfs shows. */
async function machine(disks: readonly Disk[], volumes: readonly object[]): Promise<void> {
  const requirement = await requirementOf({ hardware: { volumes } });
  for (const file of volumeFiles(requirement)) guest.write(file.path, file.content);
  guest.write("/etc/fstab", "LABEL=root / ext4 defaults 0 1\n");
  guest.write("/labels/.keep", "");
  const labels = join(guest.root, "labels");
  for (const disk of disks) if (disk.label !== undefined) guest.write(`/labels/${disk.name}`, disk.label);
  const whole = disks.map((disk) => `${disk.name} ${disk.gib * GIB} disk`).join("\n");
  const children = disks.map(({ name, parts = 0 }) => `*/${name}) yes x | head -n ${parts + 1} ;;`).join(" ");
  guest.command(
    "lsblk",
    `case "$*" in
  *SIZE*) printf '%s\\n' '${whole}' ;;
  *MOUNTPOINT*) echo ;;
  *) case "$3" in ${children} esac ;;
esac`,
  );
  const used = disks.filter((disk) => disk.used).map((disk) => disk.name);
  guest.command(
    "blkid",
    `if [ "$1" = -L ]; then found=$(grep -lx "$2" ${labels}/* 2>/dev/null | head -n 1); [ -n "$found" ] || exit 2; echo "/dev/$(basename "$found")"; exit 0; fi
name=$(basename "$2"); case " ${used.join(" ")} " in *" $name "*) exit 0 ;; esac
[ -e "${labels}/$name" ] && exit 0; exit 2`,
  );
  guest.command("mkfs.ext4", `echo "mkfs $*" >>"$LOG"; printf '%s' "$5" >"${labels}/$(basename "$6")"`);
  guest.command("mountpoint", `grep -qx "$2" "${guest.root}/mounted" 2>/dev/null`);
  guest.command("mount", `echo "mount $1" >>"$LOG"; echo "$1" >>"${guest.root}/mounted"`);
  guest.command("resize2fs", 'echo "grow $1" >>"$LOG"');
  guest.command("chown", 'echo "own $1" >>"$LOG"');
  guest.command("udevadm", ":");
}

function calls(kind: string): readonly string[] {
  return guest.log().filter((line) => line.startsWith(kind));
}

test("formats blank disks by size, in order, and mounts them by label for good", async () => {
  const disks = [
    { name: "vda", gib: 10, used: true },
    { name: "vdb", gib: 7 },
    { name: "vdc", gib: 5 },
    { name: "vdd", gib: 5 },
  ];
  await machine(disks, [
    { name: "alpha", sizeGib: 5, mountPath: "/srv/alpha" },
    { name: "beta", sizeGib: 5 },
    { name: "gamma", sizeGib: 7 },
  ]);

  const { code } = await guest.run(SCRIPT, []);

  expect(code).toBe(0);
  expect(calls("mkfs")).toEqual([
    "mkfs -q -m 1 -L alpha /dev/vdc",
    "mkfs -q -m 1 -L beta /dev/vdd",
    "mkfs -q -m 1 -L gamma /dev/vdb",
  ]);
  expect(guest.read("/etc/fstab").split("\n").slice(1, 4)).toEqual([
    "LABEL=alpha /srv/alpha ext4 defaults,nofail,x-systemd.device-timeout=30s 0 2",
    "LABEL=beta /data/beta ext4 defaults,nofail,x-systemd.device-timeout=30s 0 2",
    "LABEL=gamma /data/gamma ext4 defaults,nofail,x-systemd.device-timeout=30s 0 2",
  ]);
});

test("a second run formats nothing, mounts nothing twice and lets a grown file system follow", async () => {
  await machine([{ name: "vdb", gib: 7 }], [{ name: "photos", sizeGib: 7 }]);
  await guest.run(SCRIPT, []);
  const fstab = guest.read("/etc/fstab");
  guest.log();

  const { code } = await guest.run(SCRIPT, []);

  expect(code).toBe(0);
  expect(guest.log()).toEqual(["grow /dev/vdb"]);
  expect(guest.read("/etc/fstab")).toBe(fstab);
});

test.each([
  ["a file system", { name: "vdb", gib: 7, used: true }],
  ["partitions", { name: "vdb", gib: 7, parts: 1 }],
  ["another size", { name: "vdb", gib: 8 }],
  ["another label", { name: "vdb", gib: 7, label: "other" }],
])("never formats a disk with %s", async (_what, disk) => {
  await machine([disk], [{ name: "photos", sizeGib: 7 }]);

  const { code, stderr } = await guest.run(SCRIPT, []);

  expect(code).toBe(1);
  expect(stderr).toContain("1 volume(s) did not appear");
  expect(guest.log()).toEqual([]);
});

test("finds a volume by its label after it moved to another name and size", async () => {
  await machine([{ name: "sdz", gib: 90, label: "photos" }], [{ name: "photos", sizeGib: 7 }]);

  const { code } = await guest.run(SCRIPT, []);

  expect(code).toBe(0);
  expect(guest.log()).toEqual([`mount ${guest.root}/data/photos`, "grow /dev/sdz"]);
});

test("takes a volume added later by hand, with arguments", async () => {
  await machine([{ name: "vdb", gib: 3 }], []);

  const { code } = await guest.run(SCRIPT, ["late-volume-with-a-long-name", "3", "/srv/late"]);

  expect(code).toBe(0);
  expect(calls("mkfs")).toEqual(["mkfs -q -m 1 -L late-volume-with /dev/vdb"]);
  expect(guest.read("/etc/twinstack/volumes")).toBe("late-volume-with 3 /srv/late root\n");
});

test("folders for people get their owner, folders of services stay root's", async () => {
  await machine(
    [
      { name: "vdb", gib: 3 },
      { name: "vdc", gib: 4 },
    ],
    [
      { name: "mine", sizeGib: 3 },
      { name: "db", sizeGib: 4, mountPath: "/var/lib/postgresql" },
    ],
  );

  await guest.run(SCRIPT, []);

  expect(calls("own")).toEqual(["own owner", "own root"]);
});

test("without volumes there is nothing to wait for", async () => {
  await machine([{ name: "vdb", gib: 3 }], []);

  const { code } = await guest.run(SCRIPT, []);

  expect([code, guest.log()]).toEqual([0, []]);
});
