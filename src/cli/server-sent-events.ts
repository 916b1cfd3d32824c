export interface ServerSentEvent {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/** Reads a text/event-stream body (HTML Living Standard §9.2): blocks of `field: value` lines ended by an empty line. */
export async function* readServerSentEvents(response: Response): AsyncGenerator<ServerSentEvent> {
  if (response.body === null) return;
  let pending = "";
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    pending += chunk;
    const blocks = pending.split(/\r?\n\r?\n/);
    pending = blocks.pop() ?? "";
    for (const block of blocks) yield parseBlock(block);
  }
}

function parseBlock(block: string): ServerSentEvent {
  const fields = { id: "", event: "message", data: "" };
  const data: string[] = [];
  for (const line of block.split(/\r?\n/)) {
    const match = /^(id|event|data): ?(.*)$/.exec(line);
    if (match === null) continue;
    if (match[1] === "data") data.push(match[2] ?? "");
    else if (match[1] === "id") fields.id = match[2] ?? "";
    else fields.event = match[2] ?? "";
  }
  return { ...fields, data: data.join("\n") };
}
