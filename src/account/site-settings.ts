import { SignUpPolicy, type SiteSettings, type SiteSettingsChangeRequest } from "../contract/index.ts";
import { AppError } from "../kernel/app-error.ts";
import type { Clock } from "../kernel/clock.ts";
import { noteOf } from "./audit-of.ts";
import type { NoteAudit, Post, Principal, RequestOrigin, SettingStore } from "./ports.ts";

export interface SiteSettingsPorts {
  readonly settings: SettingStore;
  readonly post: Pick<Post, "canSend">;
  readonly noteAudit: NoteAudit;
  readonly clock: Clock;
}

const SIGN_UP = "sign-up";

/** What a site's administrator chooses; until they do, nobody but they make accounts. */
export function makeSiteSettings({ settings, post, noteAudit, clock }: SiteSettingsPorts) {
  async function read(): Promise<SiteSettings> {
    const chosen = SignUpPolicy.safeParse(await settings.read(SIGN_UP));
    return { signUp: chosen.data ?? "admin" };
  }

  return {
    read,
    /** Throws AppError: validation-failed. */
    async change(
      principal: Principal,
      change: SiteSettingsChangeRequest,
      origin: RequestOrigin,
    ): Promise<SiteSettings> {
      const { signUp } = change;
      if (signUp === "open" && !post.canSend) throw openNeedsMail();
      const before = await read();
      if (signUp !== undefined && signUp !== before.signUp) {
        await settings.write(SIGN_UP, signUp, principal.userId, clock.now());
        await noteOf(noteAudit, principal, origin, "settings.change", {
          accountId: null,
          detail: { signUp, before: before.signUp },
        });
      }
      return read();
    },
  };
}

export type SettingsOfSite = ReturnType<typeof makeSiteSettings>;

/** Without a mailbox in between, an open sign-up would tell everybody who has an account. */
function openNeedsMail(): AppError {
  const message = "Open sign-up needs mail: only a mailbox can tell the owner of an address from a stranger.";
  const remedy = "Set TWINSTACK_SMTP_URL and TWINSTACK_MAIL_FROM, or choose invitation.";
  return new AppError("validation-failed", message, {
    issues: [{ pointer: "/signUp", code: "needs-mail", message, remedy }],
  });
}
