import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";
import { literal, restoreText } from "../../stacks/literal-text.ts";
import { cloudstackSitePlan } from "../_fixtures/site-plans/cloudstack-site-plan.ts";
import { openstackSitePlan } from "../_fixtures/site-plans/openstack-site-plan.ts";
import { terraformEnv, toolchain } from "../_helpers/toolchain.ts";
import { ref, synth } from "./_synth.ts";

const run = promisify(execFile);
const HOSTILE = [
  ref('file("/etc/passwd")'),
  "$${a}",
  `$$${ref("b")}`,
  "$$$${c}",
  "%{ if true }x%{ endif }",
  "%%{d}",
  ref("TfToken[TOKEN.0]"),
  "#{TfToken[TOKEN.1]}",
  "&{TfToken[MAP.2]}",
  "TfToken[\uE000[\uE000\uE001",
  "$ { % $",
  'it\'s "quoted" \\ ü 漢 \u2028',
  "${",
  "%{",
];

test("Terraform reads hostile text back exactly as it was written", async () => {
  const folder = await mkdtemp(join(tmpdir(), "twinstack-literal-"));
  try {
    const escaped = HOSTILE.map((text) => restoreText(literal(text)));
    await writeFile(join(folder, "main.tf.json"), JSON.stringify({ output: { texts: { value: escaped } } }));
    const options = { cwd: folder, env: terraformEnv() };
    await run(toolchain().enginePath, ["init", "-input=false"], options);
    await run(toolchain().enginePath, ["apply", "-input=false", "-auto-approve"], options);

    const { stdout } = await run(toolchain().enginePath, ["output", "-json", "texts"], options);

    expect(JSON.parse(stdout)).toEqual(HOSTILE);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test.each(HOSTILE)("synthesizes %j in names, labels, rules and user data without reading it as code", (text) => {
  const changes = {
    workspaceName: text,
    instanceName: text,
    ownerId: text,
    tags: { [`label ${text}`]: text },
    userData: { encoding: "plain" as const, content: `#cloud-config\n# ${text}\n`, rawBytes: 1 },
  };

  const openstack = synth(openstackSitePlan(changes));
  const cloudstack = synth(cloudstackSitePlan(changes));

  for (const [site, type] of [
    [openstack, "openstack_compute_instance_v2"],
    [cloudstack, "cloudstack_instance"],
  ] as const) {
    expect(unescaped(site.one(type)["name"])).toBe(text);
    expect(unescaped(site.one(type)["user_data"])).toBe(`#cloud-config\n# ${text}\n`);
  }
  expect(Object.keys(cloudstack.one("cloudstack_instance")["tags"] as object).map(unescaped)).toContain(
    `label ${text}`,
  );
});

/** What Terraform makes of an escaped string; checked against the real one in the first test. */
function unescaped(value: unknown): string {
  return String(value).replace(/([$%])\1(?=\{)/g, "$1");
}
