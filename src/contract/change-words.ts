import type { ChangedPart, ChangeEffect, DataFate, Pause, SaferWay } from "./change-preview.ts";

// Without a schema library: the page takes these words as its English ones, and the service says them in `text`.

export const PART_WORDS: Readonly<Record<ChangedPart, string>> = {
  "memory-more": "{{by}} more GiB of memory ({{from}} → {{to}})",
  "memory-less": "{{by}} less GiB of memory ({{from}} → {{to}})",
  "processors-more": "{{by}} more vCPU ({{from}} → {{to}})",
  "processors-less": "{{by}} fewer vCPU ({{from}} → {{to}})",
  "system-disk-more": "{{by}} more GiB of system disk ({{from}} → {{to}})",
  "system-disk-less": "{{by}} less GiB of system disk ({{from}} → {{to}})",
  "volume-added": "a new volume “{{name}}” of {{to}} GiB",
  "volume-removed": "no volume “{{name}}” any more ({{from}} GiB)",
  "volume-more": "{{by}} more GiB for the volume “{{name}}” ({{from}} → {{to}})",
  "volume-less": "{{by}} less GiB for the volume “{{name}}” ({{from}} → {{to}})",
  "volume-speed": "another speed of the volume “{{name}}” ({{from}} → {{to}})",
  "volume-folder": "another folder for the volume “{{name}}” ({{from}} → {{to}})",
  "port-opened": "{{port}} opens for {{source}}",
  "port-closed": "{{port}} closes for {{source}}",
  "public-address-on": "reachable from outside",
  "public-address-off": "not reachable from outside any more",
  "private-network": "another private network ({{from}} → {{to}})",
  system: "another operating system ({{from}} → {{to}})",
  packages: "packages ({{names}})",
  runtimes: "languages and tools ({{names}})",
  services: "services ({{names}})",
  files: "files ({{names}})",
  "first-boot-commands": "other commands at first boot",
  "own-cloud-init": "another cloud-init of your own",
  "login-name": "another login name ({{from}} → {{to}})",
  "ssh-keys": "other SSH keys",
  "root-login": "root may log in or not",
  password: "another password",
  "main-cloud": "the main machine on another cloud ({{from}} → {{to}})",
  "standby-cloud": "the standby on another cloud ({{from}} → {{to}})",
  "standby-off": "no standby any more",
  "standby-pilot-light": "a standby without a machine (pilot light)",
  "standby-stopped": "a stopped standby",
  "standby-running": "a running standby",
  "cloud-labels": "other labels that a cloud must have",
  protection: "another protection",
  term: "another end of the term ({{to}})",
  labels: "other labels",
  contact: "another contact",
  profile: "another profile ({{from}} → {{to}})",
  "size-replaced": "the size “{{from}}” on “{{cloud}}” gives way to “{{to}}”, which nobody asked for",
  "image-replaced": "the image “{{from}}” on “{{cloud}}” gives way to “{{to}}”, which nobody asked for",
  beside: "beside what was asked for: {{title}}",
};

export const EFFECT_WORDS: Readonly<Record<ChangeEffect, string>> = {
  nothing: "nothing happens on the cloud",
  live: "it is changed while everything goes on",
  "while-off": "it is changed while the machine is off",
  reconnects: "the connection breaks for a moment",
  restarts: "the machine restarts",
  grows: "the disk grows while the machine runs; its file system is grown in the machine afterwards",
  "disk-added": "an empty disk is attached while the machine runs",
  "disk-removed": "the disk is removed with everything on it",
  "disk-moves": "the disk moves to other storage, which may take long, while the machine runs",
  "in-the-machine": "nothing happens by itself; change it in the machine",
  "address-given": "it gets a public address",
  "address-taken": "its public address goes back to the cloud for good",
  rebuilt: "the machine is made anew and boots from its own disks",
  emptied: "the machine is made anew with an empty system disk",
  made: "a machine is made there, with nothing of what another one stores",
  removed: "the machine there is removed with its disks",
  destroyed: "what stands there is destroyed with its disks, by a run of its own",
  stops: "the machine is stopped",
  starts: "the machine is started",
  "by-hand": "Terraform cannot do it there; start or stop the machine after the apply",
  "size-waits": "it keeps its size as long as it is stopped",
  "size-stuck": "the custom size it has is not followed yet; nothing changes there",
  refused: "it is refused, because no cloud makes a disk smaller without losing what is on it",
  "as-planned": "see the plan",
};

export const PAUSE_WORDS: Readonly<Record<Pause["length"], string>> = {
  none: "no interruption",
  seconds: "a few seconds",
  minute: "about a minute",
  minutes: "about {{minutes}} minutes",
};

export const DATA_WORDS: Readonly<Record<DataFate, string>> = {
  none: "Nothing is stored there yet.",
  kept: "All data is kept.",
  lost: "Data is lost.",
};

export const WAY_WORDS: Readonly<Record<SaferWay, string>> = {
  "volume-instead":
    "Keep the system disk at {{from}} GiB and add a volume of {{by}} GiB instead: it is attached while the machine runs and nothing is lost.",
  "work-in-the-machine":
    "Make this change in the machine now (npx twinstack ssh {{name}}) and submit it later together with a change that makes the machine anew anyway.",
  "copy-first": "Copy what you need from the machine first; nothing brings it back afterwards.",
  "new-machine": "Submit a second machine of another name with this change, move your work, and destroy the old one.",
  "standby-first":
    "Approve the standby’s plan alone first (npx twinstack apply {{name}} --only standby), and main’s when the standby is as you want it.",
  "quiet-hour": "Approve the plan when nobody needs the machine: it waits until then.",
  "size-in-the-cloud": "On “{{cloud}}” stop the machine, give it its size in the cloud’s own page, and start it again.",
};

/** Puts values into words; what has no value stays as it is. */
export function fillWords(words: string, values: Readonly<Record<string, string | number>>): string {
  return words.replace(/\{\{(\w+)\}\}/g, (place, name: string) => String(values[name] ?? place));
}
