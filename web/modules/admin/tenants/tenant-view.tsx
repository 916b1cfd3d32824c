import { Alert, Anchor, Button, Group, List, Stack, Table, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { TenantReport } from "../../../../src/contract/index.ts";
import { readTenant, removeTenant, requestTenant, tenantsKey } from "../../../api/tenants.ts";
import { ConfirmDialog } from "../../../components/confirm-dialog.tsx";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { QueryView } from "../../../components/query-view.tsx";
import { ScrollTable } from "../../../components/scroll-table.tsx";

const REFRESH_MS = 4_000;

/** One tenant: what its cloud shows of it now, what has drifted, and what can be done with it. */
export function TenantView({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const tenant = useQuery({
    ...{ queryKey: [...tenantsKey, id], queryFn: () => readTenant(id), refetchInterval: REFRESH_MS },
  });
  return (
    <Stack>
      <Anchor component={Link} href="/app/admin/tenants" size="sm">
        {t("admin.tenants.toList")}
      </Anchor>
      <QueryView query={tenant}>{(report) => <Report report={report} />}</QueryView>
    </Stack>
  );
}

function Report({ report }: { readonly report: TenantReport }) {
  const { t } = useTranslation();
  const { tenant, problem, drift, parts, machines } = report;
  return (
    <Stack>
      <Title order={2} size="h3">
        {tenant.owner.handle}, {tenant.cloudName}
      </Title>
      <Text role="status">
        {t(`admin.tenants.statuses.${tenant.status}`)}
        {tenant.detail !== null && `: ${tenant.detail}`}
      </Text>
      {problem !== null && <Alert color="red">{problem}</Alert>}
      {drift.length > 0 && (
        <Alert color="yellow" title={t("admin.tenants.drifted")}>
          <List size="sm">
            {drift.map(({ subject, wanted, found }) => (
              <List.Item key={subject}>{t("admin.tenants.drift", { subject, wanted, found })}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      {machines !== null && <Text size="sm">{t("admin.tenants.machines", { count: machines })}</Text>}
      <ScrollTable label={t("admin.tenants.parts")} minWidth={480}>
        <Table.Thead>
          <Table.Tr>
            {(["part", "name", "id"] as const).map((head) => (
              <Table.Th key={head}>{t(`admin.tenants.heads.${head}`)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {parts.map(({ kind, name, id }) => (
            <Table.Tr key={kind}>
              <Table.Th scope="row">{t(`admin.tenants.kinds.${kind}`)}</Table.Th>
              <Table.Td>{name}</Table.Td>
              <Table.Td>{id}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </ScrollTable>
      <Actions report={report} />
    </Stack>
  );
}

function Actions({ report: { tenant } }: { readonly report: TenantReport }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [asked, setAsked] = useState(false);
  const onSuccess = async () => {
    setAsked(false);
    await client.invalidateQueries({ queryKey: tenantsKey });
  };
  const again = useMutation({
    mutationFn: () => requestTenant({ account: tenant.owner.id, cloud: tenant.cloudId, limits: tenant.limits }),
    onSuccess,
  });
  const remove = useMutation({ mutationFn: () => removeTenant(tenant.id), onSuccess });
  return (
    <Stack>
      <ProblemAlert error={again.error} />
      <Group>
        <Button variant="default" loading={again.isPending} onClick={() => again.mutate()}>
          {t("admin.tenants.again")}
        </Button>
        <Button color="red" variant="outline" onClick={() => setAsked(true)}>
          {t("admin.tenants.remove")}
        </Button>
      </Group>
      <ConfirmDialog
        title={t("admin.tenants.remove")}
        action={t("admin.tenants.remove")}
        opened={asked}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate()}
        onClose={() => setAsked(false)}
      >
        {t("admin.tenants.removeAsk")}
      </ConfirmDialog>
    </Stack>
  );
}
