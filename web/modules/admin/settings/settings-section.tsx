import { Button, Group, Radio, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { SignUpPolicy, SiteSettings } from "../../../../src/contract/index.ts";
import { changeSettings, readSettings, settingsKey } from "../../../api/admin.ts";
import { readStatus } from "../../../api/status.ts";
import { Facts } from "../../../components/facts.tsx";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { QueryView } from "../../../components/query-view.tsx";

const POLICIES: readonly SignUpPolicy[] = ["open", "invitation", "admin"];

/** What an administrator chooses for the whole site, and what the service is. */
export function SettingsSection() {
  const settings = useQuery({ queryKey: settingsKey, queryFn: readSettings });
  return (
    <Stack maw={720}>
      <QueryView query={settings}>{(found) => <SettingsForm key={found.signUp} settings={found} />}</QueryView>
      <ServiceFacts />
    </Stack>
  );
}

function SettingsForm({ settings }: { readonly settings: SiteSettings }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [signUp, setSignUp] = useState(settings.signUp);
  const save = useMutation({
    mutationFn: () => changeSettings({ signUp }),
    onSuccess: (saved) => client.setQueryData(settingsKey, saved),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending) save.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Radio.Group
          label={t("admin.settings.signUp")}
          description={t("admin.settings.signUpText")}
          value={signUp}
          onChange={(value) => setSignUp(value as SignUpPolicy)}
        >
          <Stack gap="xs" mt="xs">
            {POLICIES.map((policy) => (
              <Radio
                key={policy}
                value={policy}
                label={t(`admin.settings.policies.${policy}.label`)}
                description={t(`admin.settings.policies.${policy}.help`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        <ProblemAlert error={save.error} />
        <Group>
          <Button type="submit" loading={save.isPending} disabled={signUp === settings.signUp}>
            {t("admin.settings.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function ServiceFacts() {
  const { t, i18n } = useTranslation();
  const status = useQuery({ queryKey: ["status"], queryFn: readStatus, refetchInterval: 15_000 });
  return (
    <QueryView query={status}>
      {({ version, url, startedAt, engine, engineSandbox, clouds }) => (
        <Stack gap="xs">
          <Title order={2} size="h4">
            {t("admin.settings.service")}
          </Title>
          <Facts
            facts={[
              { name: t("admin.settings.facts.version"), value: version },
              { name: t("admin.settings.facts.url"), value: url },
              { name: t("admin.settings.facts.started"), value: new Date(startedAt).toLocaleString(i18n.language) },
              {
                name: t("admin.settings.facts.engine"),
                value: engine === null ? t("admin.settings.noEngine") : `${engine.kind} ${engine.version}`,
              },
              {
                name: t("admin.settings.facts.engineSandbox"),
                value: t(`admin.settings.engineSandbox.${engineSandbox.state}`),
              },
              { name: t("admin.settings.facts.clouds"), value: clouds },
            ]}
          />
          {engineSandbox.reason !== null && <Text size="sm">{engineSandbox.reason}</Text>}
        </Stack>
      )}
    </QueryView>
  );
}
