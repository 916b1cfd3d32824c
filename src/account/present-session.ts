import type { Session } from "../contract/index.ts";
import type { OpenSession } from "./ports.ts";

/** A session as callers see it; `currentId` is the one they use themselves. */
export function presentSession(session: OpenSession, currentId: string | null): Session {
  return {
    id: session.id,
    createdAt: session.createdAt.toISOString(),
    lastUsedAt: session.lastUsedAt.toISOString(),
    endsAt: session.absoluteUntil.toISOString(),
    remoteAddress: session.remoteAddress,
    userAgent: session.userAgent,
    current: session.id === currentId,
  };
}
