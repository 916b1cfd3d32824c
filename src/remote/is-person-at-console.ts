/** RFB client messages that somebody causes: KeyEvent, PointerEvent, ClientCutText (RFC 6143 §7.5). */
const BY_A_PERSON = new Set([4, 5, 6]);

/**
 * Whether what a console's client sends shows that somebody is there. A picture that changes by itself makes the client
 * ask for more and more of it, which must not keep a forgotten console open.
 *
 * @param firstByte of one WebSocket message; noVNC sends each event as a message of its own
 */
export function isPersonAtConsole(firstByte: number | undefined): boolean {
  return firstByte !== undefined && BY_A_PERSON.has(firstByte);
}
