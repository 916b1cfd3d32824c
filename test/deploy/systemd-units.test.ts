import { execFile } from "node:child_process";
import { access, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";

const run = promisify(execFile);
const UNITS = resolve(import.meta.dirname, "../../deploy/systemd");
const ANALYZE = "/usr/bin/systemd-analyze";
const hasAnalyze = await access(ANALYZE).then(
  () => true,
  () => false,
);

async function units(): Promise<readonly string[]> {
  return (await readdir(UNITS)).filter((name) => name.endsWith(".service"));
}

test("there is a unit for the service and one for workers, and both stop slowly enough for an apply", async () => {
  const names = await units();
  const texts = await Promise.all(names.map((name) => readFile(join(UNITS, name), "utf8")));

  expect([...names].sort()).toEqual(["twinstack-worker@.service", "twinstack.service"]);
  for (const text of texts) {
    expect(text).toMatch(/^TimeoutStopSec=15min$/m);
    expect(text).toMatch(/^KillMode=mixed$/m);
    expect(text).toMatch(/^NoNewPrivileges=yes$/m);
    expect(text).toMatch(/^User=twinstack$/m);
  }
});

// Needs Debian's package systemd; a machine without systemd has no use for the units.
(hasAnalyze ? test : test.skip)("systemd finds no fault in the units (needs systemd-analyze)", async () => {
  const folder = await mkdtemp(join(tmpdir(), "twinstack-units-"));
  try {
    const copies = await Promise.all(
      (await units()).map(async (name) => {
        // An instance of the template; the checkout and the user of the unit are not on this machine.
        const copy = join(folder, name.replace("@.", "@1."));
        const text = await readFile(join(UNITS, name), "utf8");
        await writeFile(
          copy,
          text.replace("WorkingDirectory=/opt/twinstack", "WorkingDirectory=/").replaceAll("=twinstack\n", "=root\n"),
        );
        return copy;
      }),
    );

    const { stderr } = await run(ANALYZE, ["verify", "--man=no", ...copies]);

    expect(stderr.split("\n").filter((line) => line.includes(folder))).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
