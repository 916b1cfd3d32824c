import type { Clock } from "../kernel/clock.ts";
import { type Attempts, networkFrom } from "./attempts.ts";
import { linkNotValid } from "./consume-invitation.ts";
import type { AccessLink, AccountSecrets, LinkKind, LinkStore, RequestOrigin } from "./ports.ts";

export interface FollowLinkPorts {
  readonly links: Pick<LinkStore, "find" | "use">;
  readonly secrets: Pick<AccountSecrets, "sha256">;
  readonly attempts: Attempts;
  readonly clock: Clock;
}

/** A link that works, and the way to use it up. */
export interface FollowedLink {
  readonly link: AccessLink;
  /** @throws AppError `link-not-valid` when somebody else was first */
  use(): Promise<void>;
}

/** Throws AppError: link-not-valid, too-many-requests. What is wrong with a link is not told: a guess must learn nothing. */
export function makeFollowLink({ links, secrets, attempts, clock }: FollowLinkPorts) {
  return async (kind: LinkKind, token: string, origin: RequestOrigin): Promise<FollowedLink> => {
    await attempts.allow("link-from-network", networkFrom(origin));
    const link = await links.find(kind, secrets.sha256(token), clock.now());
    if (link === null) throw linkNotValid();
    return {
      link,
      async use() {
        if (!(await links.use(link.id, clock.now()))) throw linkNotValid();
      },
    };
  };
}

export type FollowLink = ReturnType<typeof makeFollowLink>;
