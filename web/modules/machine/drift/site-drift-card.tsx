import { Badge, Card, Group, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { SiteDrift, Workspace } from "../../../../src/contract/index.ts";
import { usePlaces } from "../use-places.ts";
import { useWords } from "../use-words.ts";
import { FindingView } from "./finding-view.tsx";

export interface SiteDriftCardProps {
  readonly workspace: Workspace;
  readonly site: SiteDrift;
}

const COLORS = { unchecked: "gray.7", "in-step": "teal.9", drifted: "red.9", unknown: "gray.7" } as const;

/** One place: as it was applied or not, and what is different there. */
export function SiteDriftCard({ workspace, site }: SiteDriftCardProps) {
  const { t } = useTranslation();
  const { when, say } = useWords();
  const { cloud } = usePlaces();
  const place = cloud(site.site, workspace.sites);
  const times = [
    site.checkedAt === null ? null : t("drift.checked", { when: when(site.checkedAt) }),
    site.since === null || site.checkedAt === null ? null : t("drift.since", { when: when(site.since) }),
  ].filter((part) => part !== null);
  return (
    <Card withBorder component="section" aria-label={place}>
      <Stack gap="xs">
        <Group justify="space-between">
          <Title order={3} size="h5">
            {place}
          </Title>
          <Badge variant="filled" tt="none" color={COLORS[site.status]}>
            {t(`drift.status.${site.status}`)}
          </Badge>
        </Group>
        {site.problem !== null && <Text size="sm">{say(site.problem)}</Text>}
        {site.findings.map((finding) => (
          <FindingView key={finding.address ?? finding.objectId} finding={finding} />
        ))}
        {times.length > 0 && (
          <Text size="xs" c="dimmed">
            {times.join(" · ")}
          </Text>
        )}
      </Stack>
    </Card>
  );
}
