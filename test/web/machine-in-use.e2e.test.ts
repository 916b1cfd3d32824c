import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll } from "@jest/globals";
import pg from "pg";
import { usePageWorld } from "../_helpers/page-world.ts";
import { freePort, type SshMachine, startSshMachine } from "../_helpers/ssh-machine.ts";
import { apply, instances, plan, submit } from "../_helpers/started-service.ts";
import { tellOfDrift } from "./stories/drift.ts";
import { tellOfPower } from "./stories/power.ts";
import { tellOfSessions } from "./stories/sessions.ts";

/** All of 127.0.0.0/8 is this machine's own: the sandbox hands out addresses at which a real SSH server can answer. */
const PREFIX = "127.0.78";
const TWIN = `name: shop
profile: small-web-server
network: { openPorts: [{ port: 22, description: SSH }] }
access: { generateKeyPair: true }
placement: { standby: { mode: running } }
`;

const port = await freePort();
let machine: SshMachine;
let shop: string;

const world = usePageWorld(
  {
    env: {
      SANDBOX_EXTERNAL_PREFIX: PREFIX,
      TWINSTACK_TERMINAL_NETWORKS: `${PREFIX}.0/24`,
      TWINSTACK_TERMINAL_PORT: String(port),
    },
  },
  async ({ service, folder }) => {
    shop = (await submit(service, TWIN)).workspace.id;
    await apply(service, await plan(service, shop));
    const address = (await instances(service)).find(({ site }) => site === "openstack")?.publicAddress ?? "";
    machine = await startSshMachine({ address, port, workspaceId: shop, authority: await authorityOf(folder, shop) });
  },
);
afterAll(() => machine?.stop());

tellOfSessions(
  world,
  () => shop,
  () => machine.log(),
);
tellOfPower(world, () => shop);
tellOfDrift(world, () => shop);

/** What first boot would have written into the machine. */
async function authorityOf(folder: string, workspaceId: string): Promise<string> {
  const client = new pg.Client({ connectionString: (await readFile(join(folder, "database.url"), "utf8")).trim() });
  await client.connect();
  const { rows } = await client.query<{ ca_public_key: string }>(
    "select ca_public_key from workspace_secret where workspace_id = $1",
    [workspaceId],
  );
  await client.end();
  return rows[0]?.ca_public_key ?? "";
}
