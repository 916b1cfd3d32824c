import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import * as z from "zod";
import { stateBackend } from "../../stacks/operator/state-backend.ts";
import { readRequirementFolder } from "../../tools/operator/requirement-folder.ts";
import { stableId } from "../../tools/operator/stable-id.ts";
import { openWorkspaceFolder } from "../../tools/operator/workspace-folder.ts";
import { IDS, sampleRevision } from "../_helpers/samples.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "twinstack-operator-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("the same words give the same UUID, other words another", () => {
  const id = stableId("workspace", "examples", "web");

  expect(z.uuid().parse(id)).toBe(stableId("workspace", "examples", "web"));
  expect(stableId("workspace", "examples", "web2")).not.toBe(id);
  expect(stableId("workspace", "examplesweb")).not.toBe(id);
});

test("reads the YAML and JSON files of a folder in order of name, and a single file", async () => {
  for (const name of ["b.yaml", "a.json", "c.yml", "notes.md", ".hidden.yaml"])
    await writeFile(join(folder, name), name);

  const files = await readRequirementFolder(folder);

  expect(files.map(({ text }) => text)).toEqual(["a.json", "b.yaml", "c.yml"]);
  expect(await readRequirementFolder(join(folder, "b.yaml"))).toEqual([
    { path: join(folder, "b.yaml"), text: "b.yaml" },
  ]);
});

test("keeps a workspace and its latest revision in a file for its owner alone", async () => {
  const at = new Date("2026-11-21T12:00:00Z");
  const record = { id: IDS.workspace, name: "web", ownerId: "operator", createdAt: at, updatedAt: at };
  const secrets = {
    caPublicKey: "ssh-ed25519 AAAA",
    caPrivateKey: "private",
    bootstrapTokenHashes: {},
    secretFiles: [],
  };
  const workspaces = openWorkspaceFolder(folder);

  await workspaces.create(record, sampleRevision(1), secrets);
  await workspaces.addRevision(sampleRevision(2), []);

  const reopened = openWorkspaceFolder(folder);
  expect(await reopened.findByName("operator", "web")).toMatchObject({ id: IDS.workspace, name: "web" });
  expect(await reopened.findByName("somebody", "web")).toBeNull();
  expect((await reopened.latestRevision(IDS.workspace))?.number).toBe(2);
  expect(await reopened.caPublicKey(IDS.workspace)).toBe("ssh-ed25519 AAAA");
  expect((await stat(join(folder, "web.workspace.json"))).mode & 0o777).toBe(0o600);
});

test("the state is a local file per stack, or wherever TF_HTTP_* says", () => {
  const env = { TWINSTACK_OPERATOR_STATE: folder };

  expect(stateBackend(env, "web-openstack")).toEqual({ kind: "local", path: join(folder, "web-openstack.tfstate") });
  expect(stateBackend({ ...env, TWINSTACK_STATE_BACKEND: "http" }, "web-openstack")).toEqual({ kind: "http" });
  expect(() => stateBackend({ TWINSTACK_STATE_BACKEND: "s3" }, "web-openstack")).toThrow("may be local or http");
});
