import websocket from "@fastify/websocket";
import type { FastifyInstance } from "fastify";
import { SESSION_PROTOCOL } from "../../src/contract/index.ts";

/** More than a paste of a long file's part; whoever sends more at once sends it in parts. */
const LARGEST_MESSAGE = 1024 * 1024;

/**
 * Lets routes speak WebSocket. Every hook runs before the upgrade, so that who calls, for whom and from which page is
 * asked as for any other request. Sessions are ended by whoever holds them, with a reason; here only what is left over.
 */
export async function useWebsockets(app: FastifyInstance): Promise<void> {
  await app.register(websocket, {
    options: {
      maxPayload: LARGEST_MESSAGE,
      perMessageDeflate: false,
      // The ticket beside it is for us and not to be repeated.
      handleProtocols: (offered: Set<string>) => (offered.has(SESSION_PROTOCOL) ? SESSION_PROTOCOL : false),
    },
    errorHandler(error, socket, request) {
      request.log.info({ err: error }, "a WebSocket broke");
      socket.terminate();
    },
  });
}
