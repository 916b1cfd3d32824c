/**
 * `node tools/complete-lock.mjs [package-lock.json]`: adds the packages of other platforms to a lock file that was
 * written where the registry serves only this platform's. Without them `npm ci` calls the lock file out of step.
 * They carry the exact version but no checksum; npm adds that where it can see it. Run it after every `npm install`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CHECKOUT } from "./setup/places.mjs";
import { missingPlatformPackages } from "./setup/platform-packages.mjs";

const file = process.argv[2] ?? join(CHECKOUT, "package-lock.json");
const lock = JSON.parse(readFileSync(file, "utf8"));
const missing = missingPlatformPackages(lock.packages);
const places = Object.entries({ ...lock.packages, ...missing }).sort(([one], [other]) => (one < other ? -1 : 1));
writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(places) }, null, 2)}\n`);
process.stdout.write(`${Object.keys(missing).length} packages of other platforms added\n`);
