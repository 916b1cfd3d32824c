import type { Requirement } from "../../contract/index.ts";
import type { WrittenFile } from "./written-file.ts";

/** ext4 keeps 16 characters of a label; the check makes sure that names differ within them. */
const LABEL_LENGTH = 16;

/**
 * Formats blank disks once and mounts them by label. The clouds attach volumes after the machine has booted and in no
 * promised order, so the script waits, goes by size, and touches no disk that has anything on it.
 * `TWINSTACK_ROOT` and `TWINSTACK_TRIES` exist for trying it out in a folder.
 */
const SCRIPT = `#!/bin/sh
# twinstack-volumes [NAME GIB FOLDER]
# Formats the blank disks of the listed volumes once and mounts them by label; with arguments, lists a new one first.
# May run again at any time.
root=$TWINSTACK_ROOT
list=$root/etc/twinstack/volumes
fstab=$root/etc/fstab
tries=$TWINSTACK_TRIES
[ -n "$tries" ] || tries=120

log() { echo "twinstack-volumes: $*" >&2; }

if [ $# -eq 3 ]; then
  label=$(printf '%.16s' "$1")
  mkdir -p "$root/etc/twinstack"
  grep -q "^$label " "$list" 2>/dev/null || echo "$label $2 $3 root" >>"$list"
elif [ $# -ne 0 ]; then
  log "usage: twinstack-volumes [NAME GIB FOLDER]"
  exit 2
fi

# The first disk of exactly that size without partitions, mount or file system. blkid answers 2 when it finds nothing.
blank_disk() {
  lsblk -bdnro NAME,SIZE,TYPE | sort | while read -r name size type; do
    [ "$type" = disk ] || continue
    [ "$size" = "$(($1 * 1073741824))" ] || continue
    [ "$(lsblk -nro NAME "/dev/$name" | wc -l)" -eq 1 ] || continue
    [ -z "$(lsblk -nro MOUNTPOINT "/dev/$name" | tr -d '[:space:]')" ] || continue
    blkid -p "/dev/$name" >/dev/null 2>&1
    [ $? -eq 2 ] || continue
    echo "/dev/$name"
    break
  done
}

ensure_volume() {
  label=$1 gib=$2 folder=$3 owner=$4 fresh=no
  device=$(blkid -L "$label")
  if [ -z "$device" ]; then
    device=$(blank_disk "$gib")
    [ -n "$device" ] || return 1
    log "formatting $device ($gib GiB) as $label"
    mkfs.ext4 -q -m 1 -L "$label" "$device" || return 1
    udevadm settle 2>/dev/null
    fresh=yes
  fi
  mkdir -p "$root$folder"
  grep -q "^LABEL=$label " "$fstab" 2>/dev/null ||
    echo "LABEL=$label $folder ext4 defaults,nofail,x-systemd.device-timeout=30s 0 2" >>"$fstab"
  mountpoint -q "$root$folder" || mount "$root$folder" || return 1
  # Both clouds grow volumes under a running machine; this lets the file system follow.
  resize2fs "$device" >/dev/null 2>&1
  [ "$fresh" = no ] || chown "$owner" "$root$folder"
  return 0
}

[ -s "$list" ] || exit 0
try=0
while :; do
  missing=0
  while read -r label gib folder owner; do
    [ -z "$label" ] || ensure_volume "$label" "$gib" "$folder" "$owner" </dev/null || missing=$((missing + 1))
  done <"$list"
  [ "$missing" -eq 0 ] && exit 0
  try=$((try + 1))
  [ "$try" -lt "$tries" ] || break
  sleep 5
done
log "$missing volume(s) did not appear as blank disks of their size"
exit 1
`;

const UNIT = `[Unit]
Description=Extra volumes of this machine
After=local-fs.target

[Service]
Type=oneshot
ExecStart=/usr/local/sbin/twinstack-volumes
TimeoutStartSec=15min

[Install]
WantedBy=multi-user.target
`;

/** The script, its unit and the list of volumes; the script is there even without volumes, for those added later. */
export function volumeFiles({ hardware, access }: Requirement): readonly WrittenFile[] {
  const lines = hardware.volumes.map((volume) => {
    const folder = volume.mountPath ?? `/data/${volume.name}`;
    return `${volume.name.slice(0, LABEL_LENGTH)} ${volume.sizeGib} ${folder} ${ownerOf(folder, access.loginName)}\n`;
  });
  return [
    { path: "/usr/local/sbin/twinstack-volumes", permissions: "0755", content: SCRIPT },
    { path: "/etc/systemd/system/twinstack-volumes.service", content: UNIT },
    ...(lines.length === 0 ? [] : [{ path: "/etc/twinstack/volumes", content: lines.join("") }]),
  ];
}

/** Folders for people belong to the person who logs in; those of services stay root's until their package takes them. */
function ownerOf(folder: string, loginName: string): string {
  return /^\/(data|srv|home|mnt|media|opt)(\/|$)/.test(folder) ? loginName : "root";
}
