/**
 * `npm run test:guests [-- --report]`: installs QEMU, builds the guest image where that is needed, and compares one
 * requirement's machines on both sandbox clouds from inside. `--brief` is CI's part: one guest on each cloud, no packages.
 */
import { ensureGuestImage } from "./guest-image/build-guest-image.mjs";
import { ensureGuestPackages } from "./setup/debian-packages.mjs";
import { runSource } from "./setup/run-source.mjs";
import { runTool } from "./setup/run-tool.mjs";
import { ensureToolchain } from "./setup/set-up.mjs";

const say = (line) => process.stderr.write(`${line}\n`);

await runTool(async () => {
  // Whoever cannot run it hears so before anything is fetched or built.
  await ensureGuestPackages(process.env, say);
  process.env.TWINSTACK_GUEST_IMAGE = await ensureGuestImage(process.env, say);
  const toolchain = await ensureToolchain();
  const asked = process.argv.slice(2);
  const program = asked.includes("--brief") ? "test/guests/brief.ts" : "test/guests/main.ts";
  return runSource(
    toolchain,
    program,
    asked.filter((one) => one !== "--brief"),
  );
});
