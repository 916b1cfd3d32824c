import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Long enough for a browser that has to start first. */
const KEPT_MS = 60_000;

/** Opens an address in the user's browser; answers the process that does, or fails. */
export type OpenAddress = (address: string) => Promise<{ on(event: "error", listener: () => void): unknown }>;

/**
 * Opens a link in the user's browser. The browser is given a file for this user alone that leads there, because
 * everybody on the machine reads the words of a command. A browser that does not open costs nothing: the link is printed.
 */
export async function openPage(link: string, folder: string, openAddress: OpenAddress = systemOpen): Promise<void> {
  const file = join(folder, "open.html");
  try {
    await rm(file, { force: true });
    await writeFile(file, redirectTo(link), { mode: 0o600 });
    setTimeout(() => void rm(file, { force: true }), KEPT_MS).unref();
    const opening = await openAddress(pathToFileURL(file).href);
    opening.on("error", () => undefined);
  } catch {
    await rm(file, { force: true });
  }
}

function redirectTo(link: string): string {
  return `<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${link.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}">
<title>TwinStack</title>
`;
}

const systemOpen: OpenAddress = async (address) => {
  const { default: open } = await import("open");
  return open(address);
};
