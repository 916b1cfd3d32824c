import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import type { Me } from "../../../src/contract/index.ts";
import type { Messages } from "../../i18n/en/index.ts";

export interface AccountTabProps {
  readonly me: Me;
  /** What stands behind the tab in the address, such as an organisation's id. */
  readonly detail: string | null;
}

export interface AccountTab {
  /** Part of the address; the first tab has none. */
  readonly path: string;
  readonly title: keyof Messages["account"]["tabs"];
  readonly View: LazyExoticComponent<ComponentType<AccountTabProps>>;
}

/** The parts of "My account" in their order; each is a folder beside this file and loads its own code. */
export const ACCOUNT_TABS: readonly AccountTab[] = [
  {
    path: "",
    title: "profile",
    View: lazy(async () => only((await import("./profile/profile-tab.tsx")).ProfileTab)),
  },
  {
    path: "security",
    title: "security",
    View: lazy(async () => only((await import("./security/security-tab.tsx")).SecurityTab)),
  },
  {
    path: "tokens",
    title: "tokens",
    View: lazy(async () => only((await import("./tokens/tokens-tab.tsx")).TokensTab)),
  },
  {
    path: "organisations",
    title: "organisations",
    View: lazy(async () => only((await import("./organisations/organisations-tab.tsx")).OrganisationsTab)),
  },
  {
    path: "offers",
    title: "offers",
    View: lazy(async () => only((await import("./offers/offers-tab.tsx")).OffersTab)),
  },
  {
    path: "webhooks",
    title: "webhooks",
    View: lazy(async () => only((await import("./webhooks/webhooks-tab.tsx")).WebhooksTab)),
  },
  {
    path: "history",
    title: "history",
    View: lazy(async () => only((await import("./history/history-tab.tsx")).HistoryTab)),
  },
  { path: "leave", title: "leave", View: lazy(async () => only((await import("./leave/leave-tab.tsx")).LeaveTab)) },
];

function only(view: ComponentType<AccountTabProps>): { default: ComponentType<AccountTabProps> } {
  return { default: view };
}
