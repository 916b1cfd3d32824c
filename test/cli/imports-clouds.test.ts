import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { bench, cli, said, useFreshTerminal } from "./a-terminal.ts";

useFreshTerminal();

const FOUND = {
  profile: "prod",
  kind: "openstack",
  name: "prod",
  endpoint: "https://k.example/v3",
  location: "north",
  access: "me in project demo",
  needsSecret: false,
  caFile: null,
  notes: ["A note."],
  issues: [],
};

function answering(...clouds: object[]) {
  return ({ path }: { readonly path: string }) =>
    path.endsWith("/preview")
      ? { body: { format: "clouds-yaml", chosen: null, clouds } }
      : { status: 201, body: { name: "prod", status: "ready", statusDetail: "" } };
}

function sent(): readonly unknown[] {
  return (bench.service?.seen ?? []).map(({ path, body }) => [path, JSON.parse(body) as unknown]);
}

function write(name: string, text: string): string {
  const path = join(bench.folder, name);
  writeFileSync(path, text);
  return path;
}

test("sends clouds.yaml, the secure.yaml beside it and the authority's file that it names", async () => {
  const ca = write("ca.pem", "PEM");
  write("secure.yaml", "clouds: {}");

  const code = await cli(
    ["clouds", "import", write("clouds.yaml", "clouds: {c: {}}")],
    answering({ ...FOUND, caFile: ca }),
  );

  expect(code).toBe(0);
  expect(sent()).toEqual([
    ["/api/v1/clouds/import/preview", { text: "clouds: {c: {}}", secureText: "clouds: {}" }],
    [
      "/api/v1/clouds/import?force=false",
      { text: "clouds: {c: {}}", secureText: "clouds: {}", profile: "prod", caCertificate: "PEM" },
    ],
  ]);
  expect(said.out).toEqual(["prod is registered: ready"]);
  expect(said.err).toEqual(["note: A note."]);
});

test("wants to be told which of several clouds", async () => {
  const path = write("clouds.yaml", "clouds: {}");

  const code = await cli(["clouds", "import", path], answering(FOUND, { ...FOUND, profile: "test" }));

  expect(code).toBe(2);
  expect(said.err.join("\n")).toContain("--profile: prod, test");
});

test("shows what a file would become, with what is wrong and what to do", async () => {
  const issues = [{ pointer: "/zone", code: "import", message: "No zone.", remedy: "Say one." }];
  const path = write("config", "[prod]\n");

  const code = await cli(["clouds", "import", path, "--preview", "--zone", "z1"], answering({ ...FOUND, issues }));

  expect(code).toBe(0);
  expect(sent()).toEqual([["/api/v1/clouds/import/preview", { text: "[prod]\n", zone: "z1" }]]);
  expect(said.out.join("\n")).toMatch(
    /prod +openstack +prod +north +me in project demo[\s\S]*prod: No zone\.\n {2}what to do: Say one\./,
  );
});

test("quotes the shell's own variables so that the service reads them as they are", async () => {
  await cli(["clouds", "import", "--environment"], answering(FOUND), "", {
    OS_PASSWORD: "it's $HOME",
    CLOUDSTACK_API_KEY: "k",
    PATH: "/bin",
  });

  expect(sent()[0]).toEqual([
    "/api/v1/clouds/import/preview",
    { format: "environment", text: "OS_PASSWORD='it'\\''s $HOME'\nCLOUDSTACK_API_KEY='k'\n" },
  ]);
});

test("says where it looked when there is no file, and why one cannot be read", async () => {
  const nowhere = await cli(["clouds", "import"], answering(FOUND), "", { HOME: bench.folder });
  const missing = await cli(["clouds", "import", join(bench.folder, "x.yaml")], answering(FOUND));

  expect([nowhere, missing]).toEqual([2, 2]);
  expect(said.err.join("\n")).toMatch(/\.config\/openstack\/clouds\.yaml[\s\S]*Cannot read .*x\.yaml/);
});
