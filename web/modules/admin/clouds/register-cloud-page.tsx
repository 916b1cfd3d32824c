import { Anchor, Button, Group, SegmentedControl, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import type { CloudKind } from "../../../../src/contract/index.ts";
import { cloudsKey, registerCloud } from "../../../api/clouds.ts";
import { ProblemError } from "../../../api/problem-error.ts";
import { meKey, readMe } from "../../../api/session.ts";
import { Page } from "../../../components/page.tsx";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { BusyFor } from "./busy-for.tsx";
import { ConnectionSteps } from "./connection-steps.tsx";
import { CLOUD_KINDS, presetValues, registrationFields, toDocument } from "./registration-fields.ts";
import { RegistrationForm } from "./registration-form.tsx";
import { stepsOf } from "./steps-of.ts";
import { useCloudWords } from "./use-cloud-words.ts";

/** A new cloud: its kind, how it is reached, and what the first connection test says. */
export function RegisterCloudPage() {
  const { t } = useTranslation();
  const { said } = useCloudWords();
  const client = useQueryClient();
  const [, goTo] = useLocation();
  const me = useQuery({ queryKey: meKey, queryFn: readMe, staleTime: 60_000 });
  const [kind, setKind] = useState<CloudKind>("openstack");
  const [typed, setTyped] = useState<Readonly<Record<string, string | boolean>>>({});
  const siteAdmin = me.data?.siteAdmin === true;
  const fields = useMemo(
    () => registrationFields(kind, typed).filter(({ path }) => path !== "shared" || siteAdmin),
    [kind, typed, siteAdmin],
  );
  const values = { ...presetValues(fields), ...typed };
  const register = useMutation({
    mutationFn: (force: boolean) => registerCloud({ kind, ...toDocument(fields, values) }, force),
    async onSuccess(cloud) {
      await client.invalidateQueries({ queryKey: cloudsKey });
      goTo(`/app/clouds/${cloud.id}`);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!register.isPending) register.mutate(false);
  };
  const problem = register.error instanceof ProblemError ? register.error.problem : null;
  const steps = stepsOf(problem?.facts);
  return (
    <Page
      title={t("clouds.register")}
      actions={
        <Anchor component={Link} href="/app/clouds" size="sm">
          {t("clouds.toList")}
        </Anchor>
      }
    >
      <Text>{t("clouds.registerText")}</Text>
      <Text>
        <Anchor component={Link} href="/app/clouds/import">
          {t("clouds.importInstead")}
        </Anchor>
      </Text>
      <form onSubmit={submit} noValidate>
        <Stack maw={720}>
          <SegmentedControl
            aria-label={t("clouds.heads.kind")}
            value={kind}
            onChange={(value) => setKind(value as CloudKind)}
            data={CLOUD_KINDS.map((value) => ({ value, label: t(`clouds.choices.${value}`) }))}
          />
          <RegistrationForm
            fields={fields}
            values={values}
            issues={problem?.issues ?? []}
            onChange={(path, value) => setTyped((before) => ({ ...before, [path]: value }))}
          />
          <ProblemAlert error={register.error} say={said} />
          {steps.length > 0 && <ConnectionSteps steps={steps} />}
          {register.isPending && <BusyFor what={t("clouds.test.registering")} usually={t("clouds.test.usually")} />}
          <Group>
            <Button type="submit" loading={register.isPending}>
              {t("clouds.registerNow")}
            </Button>
            {steps.length > 0 && !register.isPending && (
              <Button variant="default" onClick={() => register.mutate(true)}>
                {t("clouds.keepAnyway")}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Page>
  );
}
