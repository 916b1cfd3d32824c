import type { BootInput } from "./boot-input.ts";
import { shellQuote } from "./shell-quote.ts";
import type { WrittenFile } from "./written-file.ts";

/**
 * The agent: one run of `beat` every 30 seconds, outbound only, sh and curl only.
 * The gate is two marks: `gated` (kept over a reboot) says that the machine is protected, `open-until` (lost at a
 * reboot, in seconds of uptime, which no change of the clock moves) says how long it may serve. No valid mark, no service.
 */
const SCRIPT = String.raw`#!/bin/sh
# twinstack-agent beat | services-start
# Fetches this machine's secrets once, reports to the service, and keeps the declared services as its last answer says.
umask 077
root=$TWINSTACK_ROOT
url='' workspace='' site='' services=''
. "$root/etc/twinstack/agent.conf"
keep=$root/var/lib/twinstack
run=$root/run/twinstack
token_file=$root/etc/twinstack/bootstrap-token
manifest=$root/etc/twinstack/secret-files
mkdir -p "$keep" "$run"
chmod 0755 "$keep" "$run"

log() { echo "twinstack-agent: $*" >&2; }

uptime_now() { cut -d. -f1 "$root/proc/uptime"; }

# One value of a flat JSON object on standard input.
field() { sed -n 's/.*"'"$1"'" *: *"\{0,1\}\([^",}]*\).*/\1/p' | head -n 1; }

# post PATH TOKEN BODY: the token goes through standard input, because arguments are visible to every user.
post() {
  printf 'header = "Authorization: Bearer %s"\n' "$2" |
    curl -fsS --config - --connect-timeout 5 --max-time 20 -H 'Content-Type: application/json' --data-binary "$3" "$url$1"
}

host_keys() {
  for file in "$root"/etc/ssh/ssh_host_*_key.pub; do
    [ ! -r "$file" ] || printf '"%s",' "$(tr -d '"\\\r\n' <"$file")"
  done | sed 's/,$//'
}

# place_file ENTRY: writes one secret file beside its place, compares digests, then moves it there.
place_file() {
  path=$(printf '%s' "$1" | field path)
  sha=$(printf '%s' "$1" | field sha256)
  if ! grep -qxF "$sha $path" "$manifest" 2>/dev/null; then
    log "not an announced file: $path"
    return 1
  fi
  new=$root$path.twinstack-new
  (umask 022 && mkdir -p "$(dirname "$root$path")")
  printf '%s' "$1" | field contentBase64 | base64 -d >"$new"
  if [ "$(sha256sum <"$new" | cut -d' ' -f1)" != "$sha" ]; then
    log "digest differs: $path"
    rm -f "$new"
    return 1
  fi
  chown "$(printf '%s' "$1" | field owner)" "$new" || log "owner unknown: $path stays root's"
  chmod "$(printf '%s' "$1" | field permissions)" "$new" && mv -f "$new" "$root$path"
}

# The bootstrap token works once, so the answer is kept, over a reboot too, until all of it is where it belongs.
bootstrap() {
  [ ! -s "$keep/machine-token" ] || return 0
  if [ ! -s "$keep/answer" ]; then
    [ -s "$token_file" ] || return 1
    body='{"workspaceId":"'$workspace'","site":"'$site'","hostKeys":['$(host_keys)']}'
    post /machine/v1/bootstrap "$(cat "$token_file")" "$body" >"$keep/answer.new" || return 1
    mv "$keep/answer.new" "$keep/answer"
  fi
  token=$(tr -d '\n' <"$keep/answer" | field machineToken)
  [ -n "$token" ] || return 1
  tr -d '\n' <"$keep/answer" | tr '{' '\n' | grep '"contentBase64"' >"$run/files"
  while IFS= read -r entry; do
    place_file "$entry" </dev/null || log "a secret file is missing; make the machine anew after correcting it"
  done <"$run/files"
  printf '%s' "$token" >"$keep/machine-token.new" && mv "$keep/machine-token.new" "$keep/machine-token" || return 1
  shred -u "$token_file" "$keep/answer" "$run/files" 2>/dev/null
  rm -f "$token_file" "$keep/answer" "$run/files"
}

# Judged by uptime taken before the question was asked, so that a slow answer never lengthens the right to serve.
may_serve() {
  [ -e "$keep/gated" ] || return 0
  [ -s "$run/open-until" ] && [ "$(uptime_now)" -lt "$(cat "$run/open-until")" ]
}

gate_now() {
  if [ ! -e "$keep/gated" ]; then echo off; elif may_serve; then echo open; else echo closed; fi
}

obey() {
  case $1 in
    off) rm -f "$keep/gated" "$run/open-until" ;;
    open)
      : >"$keep/gated"
      echo $(($3 + $2)) >"$run/open-until"
      ;;
    closed)
      : >"$keep/gated"
      rm -f "$run/open-until"
      ;;
    *) log "unknown answer: $1" ;;
  esac
}

heartbeat() {
  [ -s "$keep/machine-token" ] || return 1
  asked_at=$(uptime_now)
  finished=false
  [ ! -e "$root/var/lib/cloud/instance/boot-finished" ] || finished=true
  body='{"workspaceId":"'$workspace'","site":"'$site'","bootId":"'$(cat "$root/proc/sys/kernel/random/boot_id")'","uptimeSeconds":'$asked_at',"firstBootDone":'$finished',"gate":"'$(gate_now)'"}'
  answer=$(post /machine/v1/heartbeat "$(cat "$keep/machine-token")" "$body" | tr -d '\n') || return 1
  gate=$(printf '%s' "$answer" | field gate)
  valid=$(printf '%s' "$answer" | field validForSeconds)
  case $valid in '' | *[!0-9]*) return 1 ;; esac
  obey "$gate" "$valid" "$asked_at"
}

# Starts services only when the right to serve begins and stops them whenever it is missing; between, systemd decides.
enforce() {
  if may_serve; then
    if [ ! -e "$run/serving" ]; then
      : >"$run/serving"
      [ ! -e "$keep/ready" ] || start_services
    fi
  else
    rm -f "$run/serving"
    for service in $services; do
      ! systemctl is-active --quiet "$service" || systemctl stop "$service"
    done
  fi
}

start_services() {
  for service in $services; do
    systemctl start "$service" || log "could not start $service"
  done
}

case $1 in
  beat)
    bootstrap || log "no machine token yet"
    heartbeat || log "no valid answer"
    enforce
    ;;
  services-start)
    : >"$keep/ready"
    if may_serve; then
      : >"$run/serving"
      start_services
    fi
    ;;
  *)
    log "usage: twinstack-agent beat | services-start"
    exit 2
    ;;
esac
`;

