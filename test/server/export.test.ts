import { expect, test } from "@jest/globals";
import { exportDesk } from "../../server/export/export-desk.ts";
import { exportSite } from "../../server/export/export-site.ts";
import { renderExportReadme } from "../../server/export/render-export-readme.ts";
import { samplePlan } from "../_helpers/samples.ts";

const SYNTHESIZED = JSON.stringify({
  terraform: { backend: { http: {} }, required_version: ">= 1.9.0" },
  resource: { terraform_data: { one: {} } },
});

test("a site's files keep everything but where the state is", () => {
  const files = exportSite("openstack", { "cdk.tf.json": SYNTHESIZED, "notes.txt": "kept" }, null);

  expect(Object.keys(files)).toEqual(["openstack/main.tf.json", "openstack/notes.txt"]);
  expect(JSON.parse(files["openstack/main.tf.json"] ?? "")).toEqual({
    terraform: { backend: { local: { path: "terraform.tfstate" } }, required_version: ">= 1.9.0" },
    resource: { terraform_data: { one: {} } },
  });
});

test("a state lies beside its stack, byte for byte", () => {
  const state = '{ "serial":  7 }\n';

  const files = exportSite("cloudstack", { "cdk.tf.json": SYNTHESIZED }, new TextEncoder().encode(state));

  expect(files["cloudstack/terraform.tfstate"]).toBe(state);
});

test("the README gives the commands and the environment, and no secret", async () => {
  const readme = await renderExportReadme({
    workspaceName: "web",
    revision: 3,
    sites: samplePlan().sites,
    withState: true,
    deskSites: [],
    engine: { engineKind: "opentofu", engineVersion: "1.12.6" },
    variablesOf: async (cloudId) => ({ OS_AUTH_URL: `http://cloud/${cloudId}?a='b'`, OS_PASSWORD: "canary" }),
  });

  expect(readme).toContain("# web, revision 3");
  expect(readme).toContain("cd openstack\n");
  expect(readme).toContain("tofu init\ntofu plan      # says: No changes");
  expect(readme).toContain(`'\\''b'\\'''`);
  expect(readme).toContain("export OS_PASSWORD='…'");
  expect(readme).not.toContain("canary");
  expect(readme).not.toContain("desk/");
});

test("without a state the README says what plan will show", async () => {
  const readme = await renderExportReadme({
    workspaceName: "web",
    revision: 1,
    sites: [],
    withState: false,
    deskSites: ["openstack"],
    engine: { engineKind: "terraform", engineVersion: "1.11.4" },
    variablesOf: async () => ({}),
  });

  expect(readme).toContain("no state in this export");
  expect(readme).toContain("cp desk/openstack/backend_override.tf.json openstack/");
});

test("a desk gets the addresses of the service's state and lock, and no password", () => {
  const files = exportDesk("openstack", "https://twin.example/state/v1/id/openstack");

  const { http } = JSON.parse(files["desk/openstack/backend_override.tf.json"] ?? "").terraform.backend;
  expect(http).toEqual({
    address: "https://twin.example/state/v1/id/openstack",
    lock_address: "https://twin.example/state/v1/id/openstack/lock",
    unlock_address: "https://twin.example/state/v1/id/openstack/lock",
    lock_method: "POST",
    unlock_method: "DELETE",
    username: "token",
  });
});
