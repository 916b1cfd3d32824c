import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";
import { toolchain } from "../_helpers/toolchain.ts";

const CHECKOUT = fileURLToPath(new URL("../..", import.meta.url));

/** Adds to a copy of a lock file what it lacks. */
function complete(lockFile: string): { said: string; text: string } {
  const folder = mkdtempSync(join(tmpdir(), "twinstack-lock-"));
  try {
    const copy = join(folder, "package-lock.json");
    cpSync(lockFile, copy);
    const program = join(CHECKOUT, "tools", "complete-lock.mjs");
    const run = spawnSync(toolchain().nodePath, [program, copy], { encoding: "utf8" });
    return { said: run.stdout, text: readFileSync(copy, "utf8") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("the lock file names the packages of every platform, so that npm ci accepts it everywhere", () => {
  const { said, text } = complete(join(CHECKOUT, "package-lock.json"));

  expect(said).toBe("0 packages of other platforms added\n");
  expect(Object.keys((JSON.parse(text) as { packages: object }).packages).length).toBeGreaterThan(500);
});

test("a missing platform package is added with the platform that its name tells", () => {
  const folder = mkdtempSync(join(tmpdir(), "twinstack-lock-"));
  const file = join(folder, "package-lock.json");
  const wanting = {
    version: "2.0.0",
    dev: true,
    optionalDependencies: { "@x/y-linux-arm64-musl": "2.0.0", "y-win32-x64-msvc": "^2.0.0" },
  };
  writeFileSync(file, JSON.stringify({ lockfileVersion: 3, packages: { "": {}, "node_modules/y": wanting } }));

  const { said, text } = complete(file);
  rmSync(folder, { recursive: true });

  expect(said).toBe("2 packages of other platforms added\n");
  expect(JSON.parse(text)).toMatchObject({
    lockfileVersion: 3,
    packages: {
      "node_modules/@x/y-linux-arm64-musl": {
        version: "2.0.0",
        cpu: ["arm64"],
        dev: true,
        libc: ["musl"],
        optional: true,
        os: ["linux"],
      },
      "node_modules/y-win32-x64-msvc": { version: "2.0.0", cpu: ["x64"], os: ["win32"] },
    },
  });
});
