import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { processRawTerminal, type RawTerminal } from "./raw-terminal.ts";

/** The person's side of the command line; tests put an array in its place. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** False in pipes and CI: then nothing is asked and a missing confirmation is a refusal. */
  readonly interactive: boolean;
  /** How wide the window is; left out where nobody looks on, such as in a pipe. */
  readonly columns?: number | undefined;
  ask(question: string): Promise<string>;
  /** Like `ask`, and shows nothing of what is typed. */
  askSecret(question: string): Promise<string>;
  /** The window itself, for a machine's terminal; null or left out where there is none. */
  readonly raw?: RawTerminal | null;
}

export function processTerminal(): Terminal {
  return {
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
    raw: processRawTerminal(),
    interactive: process.stdin.isTTY === true && process.stderr.isTTY === true,
    columns: process.stdout.isTTY === true ? process.stdout.columns : undefined,
    async ask(question) {
      const prompt = createInterface({ input: process.stdin, output: process.stderr });
      try {
        // Ctrl-D closes the question without an answer, which is a no.
        const closed = new Promise<string>((resolve) => prompt.once("close", () => resolve("")));
        return (await Promise.race([prompt.question(`${question} `), closed])).trim();
      } finally {
        prompt.close();
      }
    },
    async askSecret(question) {
      process.stderr.write(`${question} `);
      // The terminal is read by keys, and what would be echoed goes nowhere.
      const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
      const prompt = createInterface({ input: process.stdin, output: nowhere, terminal: true });
      try {
        const closed = new Promise<string>((resolve) => prompt.once("close", () => resolve("")));
        return await Promise.race([prompt.question(""), closed]);
      } finally {
        prompt.close();
        process.stderr.write("\n");
      }
    },
  };
}
