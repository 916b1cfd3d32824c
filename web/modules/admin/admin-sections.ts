import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import type { Messages } from "../../i18n/en/index.ts";

export interface SectionProps {
  /** What stands behind the section in the address, such as a person's id. */
  readonly detail: string | null;
}

export interface AdminSection {
  readonly path: string;
  readonly title: keyof Messages["admin"]["sections"];
  readonly View: LazyExoticComponent<ComponentType<SectionProps>>;
}

/** The sections of administration in their order; each is a folder beside this file and loads its own code. */
export const ADMIN_SECTIONS: readonly AdminSection[] = [
  {
    path: "runs",
    title: "runs",
    View: lazy(async () => only((await import("./runs/queue-section.tsx")).QueueSection)),
  },
  {
    path: "machines",
    title: "machines",
    View: lazy(async () => only((await import("./machines/all-machines-section.tsx")).AllMachinesSection)),
  },
  {
    path: "users",
    title: "users",
    View: lazy(async () => only((await import("./users/users-section.tsx")).UsersSection)),
  },
  {
    path: "organisations",
    title: "organisations",
    View: lazy(async () => only((await import("./organisations/organisations-section.tsx")).OrganisationsSection)),
  },
  {
    path: "tenants",
    title: "tenants",
    View: lazy(async () => only((await import("./tenants/tenants-section.tsx")).TenantsSection)),
  },
  {
    path: "images",
    title: "images",
    View: lazy(async () => only((await import("./images/images-section.tsx")).ImagesSection)),
  },
  {
    path: "banners",
    title: "banners",
    View: lazy(async () => only((await import("./banners/banners-section.tsx")).BannersSection)),
  },
  {
    path: "audit",
    title: "audit",
    View: lazy(async () => only((await import("./audit/audit-section.tsx")).AuditSection)),
  },
  {
    path: "sandbox",
    title: "sandbox",
    View: lazy(async () => only((await import("./sandbox/sandbox-section.tsx")).SandboxSection)),
  },
  {
    path: "settings",
    title: "settings",
    View: lazy(async () => only((await import("./settings/settings-section.tsx")).SettingsSection)),
  },
];

function only(view: ComponentType<SectionProps>): { default: ComponentType<SectionProps> } {
  return { default: view };
}
