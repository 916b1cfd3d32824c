/**
 * `npm run guests`: CI's part of the comparison. One guest on each sandbox cloud, asked for through the cloud's own
 * API with the same small user data, looked at from inside by the guest agent. No service, no packages: seconds with
 * KVM, about a minute without.
 */
import { type CloudGuest, startCloudstackGuest, startOpenstackGuest } from "./cloud-guests.ts";
import { compare, isBad } from "./compare.ts";
import { runInside } from "./run-inside.ts";

const PATIENCE_MS = 10 * 60_000;
const USER_DATA = `#cloud-config
hostname: brief
users: [{ name: ann, shell: /bin/bash, sudo: "ALL=(ALL) NOPASSWD:ALL", ssh_authorized_keys: [ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIO5shOvgddMwRZaPYIKpaRajzoAYWOd+RSRACdHZJo9Y ann] }]
write_files: [{ path: /etc/brief, content: "written by first boot\\n", permissions: "0600" }]
runcmd: ["echo ran >/var/lib/ran"]
`;

const LOOKS: Readonly<Record<string, string>> = {
  "first boot": "cloud-init status | tail -n 1",
  "data source": "grep -o 'DataSource[A-Za-z]*' /run/cloud-init/result.json | head -n 1",
  "host name": "hostname",
  user: "id -nG ann && wc -l </home/ann/.ssh/authorized_keys",
  file: "stat -c '%U %a' /etc/brief && cat /etc/brief",
  command: "cat /var/lib/ran",
  "SSH server": "systemctl is-active ssh && ss -Hltn 'sport = :22' | wc -l",
  "failed units": "systemctl --failed --no-legend --plain | wc -l",
  "system disk grown": "df -BG --output=size / | tail -n 1",
};
const RIGHT = new Map([
  ["first boot", /^status: done$/],
  ["data source", /^DataSourceConfigDrive$/],
  ["host name", /^brief$/],
  ["user", /\n1$/],
  ["file", /^root 600\nwritten by first boot$/],
  ["command", /^ran$/],
  ["SSH server", /^active\n[1-9]/],
  ["failed units", /^0$/],
  ["agent", /^\{\}$/],
  ["address inside is the cloud's", /^true$/],
]);

const imageFolder = process.env["TWINSTACK_GUEST_IMAGE"] ?? "";
const began = Date.now();
const guests: CloudGuest[] = [];
try {
  for (const start of [startOpenstackGuest, startCloudstackGuest]) guests.push(await start(imageFolder, USER_DATA));
  const seen = await Promise.all(guests.map(look));
  const rows = compare(seen, { ofTheCloud: new Set(), right: RIGHT });
  for (const { feature, values, verdict } of rows)
    tell(`${verdict}: ${feature}: ${values.join(" | ").replaceAll("\n", ", ")}`);
  const bad = rows.filter(isBad).length;
  if (bad > 0) await showConsoles();
  tell(`guests ran with ${(await guests[0]?.acceleration()) ?? "nothing"}`);
  process.stdout.write(`${rows.length - bad} passed, ${bad} failed, 0 skipped\n`);
  process.exitCode = bad === 0 ? 0 : 1;
} catch (error) {
  await showConsoles();
  process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n0 passed, 1 failed, 0 skipped\n`);
  process.exitCode = 1;
} finally {
  await Promise.all(guests.map((guest) => guest.close()));
}

async function showConsoles(): Promise<void> {
  for (const guest of guests) {
    const text = await guest.console().catch(String);
    process.stdout.write(`--- console on ${guest.cloud}\n${text.slice(-4_000)}\n`);
  }
}

async function look(guest: CloudGuest): Promise<ReadonlyMap<string, string>> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const status = await runInside(guest, LOOKS["first boot"] ?? "").catch((error: unknown) => String(error));
    if (/status: (done|error)/.test(status)) break;
    if (Date.now() > until) throw new Error(`${guest.cloud}: first boot did not end: ${status}`);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  tell(`${guest.cloud}: first boot ended`);
  const seen = new Map<string, string>();
  for (const [what, line] of Object.entries(LOOKS)) seen.set(what, await runInside(guest, line));
  seen.set("agent", JSON.stringify(await guest.askAgent({ execute: "guest-ping" })));
  const inside = await runInside(guest, "ip -4 -o addr show scope global");
  seen.set("address inside is the cloud's", String(inside.includes(` ${guest.address}/`)));
  return seen;
}

function tell(text: string): void {
  process.stdout.write(`${String(Math.round((Date.now() - began) / 1000)).padStart(4)} s  ${text}\n`);
}
