import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import type { Workspace } from "../../../src/contract/index.ts";
import type { Messages } from "../../i18n/en/index.ts";
import { addWords } from "../../i18n/start.ts";

export interface TabProps {
  readonly workspace: Workspace;
  /** What stands behind the tab in the address, such as a run's id. */
  readonly detail: string | null;
}

export interface MachineTab {
  /** Part of the address; the first tab has none. */
  readonly path: string;
  readonly title: keyof Messages["machine"]["tabs"];
  readonly View: LazyExoticComponent<ComponentType<TabProps>>;
}

/** The parts of a machine's page in their order; each is a folder beside this file and loads its own code. */
export const MACHINE_TABS: readonly MachineTab[] = [
  {
    path: "",
    title: "overview",
    View: lazy(async () => only((await import("./overview/overview-tab.tsx")).OverviewTab)),
  },
  {
    path: "review",
    title: "review",
    View: lazy(async () => only((await import("./review/review-tab.tsx")).ReviewTab)),
  },
  { path: "runs", title: "runs", View: lazy(async () => only((await import("./runs/runs-tab.tsx")).RunsTab)) },
  {
    path: "events",
    title: "events",
    View: lazy(async () => only((await import("./events/events-tab.tsx")).EventsTab)),
  },
  {
    path: "drift",
    title: "drift",
    View: lazy(async () => only((await withWords("drift", import("./drift/drift-tab.tsx"))).DriftTab)),
  },
  {
    path: "terraform",
    title: "terraform",
    View: lazy(async () => only((await import("./terraform/terraform-tab.tsx")).TerraformTab)),
  },
  {
    path: "access",
    title: "access",
    View: lazy(async () => only((await import("./access/access-tab.tsx")).AccessTab)),
  },
  {
    path: "terminal",
    title: "terminal",
    View: lazy(async () => only((await withWords("remote", import("./terminal/terminal-tab.tsx"))).TerminalTab)),
  },
  {
    path: "console",
    title: "console",
    View: lazy(async () => only((await withWords("remote", import("./console/console-tab.tsx"))).ConsoleTab)),
  },
  {
    path: "repair",
    title: "repair",
    View: lazy(async () => only((await import("./repair/repair-tab.tsx")).RepairTab)),
  },
  {
    path: "danger",
    title: "danger",
    View: lazy(async () => only((await import("./danger/danger-tab.tsx")).DangerTab)),
  },
];

/** Parts that not everybody opens have words of their own. */
async function withWords<T>(words: Parameters<typeof addWords>[0], tab: Promise<T>): Promise<T> {
  await addWords(words);
  return tab;
}

function only(view: ComponentType<TabProps>): { default: ComponentType<TabProps> } {
  return { default: view };
}
