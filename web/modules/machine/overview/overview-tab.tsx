import { Alert, SimpleGrid, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { placesKey, readPlaces, readRevision, revisionKey } from "../../../api/workspace.ts";
import { CopyText } from "../../../components/copy-text.tsx";
import { Facts } from "../../../components/facts.tsx";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import type { TabProps } from "../machine-tabs.ts";
import { useWords } from "../use-words.ts";
import { EngineNotice } from "./engine-notice.tsx";
import { NextStepCard } from "./next-step-card.tsx";
import { PlaceCard } from "./place-card.tsx";
import { PlacementReasons } from "./placement-reasons.tsx";

/** Both places side by side, and what to do next. */
export function OverviewTab({ workspace }: TabProps) {
  const { t } = useTranslation();
  const { when } = useWords();
  const places = useQuery({
    queryKey: placesKey(workspace.id),
    queryFn: () => readPlaces(workspace.id),
    refetchInterval: 5_000,
  });
  const revision = useQuery({
    queryKey: revisionKey(workspace.id, workspace.revision),
    queryFn: () => readRevision(workspace.id, workspace.revision),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const sites = workspace.sites.toSorted((one, other) => one.role.localeCompare(other.role));
  const serving = places.data?.find((place) => place.role === "primary" && !place.stale);
  const warnings = revision.data?.deploymentPlan.warnings ?? [];
  return (
    <Stack gap="lg">
      <NextStepCard workspace={workspace} serving={serving?.powerState} />
      <EngineNotice workspaceId={workspace.id} />
      {places.data === undefined && <ProblemAlert error={places.error} />}
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        {sites.map((site) => (
          <PlaceCard
            key={site.site}
            site={site}
            wanted={workspace.revision}
            instance={places.data?.find((place) => place.site === site.site) ?? null}
            loginName={revision.data?.requirement.access.loginName ?? null}
          />
        ))}
      </SimpleGrid>
      {warnings.length > 0 && (
        <Alert color="orange" variant="outline">
          {warnings.map((warning) => (
            <Text key={warning} size="sm">
              {warning}
            </Text>
          ))}
        </Alert>
      )}
      <PlacementReasons plan={revision.data?.deploymentPlan} />
      <Facts
        facts={[
          { name: t("machine.machineId"), value: <CopyText text={workspace.id} label={t("machine.machineId")} /> },
          { name: t("machine.madeOn"), value: when(workspace.createdAt) },
        ]}
      />
    </Stack>
  );
}
