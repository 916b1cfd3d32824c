import type { Clock } from "../kernel/clock.ts";
import type { AccessLink, AccountSecrets, LinkStore } from "./ports.ts";

const HOUR = 60 * 60_000;

/** How long each kind of link works. A mailed reset link is the shortest, for mailboxes are read by others. */
export const LINK_LIFE_MS = {
  "password-reset": HOUR,
  "handed-password-reset": 24 * HOUR,
  "email-confirmation": 24 * HOUR,
  "sign-up": 24 * HOUR,
  "sign-in": HOUR,
} as const;

export interface MakeLinkPorts {
  readonly links: Pick<LinkStore, "create">;
  readonly secrets: AccountSecrets;
  readonly clock: Clock;
}

export interface MadeLink {
  readonly token: string;
  readonly expiresAt: Date;
}

type About = Pick<AccessLink, "kind" | "userId" | "email" | "createdBy"> & Partial<Pick<AccessLink, "draft">>;

/** Stores a link and gives its token, which is kept nowhere else. */
export function makeMakeLink({ links, secrets, clock }: MakeLinkPorts) {
  return async (about: About, lifeMs: number): Promise<MadeLink> => {
    const createdAt = clock.now();
    const expiresAt = new Date(createdAt.getTime() + lifeMs);
    const token = secrets.generateToken();
    await links.create({ draft: null, ...about, id: secrets.newId(), createdAt, expiresAt }, secrets.sha256(token));
    return { token, expiresAt };
  };
}

export type MakeLink = ReturnType<typeof makeMakeLink>;
