import { WebSocket } from "ws";
import {
  type MachineSessionTicket,
  SESSION_ENDS,
  SESSION_PROTOCOL,
  type SessionEnded,
  type SessionEndReason,
  type TerminalMessage,
  TICKET_PREFIX,
  type Workspace,
} from "../../contract/index.ts";
import { CliError, EXIT } from "../cli-error.ts";
import { type Context, findWorkspace } from "../context.ts";
import type { RawTerminal } from "../raw-terminal.ts";
import type { Settings } from "../settings.ts";
import { plainLine } from "../table.ts";

/** Ctrl-], as telnet has it: every other key belongs to the machine. */
const LEAVE = 0x1d;
const TELL_EVERY = 64 * 1024;
const MUCH = 1024 * 1024;
/** Ends that are how a session should end. */
const GOOD: readonly string[] = ["left", "machine-ended"];

/** A terminal on the machine through the service, in this window. */
export async function ssh(context: Context, name: string, { site: wanted }: { readonly site: string }): Promise<void> {
  const { raw } = context.terminal;
  if (raw === undefined || raw === null) {
    throw new CliError("no-window", "A terminal needs a window of its own", "Run it outside of pipes.", EXIT.usage);
  }
  const workspace = await findWorkspace(context, name);
  const site = siteOf(workspace, wanted);
  const ticket = await context.api.post<MachineSessionTicket>(
    `/api/v1/workspaces/${workspace.id}/sites/${site}/terminal-sessions`,
    {},
  );
  const minutes = Math.round(ticket.idleSeconds / 60);
  context.terminal.err(
    `Through the service to ${name} as ${ticket.login}; Ctrl-] leaves, ${minutes} minutes without a key end it.`,
  );
  const { reason, detail } = await carry(dial(context.api.settings, ticket), raw);
  const text = reason in SESSION_ENDS ? SESSION_ENDS[reason as SessionEndReason].text : "The connection broke.";
  const words = plainLine(detail === null ? text : `${text} ${detail}`);
  if (GOOD.includes(reason)) return context.terminal.err(words);
  throw new CliError(reason, words, `Connect again: npx twinstack ssh ${name} --site ${wanted}`, EXIT.failed);
}

function siteOf({ sites, name }: Workspace, wanted: string): string {
  const role = { main: "primary", standby: "standby" }[wanted];
  const found = sites.find((site) => site.role === role || site.site === wanted);
  if (found !== undefined) return found.site;
  throw new CliError("wrong-site", `${name} has no place "${wanted}"`, "Say main or standby.", EXIT.usage);
}

function dial({ url, token }: Settings, { path, ticket }: MachineSessionTicket): WebSocket {
  const address = new URL(path, url);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  const headers = token === null ? {} : { authorization: `Bearer ${token}` };
  return new WebSocket(address, [SESSION_PROTOCOL, `${TICKET_PREFIX}${ticket}`], {
    headers,
    perMessageDeflate: false,
    followRedirects: false,
  });
}

interface End {
  readonly reason: string;
  readonly detail: string | null;
}

/** Resolves when the session has ended; the window is then as it was before. */
function carry(socket: WebSocket, raw: RawTerminal): Promise<End> {
  let [shown, told] = [0, 0];
  let end: End | null = null;
  const send = (message: TerminalMessage): void => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  };
  const tellSize = (): void => send({ kind: "resize", ...raw.size() });

  function take(bytes: Uint8Array): void {
    if (bytes.length === 1 && bytes[0] === LEAVE) {
      end = { reason: "left", detail: null };
      socket.close(SESSION_ENDS.left.closeCode, "left");
      return;
    }
    if (socket.readyState !== WebSocket.OPEN) return;
    socket.send(bytes, () => socket.bufferedAmount < MUCH && raw.resume());
    if (socket.bufferedAmount >= MUCH) raw.pause();
  }

  function show(bytes: Uint8Array): void {
    raw.write(bytes, () => {
      shown += bytes.length;
      if (shown - told < TELL_EVERY) return;
      told = shown;
      send({ kind: "shown", bytes: shown });
    });
  }

  return new Promise((resolve) => {
    socket.on("open", () => {
      raw.start({ onKeys: take, onResize: tellSize });
      tellSize();
    });
    socket.on("message", (content, isBinary) => {
      const bytes = Buffer.isBuffer(content) ? content : Buffer.alloc(0);
      if (isBinary) show(bytes);
      else end ??= JSON.parse(bytes.toString("utf8")) as SessionEnded;
    });
    socket.on("error", (error) => {
      end ??= { reason: "connection-lost", detail: error.message };
    });
    socket.on("close", (_code, reason) => {
      raw.stop();
      resolve(end ?? { reason: reason.toString("utf8"), detail: null });
    });
  });
}
