/**
 * Records how a real OpenStack answers, as shapes, for the test that holds the sandbox to it.
 *
 *   OS_AUTH_URL=… node tools/record-openstack-shapes.ts OUTPUT.json [RAW.json]
 *
 * Needs a disposable cloud with the users demo and admin (OS_PASSWORD of both), one public image and flavors
 * m1.small and m1.medium; it makes and removes everything it needs.
 */
import { writeFileSync } from "node:fs";
import { runShapeScenario } from "./openstack-shapes/scenario.ts";

const [output, rawOutput] = process.argv.slice(2);
const authUrl = process.env["OS_AUTH_URL"];
const password = process.env["OS_PASSWORD"];
if (output === undefined || authUrl === undefined || password === undefined) {
  process.stderr.write(
    "usage: OS_AUTH_URL=… OS_PASSWORD=… node tools/record-openstack-shapes.ts OUTPUT.json [RAW.json]\n",
  );
  process.exit(2);
}
const result = await runShapeScenario(
  { authUrl, username: "demo", password, projectName: "demo" },
  { authUrl, username: "admin", password, projectName: "admin" },
);
writeFileSync(output, `${JSON.stringify(Object.fromEntries(result.recorded), null, 1)}\n`);
if (rawOutput !== undefined) writeFileSync(rawOutput, `${JSON.stringify(Object.fromEntries(result.raw), null, 1)}\n`);
process.stdout.write(`${result.recorded.size} answers recorded in ${output}\n`);
