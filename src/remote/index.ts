export { chooseAddress, requireRunning } from "./choose-target.ts";
export type { ConnectedSession, SessionEnd } from "./connected-session.ts";
export { isPersonAtConsole } from "./is-person-at-console.ts";
export { makeOpenSession } from "./open-session.ts";
export type * from "./ports.ts";
export { makeSessionDesk, type OpenedSession } from "./session-desk.ts";