const SERVICE = `[Unit]
Description=Heartbeat and gate of this machine
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart=/usr/local/sbin/twinstack-agent beat
TimeoutStartSec=90
`;

const TIMER = `[Unit]
Description=Heartbeat of this machine every 30 seconds

[Timer]
OnBootSec=5s
OnUnitInactiveSec=30s
AccuracySec=1s

[Install]
WantedBy=timers.target
`;

/** systemd starts a gated service only with the right to serve; the marks are the agent's. */
const GATE = `[Unit]
ConditionPathExists=|!/var/lib/twinstack/gated
ConditionPathExists=|/run/twinstack/serving
`;

/** The agent, its timer, its one-time token and the gates of the declared services. */
export function agentFiles({ requirement, workspaceId, site, agent }: BootInput): readonly WrittenFile[] {
  if (agent === null) return [];
  const { files, services } = requirement.software;
  const manifest = files.flatMap((file) => (file.secret ? [`${file.sha256} ${file.path}\n`] : []));
  const settings = { url: agent.publicUrl, workspace: workspaceId, site, services: services.join(" ") };
  return [
    { path: "/usr/local/sbin/twinstack-agent", permissions: "0755", content: SCRIPT },
    {
      path: "/etc/twinstack/agent.conf",
      content: Object.entries(settings)
        .map(([key, value]) => `${key}=${shellQuote(value)}\n`)
        .join(""),
    },
    { path: "/etc/twinstack/bootstrap-token", permissions: "0600", content: agent.bootstrapToken },
    ...(manifest.length === 0 ? [] : [{ path: "/etc/twinstack/secret-files", content: manifest.join("") }]),
    ...(requirement.protection.enabled ? [{ path: "/var/lib/twinstack/gated", content: "" }] : []),
    { path: "/etc/systemd/system/twinstack-agent.service", content: SERVICE },
    { path: "/etc/systemd/system/twinstack-agent.timer", content: TIMER },
    ...services.map((service) => ({
      path: `/etc/systemd/system/${unitName(service)}.d/50-twinstack.conf`,
      content: GATE,
    })),
  ];
}

function unitName(service: string): string {
  return /\.(service|socket|timer|target|path)$/.test(service) ? service : `${service}.service`;
}
