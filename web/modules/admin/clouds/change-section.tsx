import { Button, Checkbox, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Cloud, CloudChangeRequest } from "../../../../src/contract/index.ts";
import { changeCloud, cloudsKey } from "../../../api/clouds.ts";
import { ProblemError } from "../../../api/problem-error.ts";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { BusyFor } from "./busy-for.tsx";
import type { CloudSectionProps } from "./cloud-page.tsx";
import { ConnectionSteps } from "./connection-steps.tsx";
import { presetValues, registrationFields, toDocument } from "./registration-fields.ts";
import { RegistrationForm } from "./registration-form.tsx";
import { stepsOf } from "./steps-of.ts";
import { useCloudWords } from "./use-cloud-words.ts";

/** Changes how a cloud is called and reached. Credentials are never shown; they stay unless new ones are given. */
export function ChangeSection({ cloud }: CloudSectionProps) {
  const { t } = useTranslation();
  const { said } = useCloudWords();
  const client = useQueryClient();
  const [typed, setTyped] = useState<Readonly<Record<string, string | boolean>>>({});
  const [newCredentials, setNewCredentials] = useState(false);
  const all = registrationFields(cloud.kind, typed, "changeable");
  const fields = all.filter(({ path }) => newCredentials || !path.startsWith("credentials/"));
  const values = { ...presetValues(fields), ...known(cloud), ...typed };
  const change = useMutation({
    mutationFn: (force: boolean) => changeCloud(cloud.id, differences(cloud, toDocument(fields, values)), force),
    async onSuccess() {
      setTyped({});
      setNewCredentials(false);
      await client.invalidateQueries({ queryKey: cloudsKey });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!change.isPending) change.mutate(false);
  };
  const problem = change.error instanceof ProblemError ? change.error.problem : null;
  const steps = stepsOf(problem?.facts);
  return (
    <form onSubmit={submit} noValidate>
      <Stack maw={720} align="flex-start">
        <RegistrationForm
          fields={fields}
          values={values}
          issues={problem?.issues ?? []}
          onChange={(path, value) => setTyped((before) => ({ ...before, [path]: value }))}
        />
        <Checkbox
          label={t("clouds.change.newCredentials")}
          description={t("clouds.change.credentialsStay")}
          checked={newCredentials}
          onChange={(event) => setNewCredentials(event.currentTarget.checked)}
        />
        <ProblemAlert error={change.error} say={said} />
        {steps.length > 0 && <ConnectionSteps steps={steps} />}
        {change.isPending && <BusyFor what={t("clouds.test.running")} usually={t("clouds.test.usually")} />}
        <Button type="submit" loading={change.isPending}>
          {t("clouds.change.save")}
        </Button>
        {steps.length > 0 && !change.isPending && (
          <Button variant="default" onClick={() => change.mutate(true)}>
            {t("clouds.keepAnyway")}
          </Button>
        )}
        {change.isSuccess && <Text role="status">{t("clouds.change.saved")}</Text>}
      </Stack>
    </form>
  );
}

function known({ kind, name, description, endpoint, location }: Cloud): Record<string, string> {
  const place = kind === "openstack" ? { authUrl: endpoint, region: location } : { apiUrl: endpoint, zone: location };
  return { name, description, ...place };
}

/** What is said as before is left out: whatever touches the connection is tested again. */
function differences(cloud: Cloud, document: Readonly<Record<string, unknown>>): CloudChangeRequest {
  const before: Readonly<Record<string, unknown>> = known(cloud);
  return Object.fromEntries(
    Object.entries(document).filter(([name, value]) => value !== before[name] && (value !== "" || name in before)),
  );
}
