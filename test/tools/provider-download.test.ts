import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { type PlantedCheckout, plantCheckout } from "./planted-checkout.ts";
import { engineBody, goBody } from "./planted-programs.ts";

const REGISTRY_ANSWERS =
  "--import=data:text/javascript,globalThis.fetch=async(url)=>Response.json({'providers.v1':String(url)})";
const REGISTRY_SILENT = "--import=data:text/javascript,globalThis.fetch=async()=>{throw(new(Error)('unreachable'))}";

/** An engine whose `init` unpacks what the configuration asks for, as the real ones do. */
const DOWNLOADING_ENGINE = `
  if (args[0] === "init") {
    log("init with " + fs.readFileSync(process.env.TF_CLI_CONFIG_FILE, "utf8").replace(/\\s+/g, " "));
    const wanted = JSON.parse(fs.readFileSync("versions.tf.json", "utf8")).terraform.required_providers;
    const kind = process.platform + "_" + (process.arch === "x64" ? "amd64" : process.arch);
    for (const { source, version } of Object.values(wanted)) {
      const folder = path.join(".terraform/providers", source, version, kind);
      fs.mkdirSync(folder, { recursive: true });
      fs.writeFileSync(path.join(folder, "LICENSE"), "");
      fs.writeFileSync(path.join(folder, "terraform-provider-" + source.split("/").at(-1) + "_v" + version), "downloaded");
    }
    process.exit(0);
  }
  ${engineBody("1.11.4")}`;

const REFUSING_ENGINE = `
  if (args[0] === "init") { console.error("Error: Failed to query available provider packages"); process.exit(1); }
  ${engineBody("1.11.4")}`;

let planted: PlantedCheckout;

beforeEach(() => {
  planted = plantCheckout();
});

afterEach(() => {
  planted.remove();
});

function setUpWith(network: string, wish = "") {
  return planted.run([network, join(planted.folder, "tools/setup.mjs")], { TWINSTACK_PROVIDERS: wish });
}

function readToolchain(): Record<string, unknown> {
  return JSON.parse(readFileSync(join(planted.folder, ".twinstack/toolchain.json"), "utf8")) as Record<string, unknown>;
}

test("lets the engine download the providers where the public registry answers", async () => {
  planted.plant("terraform", DOWNLOADING_ENGINE);

  const done = await setUpWith(REGISTRY_ANSWERS);

  expect(done.code).toBe(0);
  expect(done.stderr).toContain("(from the registry)");
  expect(planted.calls()).toEqual([expect.stringContaining("direct {}")]);
  const { providerSource, providerMirror } = readToolchain();
  const kind = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
  const inside = `cloudstack/cloudstack/0.6.0/${kind}/terraform-provider-cloudstack_v0.6.0`;
  expect(providerSource).toBe("registry");
  expect(readFileSync(join(String(providerMirror), "registry.opentofu.org", inside), "utf8")).toBe("downloaded");
});

test("builds the providers where the registry does not answer", async () => {
  planted.plant("terraform", DOWNLOADING_ENGINE);
  planted.plant("go", goBody());

  const done = await setUpWith(REGISTRY_SILENT);

  expect(done.code).toBe(0);
  expect(readToolchain()["providerSource"]).toBe("mirror");
  expect(planted.calls().filter((call) => call.startsWith("terraform"))).toEqual([]);
});

test("says so and builds when the registry answers but does not deliver", async () => {
  planted.plant("terraform", REFUSING_ENGINE);
  planted.plant("go", goBody());

  const done = await setUpWith(REGISTRY_ANSWERS);

  expect(done.code).toBe(0);
  expect(done.stderr).toMatch(/registry download failed: Error: Failed to query available provider packages; building/);
  expect(readToolchain()["providerSource"]).toBe("mirror");
});

test("stops with the remedy when only the registry is allowed and it does not deliver", async () => {
  planted.plant("terraform", REFUSING_ENGINE);
  planted.plant("go", goBody());

  const done = await setUpWith(REGISTRY_SILENT, "registry");

  expect(done.code).toBe(1);
  expect(done.stderr).toMatch(/step: +providers\n +cause: .*Failed to query/);
  expect(done.stderr).toMatch(/remedy: .*TWINSTACK_PROVIDERS=build/);
  expect(planted.calls()).toEqual([]);
});
