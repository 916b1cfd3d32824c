import type { SentParameters } from "./signature.ts";

/** One call as it came, without keys, signatures and user data. */
export interface LoggedCall {
  method: string;
  command: string;
  status: number;
  parameters: Record<string, string>;
}

/** The latest calls, for tests that ask what a provider really sent. */
export interface CallLog {
  add(method: string, sent: SentParameters, status: number): void;
  list(): LoggedCall[];
  clear(): void;
}

const KEPT = 2000;
const HIDDEN = new Set(["apikey", "signature", "expires", "signatureversion", "response", "command", "userdata"]);

export function makeCallLog(): CallLog {
  let calls: LoggedCall[] = [];
  return {
    add(method, sent, status) {
      const command = sent.find(([name]) => name === "command")?.[1] ?? "";
      const parameters = Object.fromEntries(sent.filter(([name]) => !HIDDEN.has(name.toLowerCase())));
      calls = [...calls.slice(-KEPT), { method, command, status, parameters }];
    },
    list: () => calls,
    clear: () => {
      calls = [];
    },
  };
}
