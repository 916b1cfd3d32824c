import { connect } from "node:net";
import { WebSocket } from "ws";
import type { SiteKey } from "../../src/contract/index.ts";
import { MachineSessionTicket, SESSION_PROTOCOL, TICKET_PREFIX } from "../../src/contract/index.ts";
import type { GuestCloud, GuestWorld } from "./guest-world.ts";

/** What is seen of a machine from outside: by feature, as text to compare. */
export async function outsideChecks(
  world: GuestWorld,
  place: { readonly workspaceId: string; readonly site: SiteKey; readonly cloud: GuestCloud; readonly address: string },
): Promise<ReadonlyMap<string, string>> {
  const { workspaceId, site, cloud, address } = place;
  const instance = await world.instance(site);
  const id = instance?.instanceId ?? "";
  const heard = await world.heard(workspaceId, site);
  const addresses = JSON.stringify(await world.askAgent(cloud, id, "guest-network-get-interfaces"));
  const own = instance?.privateAddresses[0] ?? "none";
  return new Map([
    ["open ports from outside", await ports(address)],
    ["web page", await page(address)],
    ["address inside is the cloud's", String(addresses.includes(`"${own}"`))],
    ["guest agent answers", JSON.stringify(await world.askAgent(cloud, id, "guest-ping"))],
    ["host name by the guest agent", JSON.stringify(await world.askAgent(cloud, id, "guest-get-host-name"))],
    [
      "heartbeat at the service",
      heard === null
        ? "none"
        : `${heard.secondsAgo < 120 ? "fresh" : `${heard.secondsAgo} s old`}, first boot done: ${heard.firstBootDone}, gate ${heard.gate}, ${heard.hostKeys} host keys`,
    ],
    ["terminal through the service", await terminal(world, workspaceId, site)],
  ]);
}

/** 22 and 80 are open to all, 8081 to strangers only, 81 to nobody. */
async function ports(address: string): Promise<string> {
  const seen = [];
  for (const port of [22, 80, 81, 8081]) seen.push(`${port} ${(await answers(address, port)) ? "open" : "closed"}`);
  return seen.join(", ");
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 20_000 });
    const end = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket
      .once("connect", () => end(true))
      .once("error", () => end(false))
      .once("timeout", () => end(false));
  });
}

async function page(address: string): Promise<string> {
  const answer = await fetch(`http://${address}/`, { signal: AbortSignal.timeout(60_000) });
  return `${answer.status} ${(await answer.text()).trim()}`;
}

/** Opens a terminal as the page does, with a certificate of the workspace's authority, and asks who it is. */
async function terminal({ service, token }: GuestWorld, workspaceId: string, site: SiteKey): Promise<string> {
  const asked = await service.api<unknown>("POST", `/workspaces/${workspaceId}/sites/${site}/terminal-sessions`);
  if (asked.status !== 201) return JSON.stringify(asked.body);
  const ticket = MachineSessionTicket.parse(asked.body);
  const client = new WebSocket(
    service.url.replace("http", "ws") + ticket.path,
    [SESSION_PROTOCOL, TICKET_PREFIX + ticket.ticket],
    { headers: { authorization: `Bearer ${token}` } },
  );
  let said = "";
  try {
    return await new Promise<string>((resolve) => {
      const timer = setTimeout(() => resolve(`no answer: ${said.slice(-300)}`), 120_000);
      client.once("open", () => client.send(Buffer.from("echo I am $(id -un) on $(hostname).\n")));
      client.on("message", (message: Buffer, isBinary: boolean) => {
        said += message.toString("utf8");
        const found = /I am (\w+ on [\w-]+)\./.exec(said);
        if (found?.[1] === undefined && isBinary) return;
        clearTimeout(timer);
        resolve(found?.[1] ?? said.slice(-300));
      });
      client.once("error", (error) => resolve(error.message));
    });
  } finally {
    client.close();
  }
}
