import { Code, Stack, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Machine, Place } from "./group-machines.ts";
import { PowerBadge } from "./power-badge.tsx";

export function MachineTable({ machines }: { readonly machines: readonly Machine[] }) {
  const { t } = useTranslation();
  return (
    <Table.ScrollContainer minWidth={760} tabIndex={0} role="region" aria-label={t("machines.title")}>
      <Table verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("machines.name")}</Table.Th>
            <Table.Th>{t("machines.role")}</Table.Th>
            <Table.Th>{t("machines.power")}</Table.Th>
            <Table.Th>{t("machines.addresses")}</Table.Th>
            <Table.Th>{t("machines.size")}</Table.Th>
            <Table.Th>{t("machines.disk")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {machines.flatMap(({ workspace, places }) =>
            places.map((place, index) => (
              <Table.Tr key={`${workspace.id} ${place.site.site}`}>
                {index === 0 && (
                  <Table.Th scope="rowgroup" rowSpan={places.length} style={{ verticalAlign: "top" }}>
                    {workspace.name}
                  </Table.Th>
                )}
                <PlaceCells place={place} />
              </Table.Tr>
            )),
          )}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function PlaceCells({ place }: { readonly place: Place }) {
  const { t, i18n } = useTranslation();
  const { site, instance } = place;
  const when = instance?.observedAt ?? null;
  return (
    <>
      <Table.Td>
        <Text size="sm">{t(`machines.roles.${site.role}`)}</Text>
        <Text size="xs" c="dimmed">
          {site.cloudName}
        </Text>
      </Table.Td>
      <Table.Td>
        <PowerBadge power={instance?.powerState ?? "unknown"} made={site.hasState} />
        {instance?.stale === true && (
          <Text size="xs" c="dimmed">
            {t("machines.staleSince", {
              when: when === null ? "–" : new Date(when).toLocaleTimeString(i18n.language),
              reason: instance.staleReason ?? "",
            })}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Stack gap={2}>
          {instance?.publicAddress != null && <Code>{instance.publicAddress}</Code>}
          {instance?.privateAddresses.map((address) => (
            <Text key={address} size="xs" c="dimmed">
              {address}
            </Text>
          ))}
        </Stack>
      </Table.Td>
      <Table.Td>
        {instance?.vcpu != null && instance.memoryMib !== null
          ? t("machines.sizeOf", { vcpu: instance.vcpu, memory: instance.memoryMib / 1024 })
          : "–"}
      </Table.Td>
      <Table.Td>{instance?.diskGib != null ? t("machines.gib", { count: instance.diskGib }) : "–"}</Table.Td>
    </>
  );
}
