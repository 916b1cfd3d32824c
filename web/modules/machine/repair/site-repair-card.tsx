import { Anchor, Card, Stack, Table, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { SiteRepair, Workspace } from "../../../../src/contract/index.ts";
import { ScrollTable } from "../../../components/scroll-table.tsx";
import { usePlaces } from "../use-places.ts";
import { useWords } from "../use-words.ts";

export interface SiteRepairCardProps {
  readonly workspace: Workspace;
  readonly repair: SiteRepair;
}

/** One place: clean or not, what was found there, and what repair does with each thing. */
export function SiteRepairCard({ workspace, repair }: SiteRepairCardProps) {
  const { t } = useTranslation();
  const { when, say } = useWords();
  const { cloud } = usePlaces();
  const place = cloud(repair.site, workspace.sites);
  return (
    <Card withBorder component="section" aria-label={place}>
      <Stack gap="xs">
        <Title order={3} size="h5">
          {place}
        </Title>
        {repair.condition === "clean" ? (
          <Text>{t("states.clean")}</Text>
        ) : (
          <>
            <Text fw={600}>
              {t("states.unclean", { when: repair.since === null ? "–" : when(repair.since) })}{" "}
              {repair.reason !== null && say(repair.reason)}
            </Text>
            {repair.runId !== null && (
              <Anchor component={Link} size="sm" href={`/app/machines/${workspace.id}/runs/${repair.runId}`}>
                {t("states.byRun")}
              </Anchor>
            )}
            {repair.inspectionProblem !== null && (
              <Text size="sm">
                {t("states.inspectionProblem")} {repair.inspectionProblem}
              </Text>
            )}
            <Found repair={repair} place={place} />
          </>
        )}
        {repair.inspectedAt !== null && (
          <Text size="xs" c="dimmed">
            {t("states.inspected", { when: when(repair.inspectedAt) })}
          </Text>
        )}
      </Stack>
    </Card>
  );
}

interface FoundProps {
  readonly repair: SiteRepair;
  readonly place: string;
}

function Found({ repair: { strays, inspectedAt }, place }: FoundProps) {
  const { t } = useTranslation();
  if (strays.length > 0) return <Strays place={place} strays={strays} />;
  return <Text>{t(inspectedAt === null ? "states.neverInspected" : "states.nothingFound")}</Text>;
}

function Strays({ place, strays }: Pick<SiteRepair, "strays"> & Pick<FoundProps, "place">) {
  const { t } = useTranslation();
  const { object, say } = useWords();
  return (
    <ScrollTable label={`${t("states.found")}: ${place}`} minWidth={620}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("states.object")}</Table.Th>
          <Table.Th>{t("states.decision")}</Table.Th>
          <Table.Th>{t("states.cloudStatus")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {strays.map((stray) => (
          <Table.Tr key={`${stray.kind} ${stray.id}`}>
            <Table.Td>
              {object(stray.kind, stray.name)}
              <Text size="xs" c="dimmed">
                {say(stray.reason)}
              </Text>
            </Table.Td>
            <Table.Td>
              {t(`states.decisions.${stray.decision}`)}
              {stray.danger === "destroys-data" && <strong> {t("review.danger.destroys-data")}</strong>}
            </Table.Td>
            <Table.Td>{stray.cloudStatus}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}
