import { createInterface } from "node:readline/promises";

/** The person's side of the command line; tests put an array in its place. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** False in pipes and CI: then nothing is asked and a missing confirmation is a refusal. */
  readonly interactive: boolean;
  ask(question: string): Promise<string>;
}

export function processTerminal(): Terminal {
  return {
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
    interactive: process.stdin.isTTY === true && process.stderr.isTTY === true,
    async ask(question) {
      const prompt = createInterface({ input: process.stdin, output: process.stderr });
      try {
        return (await prompt.question(`${question} `)).trim();
      } finally {
        prompt.close();
      }
    },
  };
}
