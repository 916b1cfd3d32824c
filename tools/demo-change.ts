/**
 * A machine changes on both sandbox clouds: it grows, opens a port, gets software, is almost wiped, and goes back.
 * Starts a service of its own in a temporary folder, types commands as a person does, and removes everything again.
 *
 * Usage: node tools/demo-change.ts
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runCli } from "../src/cli/run-cli.ts";
import type { Terminal } from "../src/cli/terminal.ts";
import { makeDataFolder, removeDataFolder, startService } from "../test/_helpers/started-service.ts";

const FIRST = {
  name: "shop",
  profile: "small-web-server",
  hardware: { vcpu: 1, memoryGib: 1, rootDiskGib: 20, volumes: [{ name: "files", sizeGib: 10 }] },
  software: { packages: ["nginx"], services: ["nginx"] },
  network: { publicAddress: true, openPorts: [{ port: 22 }, { port: 80 }] },
  placement: { main: "sandbox-openstack", standby: { cloud: "sandbox-cloudstack", mode: "running" } },
};
const LARGER = { ...FIRST, hardware: { ...FIRST.hardware, memoryGib: 3 } };
const OPENED = { ...LARGER, network: { ...LARGER.network, openPorts: [{ port: 22 }, { port: 80 }, { port: 443 }] } };
const WITH_GIT = { ...OPENED, software: { ...OPENED.software, packages: ["nginx", "git"] } };
const OTHER_SYSTEM = { ...OPENED, software: { ...OPENED.software, os: { family: "debian", version: "12" } } };
const SMALLER_DISK = { ...OPENED, hardware: { ...OPENED.hardware, rootDiskGib: 10 } };

const out = (text: string): void => void process.stdout.write(`${text}\n`);
const folder = await makeDataFolder();
const file = join(folder, "shop.json");
let failed = 0;

/** Types a command, and notes when it does not end as it should. */
async function type(environment: NodeJS.ProcessEnv, words: readonly string[], wanted = 0): Promise<void> {
  out(`\n$ npx twinstack ${words.join(" ").replace(file, "shop.yaml")}`);
  const terminal: Terminal = {
    interactive: false,
    out: (text) => out(indented(text)),
    err: (text) => out(indented(text)),
    ask: async () => "",
    askSecret: async () => "",
  };
  const code = await runCli(words, { terminal, environment, checkout: folder });
  if (code === wanted) return;
  failed += 1;
  out(`  !! it ended with ${code} instead of ${wanted}`);
}

function indented(text: string): string {
  return text.replace(/^/gm, "  ");
}

function chapter(title: string): void {
  out(`\n── ${title} ${"─".repeat(Math.max(3, 90 - title.length))}`);
}

out("Starting a service with both sandbox clouds …");
const service = await startService({ folder });
const environment = {
  TWINSTACK_URL: service.url,
  TWINSTACK_TOKEN: (await readFile(join(folder, "token"), "utf8")).trim(),
  TWINSTACK_CONFIG: join(folder, "none.json"),
};
const say = (words: readonly string[], wanted?: number) => type(environment, words, wanted);
const ask = (requirement: object) => writeFile(file, JSON.stringify(requirement));

try {
  chapter("1 · A machine and its standby");
  await ask(FIRST);
  await say(["submit", file]);
  await say(["apply", "shop", "--yes"]);

  chapter("2 · Grow: what it means before it is asked for, then the standby first");
  await ask(LARGER);
  await say(["validate", file]);
  await say(["submit", file]);
  await say(["plan", "shop"]);
  await say(["apply", "shop", "--only", "standby", "--yes"]);
  await say(["apply", "shop", "--yes"]);

  chapter("3 · A port: nothing else is touched");
  await ask(OPENED);
  await say(["submit", file]);
  await say(["apply", "shop", "--yes"]);

  chapter("4 · Software: replaces the machine today, so it waits for a review and is taken back");
  await ask(WITH_GIT);
  await say(["submit", file]);
  await say(["plan", "shop"]);
  await say(["rollback", "shop"]);
  await say(["plan", "shop"]);

  chapter("5 · Dangerous: another system wipes the disk of what serves, so a yes is not enough");
  await ask(OTHER_SYSTEM);
  await say(["submit", file]);
  await say(["plan", "shop"]);
  await say(["apply", "shop", "--yes"], 4);

  chapter("6 · Rolled back: as it was asked for before, and nothing of the machines is touched");
  await say(["rollback", "shop"]);
  await say(["plan", "shop"]);

  chapter("7 · A disk never shrinks");
  await ask(SMALLER_DISK);
  await say(["submit", file], 2);

  chapter("8 · The same machines as in the beginning");
  await say(["list"]);
  await say(["destroy", "shop", "--confirm", "shop"]);
} finally {
  await service.stop();
  await removeDataFolder(folder);
}
out(failed === 0 ? "\nEverything went as it should." : `\n${failed} commands did not end as they should.`);
process.exitCode = failed === 0 ? 0 : 1;
