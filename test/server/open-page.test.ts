import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";
import { openPage } from "../../server/start/open-page.ts";
import { opensBrowser, type StartSurroundings } from "../../server/start/opens-browser.ts";

const DESK: StartSurroundings = { platform: "linux", env: { DISPLAY: ":0" }, terminal: true, refused: false };
const LINK = "http://127.0.0.1:4680/account/sign-in#token=once-and-for-you-alone";

test.each<[string, Partial<StartSurroundings>, boolean]>([
  ["on a desk with X11", {}, true],
  ["on a desk with Wayland", { env: { WAYLAND_DISPLAY: "wayland-0" } }, true],
  ["on a Mac", { platform: "darwin", env: {} }, true],
  ["on Windows", { platform: "win32", env: {} }, true],
  ["without a display", { env: {} }, false],
  ["over SSH, even with a display", { env: { DISPLAY: ":10", SSH_CONNECTION: "10.0.0.1 1 10.0.0.2 22" } }, false],
  ["on a Mac over SSH", { platform: "darwin", env: { SSH_TTY: "/dev/ttys1" } }, false],
  ["where tests run by themselves", { env: { DISPLAY: ":0", CI: "true" } }, false],
  ["when nobody reads the terminal", { terminal: false }, false],
  ["when it is told not to", { refused: true }, false],
])("whether a browser opens: %s", (_where, change, expected) => {
  const opens = opensBrowser({ ...DESK, ...change });

  expect(opens).toBe(expected);
});

test("the browser is led by a file for this user alone, and the command's words hold no secret", async () => {
  const folder = await mkdtemp(join(tmpdir(), "twinstack-open-"));
  const opened: string[] = [];

  await openPage(LINK, folder, async (address) => {
    opened.push(address);
    return { on: () => undefined };
  });
  const file = fileURLToPath(opened[0] ?? "");
  const text = await readFile(file, "utf8");
  const { mode } = await stat(file);
  await rm(folder, { recursive: true });

  expect(opened.join()).not.toContain("token");
  expect(text).toContain(`url=${LINK}`);
  expect(mode & 0o777).toBe(0o600);
});

test("a machine without a browser starts all the same, and leaves no link behind", async () => {
  const folder = await mkdtemp(join(tmpdir(), "twinstack-open-"));

  await openPage(LINK, folder, () => Promise.reject(new Error("no browser")));
  const left = await stat(join(folder, "open.html")).catch(() => null);
  await rm(folder, { recursive: true });

  expect(left).toBeNull();
});
