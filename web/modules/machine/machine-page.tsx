import "./machine.css";
import { Anchor, Button, Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "wouter";
import type { Workspace } from "../../../src/contract/index.ts";
import { readWorkspace, workspaceKey } from "../../api/workspace.ts";
import { Page } from "../../components/page.tsx";
import { QueryView } from "../../components/query-view.tsx";
import { Waiting } from "../../components/waiting.tsx";
import { MissingPage } from "../shell/missing-page.tsx";
import { useIsLive } from "../shell/use-live-account.ts";
import { MACHINE_TABS, type MachineTab } from "./machine-tabs.ts";

/** One machine in its two places: a row of tabs, each with an address of its own. */
export function MachinePage() {
  const { id = "", "*": rest = "" } = useParams<{ id: string; "*": string }>();
  const [path = "", detail = null] = rest.split("/");
  const tab = MACHINE_TABS.find((one) => one.path === path);
  const workspace = useQuery({
    queryKey: workspaceKey(id),
    queryFn: () => readWorkspace(id),
    // Changes are told; asking is the net for what was not heard.
    refetchInterval: useIsLive() ? 30_000 : 3_000,
  });
  if (tab === undefined) return <MissingPage />;
  return <QueryView query={workspace}>{(found) => <Opened workspace={found} tab={tab} detail={detail} />}</QueryView>;
}

interface OpenedProps {
  readonly workspace: Workspace;
  readonly tab: MachineTab;
  readonly detail: string | null;
}

function Opened({ workspace, tab, detail }: OpenedProps) {
  const { t } = useTranslation();
  const home = `/app/machines/${workspace.id}`;
  return (
    <Page
      title={workspace.name}
      actions={
        <Group>
          <Anchor component={Link} href="/app/machines" size="sm">
            {t("machine.backToList")}
          </Anchor>
          <Button component={Link} href={`${home}/change`} variant="default">
            {t("machine.change")}
          </Button>
        </Group>
      }
    >
      <nav className="tab-row" aria-label={t("machine.sections")}>
        {MACHINE_TABS.map(({ path, title }) => (
          <Link
            key={title}
            href={path === "" ? home : `${home}/${path}`}
            aria-current={path === tab.path ? "page" : undefined}
          >
            {t(`machine.tabs.${title}`)}
          </Link>
        ))}
      </nav>
      <Suspense fallback={<Waiting />}>
        <tab.View workspace={workspace} detail={detail} />
      </Suspense>
    </Page>
  );
}
