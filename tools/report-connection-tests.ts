/**
 * Writes docs/reports/connection-test.md: what `twinstack clouds test` says of clouds that are broken, each on a real
 * socket of this machine. Nothing else is needed.
 *
 * Usage: node tools/report-connection-tests.ts
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { NEEDED_COMMANDS } from "../src/adapters/cloudstack/needed-commands.ts";
import { makeOpenCloudstackClient } from "../src/adapters/cloudstack/open-cloudstack-client.ts";
import { makeOpenOpenstackClient } from "../src/adapters/openstack/open-openstack-client.ts";
import { describeSteps } from "../src/cli/describe-steps.ts";
import { type CloudClient, catalogWords } from "../src/cloud/index.ts";
import { sampleCloudstack, sampleOpenstack } from "../test/_helpers/cloud-samples.ts";
import { makePrivateAuthority } from "../test/_helpers/private-authority.ts";
import { type Commands, recordings, startReplayedCloudstack } from "../test/_helpers/replayed-cloudstack.ts";
import { standardCatalog, startScriptedOpenstack } from "../test/_helpers/scripted-openstack.ts";
import type { ScriptedServer } from "../test/_helpers/scripted-server.ts";
import { startScriptedServer } from "../test/_helpers/scripted-server.ts";

const ID = "11111111-1111-4111-8111-111111111111";
const TARGET = join(import.meta.dirname, "..", "docs/reports/connection-test.md");
const options = { words: catalogWords, clock: { now: () => new Date() }, timeoutMs: 1_000 };
const openOpenstack = makeOpenOpenstackClient(options);
const openCloudstack = makeOpenCloudstackClient(options);
const authority = await makePrivateAuthority();

type Broken = readonly [what: string, start: () => Promise<readonly [ScriptedServer, CloudClient]>];

async function openstack(
  broken: Parameters<typeof startScriptedOpenstack>[0],
  change: Parameters<typeof sampleOpenstack>[0] = {},
): Promise<readonly [ScriptedServer, CloudClient]> {
  const cloud = await startScriptedOpenstack(broken);
  return [cloud, openOpenstack(ID, sampleOpenstack({ authUrl: cloud.authUrl, ...change }))];
}

async function cloudstack(
  server: Promise<ScriptedServer>,
  change: Parameters<typeof sampleCloudstack>[0] = {},
): Promise<readonly [ScriptedServer, CloudClient]> {
  const cloud = await server;
  const place = { apiUrl: `${cloud.url}/client/api`, zone: "Sandbox-simulator" };
  return [cloud, openCloudstack(ID, sampleCloudstack({ ...place, ...change }))];
}

const COMMANDS: Commands = Object.fromEntries(
  ["listZones", "listCapabilities"].map((command) => [
    command,
    () => ({ body: recordings("lists").find((one) => one.command === command)?.body }),
  ]),
);
const READ_ONLY: Commands = {
  ...COMMANDS,
  listApis: () => ({
    body: {
      listapisresponse: { api: NEEDED_COMMANDS.filter((name) => name.startsWith("list")).map((name) => ({ name })) },
    },
  }),
};
const { credentials } = sampleOpenstack();
const BROKEN: readonly Broken[] = [
  ["OpenStack behind a certificate that nobody here knows", () => openstack({ tls: authority.server })],
  [
    "OpenStack behind an expired certificate",
    () => openstack({ tls: authority.expired }, { caCertificate: authority.caCertificate }),
  ],
  [
    "OpenStack, right password, wrong project",
    () => openstack({}, { credentials: { ...credentials, projectName: "nope" } as typeof credentials }),
  ],
  [
    "OpenStack whose catalog has internal addresses only",
    () =>
      openstack({
        catalog: (url) => standardCatalog(url).map((entry) => ({ ...entry, endpoints: entry.endpoints.slice(0, 1) })),
      }),
  ],
  ["OpenStack, a user who may only read", () => openstack({ roles: ["reader"] })],
  [
    "OpenStack, a project without quota",
    () =>
      openstack({
        routes: {
          "/compute/v2.1/limits": () => ({
            body: { limits: { absolute: { maxTotalInstances: 0, maxTotalCores: 0 } } },
          }),
        },
      }),
  ],
  [
    "CloudStack, the clock here half an hour behind",
    () => cloudstack(startReplayedCloudstack(COMMANDS, { now: () => new Date(Date.now() + 30 * 60_000) })),
  ],
  ["CloudStack, keys of an account that may only read", () => cloudstack(startReplayedCloudstack(READ_ONLY))],
  [
    "CloudStack's web page instead of its API",
    () => cloudstack(startScriptedServer(() => ({ headers: { "content-type": "text/html" }, body: "<html>" }))),
  ],
  ["CloudStack that does not answer in time", () => cloudstack(startScriptedServer(() => null))],
];

const parts: string[] = [];
for (const [what, start] of BROKEN) {
  const [server, client] = await start();
  const lines = describeSteps(await client.testConnection());
  await server.close();
  // Ports and dates are other ones in every run.
  const text = lines.join("\n").replaceAll(/(127\.0\.0\.1:|port )\d{4,5}/g, "$15000");
  parts.push(`## ${what}\n\n\`\`\`text\n${text.replaceAll(/until .+ GMT/g, "until (a date)")}\n\`\`\`\n`);
}
const head = `# What the connection test says of broken clouds

Written by \`node tools/report-connection-tests.ts\`, which breaks ten clouds on sockets of this machine and prints what
\`twinstack clouds test\` does. The words are pinned by \`test/adapters/{openstack,cloudstack}/connection-faults.test.ts\`
and \`test-connection.test.ts\` beside them.
`;
writeFileSync(TARGET, `${head}\n${parts.join("\n")}`);
console.log(`${TARGET}: ${parts.length} broken clouds`);
