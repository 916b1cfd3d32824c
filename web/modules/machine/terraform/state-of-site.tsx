import { Alert, Card, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SiteSummary, StateHistory } from "../../../../src/contract/index.ts";
import { readStates, statesKey } from "../../../api/states.ts";
import { QueryView } from "../../../components/query-view.tsx";
import { usePlaces } from "../use-places.ts";
import { LockNotice } from "./lock-notice.tsx";
import { RollbackDialog } from "./rollback-dialog.tsx";
import { StateDiffView } from "./state-diff-view.tsx";
import { StateVersions } from "./state-versions.tsx";

export interface StateOfSiteProps {
  readonly workspaceId: string;
  readonly site: SiteSummary;
}

/** The versions of one place's state: look at, compare, keep, go back; and who holds its lock. */
export function StateOfSite({ workspaceId, site }: StateOfSiteProps) {
  const { site: place } = usePlaces();
  const history = useQuery({
    queryKey: statesKey(workspaceId, site.site),
    queryFn: () => readStates(workspaceId, site.site),
    refetchInterval: 5_000,
  });
  return (
    <Card withBorder component="section" aria-label={place(site)}>
      <Stack>
        <Title order={3} size="h5">
          {place(site)}
        </Title>
        <QueryView query={history}>
          {(found) => <History workspaceId={workspaceId} cloud={site.cloudName} history={found} />}
        </QueryView>
      </Stack>
    </Card>
  );
}

interface HistoryProps {
  readonly workspaceId: string;
  readonly cloud: string;
  readonly history: StateHistory;
}

function History({ workspaceId, cloud, history }: HistoryProps) {
  const { t } = useTranslation();
  const [goingBackTo, setGoingBackTo] = useState<number | null>(null);
  const { site, versions, lock, waitingPlan } = history;
  return (
    <>
      {lock !== null && <LockNotice workspaceId={workspaceId} site={site} lock={lock} />}
      {waitingPlan?.stale === true && (
        <Alert color="orange" variant="outline">
          {t("states.staleplan")}
        </Alert>
      )}
      {versions.length === 0 ? (
        <Text>{t("states.noVersions")}</Text>
      ) : (
        <StateVersions workspaceId={workspaceId} cloud={cloud} history={history} onGoBack={setGoingBackTo} />
      )}
      <RollbackDialog workspaceId={workspaceId} site={site} serial={goingBackTo} onClose={() => setGoingBackTo(null)} />
      {versions.length > 1 && <StateDiffView workspaceId={workspaceId} site={site} versions={versions} />}
    </>
  );
}
