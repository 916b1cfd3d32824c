import { randomUUID } from "node:crypto";

/**
 * What can go wrong with one command, beside the faults that every sandbox has per URL:
 * `delay` answers `ms` late; `error` answers with `status` and `text`; `drop-before` closes the connection without
 * doing anything; `drop-after` does it and then closes the connection; `repeat` does it twice and answers as the second
 * time; `page` answers with a web page and does nothing; `half` does it and breaks off in the middle of the answer;
 * `job-delay` makes an async job take `ms` longer; `job-error` lets it fail, for a start with the server's own words
 * and consequences.
 */
export type CommandFaultKind =
  | "delay"
  | "error"
  | "drop-before"
  | "drop-after"
  | "repeat"
  | "page"
  | "half"
  | "job-delay"
  | "job-error";

export interface CommandFaultRequest {
  kind: CommandFaultKind;
  /** The command it strikes, or `*`. */
  command: string;
  ms?: number;
  status?: number;
  text?: string;
  /** How often it still strikes; until removed when left out. */
  count?: number;
  /** Kept and listed with the fault, for whoever set it. */
  note?: unknown;
}

export interface CommandFault extends CommandFaultRequest {
  id: string;
}

/** The faults in force, oldest first; in memory only, a restart heals the cloud. */
export interface CommandFaults {
  add(request: CommandFaultRequest): CommandFault;
  list(): CommandFault[];
  /** Without an id, removes all. */
  remove(id?: string): void;
  /** The first fault of this kind for this command, counted as used. */
  strike(kind: CommandFaultKind, command: string): CommandFault | undefined;
}

export function makeCommandFaults(): CommandFaults {
  let faults: CommandFault[] = [];

  function strike(kind: CommandFaultKind, command: string): CommandFault | undefined {
    const fault = faults.find((f) => f.kind === kind && (f.command === "*" || f.command === command));
    if (fault?.count !== undefined) {
      fault.count -= 1;
      if (fault.count <= 0) faults = faults.filter((f) => f !== fault);
    }
    return fault;
  }

  return {
    add(request) {
      const fault = { ...request, id: randomUUID() };
      faults.push(fault);
      return fault;
    },
    list: () => [...faults],
    remove(id) {
      faults = id === undefined ? [] : faults.filter((f) => f.id !== id);
    },
    strike,
  };
}
