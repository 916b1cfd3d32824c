import { WebSocket } from "ws";
import { effect } from "../../kernel/effect.ts";
import type { LinkEnd, LinkListener, MachineLink, OpenScreen } from "../../remote/ports.ts";
import type { ConsoleGuard } from "./console-guard.ts";

const HANDSHAKE_MS = 15_000;
/** A whole picture of a large screen, unpacked, fits into one message. */
const LARGEST_MESSAGE = 64 * 1024 * 1024;
const MUCH = 1024 * 1024;
/** Messages that wait for the connection; a console's client says nothing before it is greeted. */
const MANY = 16;

/**
 * Connects to consoles of clouds. The connection goes to an address that the guard has judged: a name cannot change its
 * mind in between. Certificates are checked as for the cloud's API; redirects are not followed.
 */
export function makeOpenScreen(guard: ConsoleGuard): OpenScreen {
  return async (address) => {
    const [first] = await guard.addressesOf(address);
    return effect("console: connect", async () =>
      makeLink(() => {
        const { url, caCertificate: ca } = address;
        return new WebSocket(url, {
          handshakeTimeout: HANDSHAKE_MS,
          maxPayload: LARGEST_MESSAGE,
          perMessageDeflate: false,
          followRedirects: false,
          ...(ca !== undefined && { ca }),
          lookup(_host, options, answer) {
            const { address: ip, family } = first ?? { address: "", family: 4 };
            if (options.all === true) answer(null, [{ address: ip, family }]);
            else answer(null, ip, family);
          },
        });
      }),
    );
  };
}

function makeLink(connect: () => WebSocket): MachineLink {
  let socket: WebSocket | null = null;
  let early: Uint8Array[] = [];
  let closed = false;

  function begin(listener: LinkListener): void {
    let opened = false;
    let said: string | null = null;
    const started = connect();
    socket = started;
    started.on("open", () => {
      opened = true;
      for (const bytes of early) started.send(bytes);
      early = [];
      listener.onDrain();
    });
    started.on("message", (message) => {
      for (const bytes of [message].flat()) listener.onBytes(new Uint8Array(bytes));
    });
    started.on("error", (error) => {
      said = error.message.slice(0, 400);
    });
    started.on("close", () => listener.onEnd(endOf(opened, said)));
    drained = () => listener.onDrain();
  }
  let drained: () => void = () => undefined;

  return {
    start(listener) {
      if (closed) listener.onEnd({ reason: "connection-lost", detail: null });
      else begin(listener);
    },
    write(bytes) {
      if (socket === null || socket.readyState === WebSocket.CONNECTING) {
        early.push(bytes);
        return early.length < MANY;
      }
      if (socket.readyState !== WebSocket.OPEN) return true;
      const held = socket;
      held.send(bytes, () => held.bufferedAmount < MUCH && drained());
      return held.bufferedAmount < MUCH;
    },
    pause: () => socket?.pause(),
    resume: () => socket?.resume(),
    resize: () => undefined,
    close() {
      closed = true;
      socket?.resume();
      // A console has nothing to say at the end, and a silent one must not keep the connection.
      socket?.terminate();
    },
  };
}

/** The address of a console holds its token, so nothing of it is told. */
function endOf(opened: boolean, said: string | null): LinkEnd {
  if (!opened) return { reason: "console-refused", detail: said };
  return said === null ? { reason: "machine-ended", detail: null } : { reason: "connection-lost", detail: said };
}
