import { openTunnel } from "../../src/adapters/cloudstack-proxy/open-tunnel.ts";

// A service that opens the way to a cloud and waits until somebody kills it.
const [environment = "{}", folder = ""] = process.argv.slice(2);
const tunnel = await openTunnel(JSON.parse(environment), folder);
process.stdout.write(`${tunnel.environment["CLOUDSTACK_API_URL"]}\n`);
setInterval(() => undefined, 60_000);
