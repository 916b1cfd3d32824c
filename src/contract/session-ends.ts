// No schema stands here: the page reads it without the library of schemas.

/**
 * Why a machine session ended: the close code of its WebSocket and a sentence. Codes are never reused for another
 * meaning, because clients tell the reasons apart by them.
 */
export const SESSION_ENDS = {
  left: { closeCode: 4000, text: "You left." },
  "machine-ended": { closeCode: 4001, text: "The machine ended the session." },
  idle: { closeCode: 4002, text: "Nothing was typed for too long." },
  "too-long": { closeCode: 4003, text: "The longest time of a session is over." },
  "rights-ended": { closeCode: 4004, text: "You may no longer use this machine, or your sign-in has ended." },
  "ended-by-other": { closeCode: 4005, text: "An owner or an administrator ended the session." },
  "service-ends": { closeCode: 4006, text: "The service is shutting down; connect again in a moment." },
  unreachable: { closeCode: 4010, text: "The machine does not answer." },
  "login-refused": { closeCode: 4011, text: "The machine did not let the service in." },
  "host-key-changed": { closeCode: 4012, text: "The machine shows another host key than before." },
  "connection-lost": { closeCode: 4013, text: "The connection to the machine broke." },
  "console-refused": { closeCode: 4014, text: "The cloud did not open the console." },
  failed: { closeCode: 4015, text: "The session could not go on." },
} as const satisfies Record<string, { closeCode: number; text: string }>;
export type SessionEndReason = keyof typeof SESSION_ENDS;

/** Subprotocol of a machine session's WebSocket; the ticket stands beside it as `ticket.<ticket>`. */
export const SESSION_PROTOCOL = "twinstack.v1";
export const TICKET_PREFIX = "ticket.";
