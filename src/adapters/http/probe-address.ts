import { lookup } from "node:dns/promises";
import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import type { ConnectionStep } from "../../contract/index.ts";
import { explainFailure } from "./explain-failure.ts";

const LIMIT_MS = 5_000;

/** First steps of a connection test: does the name resolve, is the port open, is the certificate trusted? */
export async function probeAddress(url: string, caCertificate?: string): Promise<readonly ConnectionStep[]> {
  const { hostname, port, protocol } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, "");
  const portNumber = Number(port) || (protocol === "https:" ? 443 : 80);

  const address = await tryStep("address", async () => {
    const { address: ip } = await lookup(host);
    await opened(connectTcp({ host, port: portNumber }), "connect");
    return `${host} is ${ip}, port ${portNumber} is open`;
  });
  if (!address.ok) return [address];

  if (protocol !== "https:") {
    const detail = "not encrypted: the address begins with http://";
    const remedy = isLoopback(host) ? null : "Use https wherever the network is not your own.";
    return [address, { step: "tls", ok: true, detail, remedy }];
  }
  const tls = await tryStep("tls", async () => {
    const ca = caCertificate === undefined ? {} : { ca: caCertificate };
    const name = /^[\d.]+$|:/.test(host) ? {} : { servername: host };
    const socket = connectTls({ host, port: portNumber, ...name, ...ca });
    const until = await opened(socket, "secureConnect", (open) => open.getPeerCertificate().valid_to);
    return `the certificate is trusted and valid until ${until}`;
  });
  return [address, tls];
}

async function tryStep(step: string, work: () => Promise<string>): Promise<ConnectionStep> {
  try {
    return { step, ok: true, detail: await work(), remedy: null };
  } catch (error) {
    const { text, remedy } = explainFailure(error);
    return { step, ok: false, detail: text, remedy };
  }
}

function opened<S extends Socket | TLSSocket, T = void>(
  socket: S,
  event: string,
  read?: (socket: S) => T,
): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    socket.setTimeout(LIMIT_MS, () => socket.destroy(new DOMException("no answer", "TimeoutError")));
    socket.once("error", reject);
    socket.once(event, () => {
      const value = read?.(socket);
      socket.destroy();
      resolve(value);
    });
  });
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}
