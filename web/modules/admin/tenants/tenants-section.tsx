import { Anchor, Stack, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Tenant } from "../../../../src/contract/index.ts";
import { readTenants, tenantsKey } from "../../../api/tenants.ts";
import { QueryView } from "../../../components/query-view.tsx";
import { ScrollTable } from "../../../components/scroll-table.tsx";
import type { SectionProps } from "../admin-sections.ts";
import { TenantForm } from "./tenant-form.tsx";
import { TenantView } from "./tenant-view.tsx";

const REFRESH_MS = 3_000;

/** Projects and accounts of people and organisations on clouds: the list with a form, or one of them. */
export function TenantsSection({ detail }: SectionProps) {
  const { t } = useTranslation();
  const tenants = useQuery({ queryKey: tenantsKey, queryFn: readTenants, refetchInterval: REFRESH_MS });
  if (detail !== null) return <TenantView id={detail} />;
  return (
    <Stack>
      <Text>{t("admin.tenants.text")}</Text>
      <QueryView query={tenants}>
        {(all) => (all.length === 0 ? <Text>{t("admin.tenants.none")}</Text> : <TenantTable tenants={all} />)}
      </QueryView>
      <TenantForm />
    </Stack>
  );
}

function TenantTable({ tenants }: { readonly tenants: readonly Tenant[] }) {
  const { t } = useTranslation();
  return (
    <ScrollTable label={t("admin.sections.tenants")} minWidth={640}>
      <Table.Thead>
        <Table.Tr>
          {(["owner", "cloud", "status", "ownCloud"] as const).map((head) => (
            <Table.Th key={head}>{t(`admin.tenants.heads.${head}`)}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {tenants.map(({ id, owner, cloudName, status, ownCloudName }) => (
          <Table.Tr key={id}>
            <Table.Th scope="row">
              <Anchor component={Link} href={`/app/admin/tenants/${id}`}>
                {owner.handle}
              </Anchor>
            </Table.Th>
            <Table.Td>{cloudName}</Table.Td>
            <Table.Td>{t(`admin.tenants.statuses.${status}`)}</Table.Td>
            <Table.Td>{ownCloudName}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}
