/** One block of a stream of server-sent events. */
export interface Block {
  readonly id: string | null;
  readonly event: string;
  readonly payload: string;
}

/** Blocks of `field: value` lines, each ended by an empty line (HTML Living Standard §9.2). */
export async function* readBlocks(response: Response): AsyncGenerator<Block> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) return;
  let pending = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const blocks = `${pending}${value}`.split(/\r?\n\r?\n/);
      pending = blocks.pop() ?? "";
      for (const block of blocks) {
        const parsed = parseBlock(block);
        if (parsed.payload !== "") yield parsed;
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** A comment, such as a heartbeat, has no payload. */
export function parseBlock(block: string): Block {
  let id: string | null = null;
  let event = "message";
  const payload: string[] = [];
  for (const line of block.split(/\r?\n/)) {
    const field = /^(id|event|data): ?(.*)$/.exec(line);
    if (field?.[1] === "id") id = field[2] ?? "";
    else if (field?.[1] === "event") event = field[2] ?? "";
    else if (field?.[1] === "data") payload.push(field[2] ?? "");
  }
  return { id, event, payload: payload.join("\n") };
}

/** Waits, unless the signal fires first. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
