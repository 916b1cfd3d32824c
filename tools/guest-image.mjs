/** `node tools/guest-image.mjs`: builds the image of the sandbox clouds' QEMU guests unless it is there, and prints its folder. */
import { ensureGuestImage } from "./guest-image/build-guest-image.mjs";
import { ensureGuestPackages } from "./setup/debian-packages.mjs";
import { runTool } from "./setup/run-tool.mjs";

const say = (line) => process.stderr.write(`${line}\n`);

await runTool(async () => {
  await ensureGuestPackages(process.env, say);
  process.stdout.write(`${await ensureGuestImage(process.env, say)}\n`);
  return 0;
});
