export { type AddressRules, chooseAddress, requireRunning } from "./choose-target.ts";
export type { ConnectedSession, SessionEnd } from "./connected-session.ts";
export { isPersonAtConsole } from "./is-person-at-console.ts";
export { makeOpenSession, type OpenSessionPorts } from "./open-session.ts";
export type * from "./ports.ts";
export { type DeskPorts, makeSessionDesk, type OpenedSession, type SessionDesk } from "./session-desk.ts";
export { whyItEnds } from "./why-it-ends.ts";
