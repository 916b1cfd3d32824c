import { randomUUID } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { WebSocketServer } from "ws";
import { type Screen, serveScreen } from "./serve-screen.ts";

/** Tokens for screens of machines, as a cloud's console proxy knows them. */
export interface Consoles {
  /** A token that shows the machine's screen for ten minutes. */
  issue(machineId: string): string;
  machineOf(token: string): string | null;
}

const VALID_MS = 10 * 60_000;

export function makeConsoles(): Consoles {
  const tokens = new Map<string, { readonly machineId: string; readonly until: number }>();
  return {
    issue(machineId) {
      const token = randomUUID();
      tokens.set(token, { machineId, until: Date.now() + VALID_MS });
      return token;
    },
    machineOf(token) {
      const found = tokens.get(token);
      return found === undefined || found.until < Date.now() ? null : found.machineId;
    },
  };
}

/**
 * Shows screens to whoever connects to the path with a token in its query.
 *
 * @param screenOf null for a machine that is gone
 */
export function addConsoles(
  app: FastifyInstance,
  path: string,
  consoles: Consoles,
  screenOf: (machineId: string) => Screen | null,
): void {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  app.server.on("upgrade", (request, socket, head) => {
    const address = new URL(request.url ?? "/", "http://console");
    const machineId = address.pathname === path ? consoles.machineOf(address.searchParams.get("token") ?? "") : null;
    const screen = machineId === null ? null : screenOf(machineId);
    if (screen === null) {
      socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on("error", () => client.terminate());
      serveScreen(client, screen);
    });
  });
  app.addHook("preClose", async () => {
    for (const client of sockets.clients) client.terminate();
  });
}
