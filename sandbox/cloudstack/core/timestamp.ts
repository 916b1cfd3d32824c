/** `2026-11-21T09:30:13+0000`, the only form in which CloudStack writes dates. */
export function timestamp(at: Date = new Date()): string {
  return `${at.toISOString().slice(0, 19)}+0000`;
}
