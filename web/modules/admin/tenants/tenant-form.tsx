import { Button, Card, Group, NativeSelect, NumberInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { TenantLimits } from "../../../../src/contract/index.ts";
import { administrationCloudsKey, readAdministrationClouds, requestTenant, tenantsKey } from "../../../api/tenants.ts";
import { ProblemAlert } from "../../../components/problem-alert.tsx";

const LIMITS = ["machines", "vcpus", "memoryGib", "diskGib", "volumes", "addresses"] as const;

/** Asks for a tenant; of one there is, it changes the limits. */
export function TenantForm() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const clouds = useQuery({ queryKey: administrationCloudsKey, queryFn: readAdministrationClouds });
  const [account, setAccount] = useState("");
  const [chosen, setChosen] = useState("");
  const [limits, setLimits] = useState<Partial<TenantLimits>>({});
  const cloud = chosen || (clouds.data?.[0]?.name ?? "");
  const ask = useMutation({
    mutationFn: () => requestTenant({ account, cloud, limits }),
    async onSuccess() {
      setAccount("");
      await client.invalidateQueries({ queryKey: tenantsKey });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ask.isPending) ask.mutate();
  };
  if (clouds.data?.length === 0) return <Text>{t("admin.tenants.noCloud")}</Text>;
  return (
    <Card withBorder component="section" aria-label={t("admin.tenants.newTitle")} maw={820}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <Title order={2} size="h4">
            {t("admin.tenants.newTitle")}
          </Title>
          <Group align="flex-end">
            <TextInput
              label={t("admin.tenants.account")}
              required
              value={account}
              onChange={(event) => setAccount(event.currentTarget.value)}
            />
            <NativeSelect
              label={t("admin.tenants.heads.cloud")}
              value={cloud}
              onChange={(event) => setChosen(event.currentTarget.value)}
              data={(clouds.data ?? []).map(({ name }) => name)}
            />
          </Group>
          <Text size="sm">{t("admin.tenants.left")}</Text>
          <Group align="flex-end">
            {LIMITS.map((name) => (
              <NumberInput
                key={name}
                w={150}
                min={1}
                allowDecimal={false}
                label={t(`admin.tenants.limits.${name}`)}
                value={limits[name] ?? ""}
                onChange={(value) => setLimits((now) => withLimit(now, name, value))}
              />
            ))}
          </Group>
          <ProblemAlert error={ask.error} />
          <Group>
            <Button type="submit" loading={ask.isPending} disabled={account.trim() === "" || cloud === ""}>
              {t("admin.tenants.create")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}

/** An emptied field is one that was left out. */
function withLimit(limits: Partial<TenantLimits>, name: keyof TenantLimits, value: number | string) {
  const { [name]: _before, ...others } = limits;
  return value === "" ? others : { ...others, [name]: Number(value) };
}
