import { Card, Group, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Instance, SiteSummary } from "../../../../src/contract/index.ts";
import { CopyText } from "../../../components/copy-text.tsx";
import { type Fact, Facts } from "../../../components/facts.tsx";
import { PowerBadge } from "../../machines/power-badge.tsx";
import { useWords } from "../use-words.ts";
import { PowerPanel } from "./power-panel.tsx";

export interface PlaceCardProps {
  readonly site: SiteSummary;
  /** The revision that was asked for last. */
  readonly wanted: number;
  /** Null while the clouds are being asked. */
  readonly instance: Instance | null;
  readonly loginName: string | null;
}

/** Where one of the two machines is, how it does, and how to reach it. */
export function PlaceCard({ site, wanted, instance, loginName }: PlaceCardProps) {
  const { t } = useTranslation();
  const { when } = useWords();
  return (
    <Card withBorder>
      <Stack>
        <Group justify="space-between">
          <Title order={2} size="h4">
            {t(`machines.roles.${site.role}`)}
            <Text span c="dimmed" size="sm" ms="xs">
              {t("machine.place.on", { cloud: site.cloudName })}
            </Text>
          </Title>
          <PowerBadge power={instance?.powerState ?? "unknown"} made={site.hasState} />
        </Group>
        {instance?.stale === true && (
          <Text size="sm">
            {instance.observedAt === null
              ? t("machine.staleUnknown")
              : t("machine.stale", { when: when(instance.observedAt) })}
          </Text>
        )}
        {instance === null ? <Text size="sm">{t("machine.place.unseen")}</Text> : null}
        <Facts facts={[...useFacts(instance), ...useLogin(site, instance, loginName), useRevision(site, wanted)]} />
        {instance !== null && instance.instanceId !== null && <PowerPanel site={site} instance={instance} />}
      </Stack>
    </Card>
  );
}

function useFacts(instance: Instance | null): readonly Fact[] {
  const { t } = useTranslation();
  if (instance === null) return [];
  const { vcpu, memoryMib, diskGib, offering, publicAddress, privateAddresses, instanceId, cloudStatus } = instance;
  const sized = vcpu !== null && memoryMib !== null;
  const none = t("machine.place.none");
  return [
    {
      name: t("machines.size"),
      value: sized ? t("machines.sizeOf", { count: vcpu, memory: memoryMib / 1024 }) : none,
    },
    ...(offering === null ? [] : [{ name: t("machine.place.offering"), value: offering }]),
    { name: t("machines.disk"), value: diskGib === null ? none : t("machines.gib", { count: diskGib }) },
    {
      name: t("machine.place.publicAddress"),
      value: publicAddress === null ? none : <CopyText text={publicAddress} label={t("machine.place.publicAddress")} />,
    },
    { name: t("machine.place.privateAddress"), value: privateAddresses.join(", ") || none },
    {
      name: t("machine.place.identifier"),
      value: instanceId === null ? none : <CopyText text={instanceId} label={t("machine.place.identifier")} />,
    },
    ...(cloudStatus === null ? [] : [{ name: t("machine.place.cloudStatus"), value: cloudStatus }]),
  ];
}

function useLogin(site: SiteSummary, instance: Instance | null, loginName: string | null): readonly Fact[] {
  const { t } = useTranslation();
  const address = instance?.publicAddress ?? null;
  if (address === null || loginName === null) return [];
  const name = t("machine.place.logIn");
  const value = (
    <Stack gap={2}>
      <CopyText text={`ssh ${loginName}@${address}`} label={name} />
      {site.sandbox && (
        <Text size="xs" c="dimmed">
          {t("machine.access.sandbox")}
        </Text>
      )}
    </Stack>
  );
  return [{ name, value }];
}

function useRevision(site: SiteSummary, wanted: number): Fact {
  const { t } = useTranslation();
  const applied = site.appliedRevision;
  const value =
    applied === null
      ? t("machine.place.neverApplied", { wanted })
      : applied === wanted
        ? String(applied)
        : t("machine.place.revisionOf", { applied, wanted });
  return { name: t("machine.place.revision"), value };
}
