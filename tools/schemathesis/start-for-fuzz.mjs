import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHECKOUT } from "../setup/places.mjs";

const PATIENCE_MS = 180_000;

/**
 * Starts the service on a data folder of its own, with sandbox clouds and without a worker: what is submitted stays
 * queued, so that the fuzz meets the API and not a hundred engines.
 *
 * @param {{ nodePath: string }} toolchain
 * @returns {Promise<{ url: string, token: string, folder: string, stop: () => Promise<void> }>}
 */
export async function startForFuzz(toolchain) {
  const folder = mkdtempSync(join(tmpdir(), "twinstack-fuzz-"));
  // Started by root, PostgreSQL runs as another user, who must reach the folder.
  chmodSync(folder, 0o755);
  const noted = { ...toolchain, postgresDataFolder: join(folder, "postgres") };
  writeFileSync(join(folder, "toolchain.json"), JSON.stringify(noted));
  const child = spawn(toolchain.nodePath, [join(CHECKOUT, "server/start.ts")], {
    cwd: CHECKOUT,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...{ PATH: process.env.PATH, HOME: folder, TWINSTACK_DATA: folder, TWINSTACK_PORT: "0" },
      ...{ TWINSTACK_WORKER: "off", TWINSTACK_SANDBOX_LATENCY: "instant" },
      ...(process.env.DATABASE_URL && { DATABASE_URL: process.env.DATABASE_URL }),
    },
  });
  const ended = new Promise((settle) => child.once("exit", settle));

  async function stop() {
    child.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }

  try {
    const url = await addressOf(child);
    return { url, token: readFileSync(join(folder, "token"), "utf8").trim(), folder, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function addressOf(child) {
  return new Promise((settle, fail) => {
    let printed = "";
    const give = (end, value) => {
      clearTimeout(timer);
      end(value);
    };
    const refuse = (why) => give(fail, new Error(`${why}:\n${printed}`));
    const timer = setTimeout(() => refuse("the service did not start in time"), PATIENCE_MS);
    child.once("exit", () => refuse("the service ended"));
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        printed += text;
        const url = /TwinStack is at (http:\S+) and stays up/.exec(printed)?.[1];
        if (url) give(settle, url);
      });
    }
  });
}
