import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { bench, cli, runWith, useFreshTerminal } from "./a-terminal.ts";
import type { FakeAnswer, SeenRequest } from "./fake-service.ts";
import { WORKSPACE } from "./sample-answers.ts";

useFreshTerminal();

test("exports into a new folder, keeps state private and refuses a full one", async () => {
  const answer = ({ path }: SeenRequest): FakeAnswer =>
    path === "/api/v1/workspaces"
      ? { body: { items: [WORKSPACE] } }
      : {
          body: {
            workspaceName: "web",
            revision: 2,
            files: { "README.md": "hi", "openstack/terraform.tfstate": "{}" },
          },
        };
  const target = join(bench.folder, "out");

  const first = await cli(["export", "web", "--with-state", "-o", target], answer);
  const again = await runWith(["export", "web", "-o", target], {
    TWINSTACK_URL: bench.service?.url ?? "",
    TWINSTACK_CONFIG: join(bench.folder, "none.json"),
  });

  expect(first).toBe(0);
  expect(await readdir(target)).toEqual(["README.md", "openstack"]);
  expect(await readFile(join(target, "README.md"), "utf8")).toBe("hi");
  expect((await stat(join(target, "openstack/terraform.tfstate"))).mode & 0o777).toBe(0o600);
  expect(again).toBe(2);
});

test("never writes outside the export folder", async () => {
  const code = await cli(["export", "web", "-o", join(bench.folder, "out")], ({ path }) =>
    path === "/api/v1/workspaces"
      ? { body: { items: [WORKSPACE] } }
      : { body: { workspaceName: "web", revision: 2, files: { "../../evil": "x" } } },
  );

  expect(code).toBe(1);
  expect(await readdir(bench.folder)).not.toContain("evil");
});
