import { expect, test } from "@jest/globals";
import { bench, cli, said, useFreshTerminal } from "./a-terminal.ts";

useFreshTerminal();

const ANN = { id: "ann-id", handle: "ann", name: "Ann", kind: "person" };
const BANNER = {
  id: "b-1",
  level: "note",
  text: { en: "Tonight", ko: "오늘 밤" },
  onSignIn: false,
  from: "2026-11-21T12:00:00.000Z",
  until: null,
};
const RUN = {
  id: "r-1",
  workspaceName: "shop",
  site: "openstack",
  status: "pending",
  cloudName: "north",
  owner: ANN,
  workerHost: null,
  createdByName: "Ann",
  createdAt: "2026-11-21T12:00:00.000Z",
  waitingFor: { reason: "no-worker", text: "No worker is running." },
};
function lastAsked() {
  const { method, path, body } = bench.service?.seen.at(-1) ?? { body: "" };
  return { method, path, body: body === "" ? null : (JSON.parse(body) as unknown) };
}

const paged = (item: object) => ({ body: { items: [item], nextCursor: null } });

test("shows a banner from a day on, in both languages", async () => {
  await cli(["banners", "add", "--en", "Tonight", "--ko", "오늘 밤", "--from", "2026-11-21", "--on-sign-in"], () => ({
    body: BANNER,
  }));

  expect(lastAsked()).toEqual({
    method: "POST",
    path: "/api/v1/admin/banners",
    body: { text: { en: "Tonight", ko: "오늘 밤" }, from: "2026-11-21T00:00:00Z", onSignIn: true },
  });
  expect(said.out).toEqual(["b-1 is shown from 2026-11-21 12:00 UTC until it is taken down"]);
});

test("changes one language of a banner and leaves the other", async () => {
  await cli(["banners", "change", "b-1", "--ko", "내일", "--until", "none"], ({ method }) =>
    method === "GET" ? { body: { items: [BANNER] } } : { body: BANNER },
  );

  expect(lastAsked()).toEqual({
    method: "PATCH",
    path: "/api/v1/admin/banners/b-1",
    body: { text: { en: "Tonight", ko: "내일" }, until: null },
  });
});

test.each([
  [["banners"], /b-1 +note .* taken down +no +Tonight/],
  [["site", "runs"], /r-1 +shop +ann +north +pending +- +Ann/],
  [["sandbox"], /f-1 +cloudstack +error +listZones +2 times more/],
])("%j lists what there is", async (args, line) => {
  const fault = { id: "f-1", site: "cloudstack", effect: "error", call: "listZones", times: 2 };
  const answers: Readonly<Record<string, object>> = { banners: BANNER, site: RUN, sandbox: fault };
  await cli(args, () => paged(answers[args[0] ?? ""] ?? {}));

  expect(said.out.join("\n")).toMatch(line);
});

test("says why everybody's runs wait", async () => {
  await cli(["site", "runs"], () => paged(RUN));

  expect(said.out.at(-1)).toBe("shop/openstack waits: No worker is running.");
});

test.each([
  [["site", "cancel", "r-1", "--force"], "POST /api/v1/admin/runs/r-1/cancel", { force: true }],
  [
    ["sandbox", "break", "openstack", "delay", "--call", "POST /servers", "--delay", "900", "--times", "1"],
    "POST /api/v1/admin/sandbox-faults",
    { site: "openstack", effect: "delay", call: "POST /servers", delayMs: 900, times: 1 },
  ],
  [["sandbox", "heal", "openstack~faults~1"], "DELETE /api/v1/admin/sandbox-faults/openstack~faults~1", undefined],
  [["sandbox", "heal"], "DELETE /api/v1/admin/sandbox-faults", undefined],
  [["banners", "remove", "b-1"], "DELETE /api/v1/admin/banners/b-1", undefined],
])("%j asks for %s", async (args, asked, body) => {
  const code = await cli(args, () => ({ body: { ...RUN, effect: "delay", call: null } }));

  expect(code).toBe(0);
  const [method, path] = asked.split(" ");
  expect(lastAsked()).toEqual({ method, path, body: body ?? null });
});

test.each([
  ["capacity", { items: [{ kind: "vcpus", scope: "tenant", used: 3, limit: null }] }, /vcpus +yours +3 +none/],
  [
    "uses",
    { items: [{ workspaceId: "w-1", workspaceName: "shop", sites: ["openstack"], owner: ANN }], others: 2 },
    /shop +ann +w-1\nand 2 of other accounts/,
  ],
])("tells the %s of a cloud", async (what, answer, line) => {
  await cli(["clouds", what, "north"], ({ path }) =>
    path.endsWith(what) ? { body: answer } : { body: { items: [{ id: "c-1", name: "north" }] } },
  );

  expect(bench.service?.seen.at(-1)?.path).toBe(`/api/v1/clouds/c-1/${what}`);
  expect(said.out.join("\n")).toMatch(line);
});
