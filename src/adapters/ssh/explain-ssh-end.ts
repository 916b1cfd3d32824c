import type { LinkEnd } from "../../remote/ports.ts";

/** ssh has one exit status for everything that goes wrong, so its own log tells; it is written in the C locale. */
const SIGNS: readonly (readonly [RegExp, LinkEnd["reason"]])[] = [
  [/REMOTE HOST IDENTIFICATION HAS CHANGED|Host key verification failed|host key is known for/, "host-key-changed"],
  [/Permission denied|Too many authentication failures|no mutual signature/i, "login-refused"],
  [
    /timed out|refused|No route to host|unreachable|kex_exchange_identification|banner exchange|Could not resolve/i,
    "unreachable",
  ],
];
const LONGEST = 400;

/** Whether the machine has let the service in. */
export function isAuthenticated(log: string): boolean {
  return /^Authenticated to /m.test(log);
}

/** Why an ssh that ended did so, from what it logged. */
export function explainSshEnd(log: string): LinkEnd {
  if (isAuthenticated(log)) {
    const broken = /Timeout, server .*|client_loop: send disconnect.*|Connection reset.*|Broken pipe/.exec(log)?.[0];
    if (broken !== undefined) return { reason: "connection-lost", detail: shortened(broken) };
    return { reason: "machine-ended", detail: null };
  }
  const lines = log.split("\n").filter((line) => line.trim() !== "");
  for (const [sign, reason] of SIGNS) {
    const line = lines.findLast((one) => sign.test(one));
    if (line !== undefined) return { reason, detail: shortened(line) };
  }
  return { reason: "unreachable", detail: shortened(lines.at(-1) ?? "") };
}

function shortened(line: string): string | null {
  const text = line.replaceAll(/[^\x20-\x7e]/g, " ").trim();
  return text === "" ? null : text.slice(0, LONGEST);
}
