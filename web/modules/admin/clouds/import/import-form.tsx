import { Button, Checkbox, Group, PasswordInput, Stack, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ImportedCloud, Issue } from "../../../../../src/contract/index.ts";
import { ProblemError } from "../../../../api/problem-error.ts";
import { ProblemAlert } from "../../../../components/problem-alert.tsx";
import { BusyFor } from "../busy-for.tsx";
import { ConnectionSteps } from "../connection-steps.tsx";
import { stepsOf } from "../steps-of.ts";
import { useCloudWords } from "../use-cloud-words.ts";
import { firstWishes, issuesOf, type Wishes } from "./wanted-of.ts";

export interface ImportFormProps {
  readonly cloud: ImportedCloud;
  /** An administrator of the site, who may register for everybody. */
  readonly siteAdmin: boolean;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onImport: (wishes: Wishes, force: boolean) => void;
}

/** What the text leaves out of one cloud, and what its first connection test says. */
export function ImportForm({ cloud, siteAdmin, busy, error, onImport }: ImportFormProps) {
  const { t } = useTranslation();
  const { said } = useCloudWords();
  const [wishes, setWishes] = useState(() => firstWishes(cloud));
  const set = (change: Partial<Wishes>) => setWishes((before) => ({ ...before, ...change }));
  const problem = error instanceof ProblemError ? error.problem : null;
  const steps = stepsOf(problem?.facts);
  const issues: readonly Issue[] = problem?.issues ?? [];
  const wrong = (field: keyof Wishes) =>
    issuesOf(issues, field)
      .map(({ message, remedy }) => `${said(message)} ${said(remedy)}`)
      .join(" ") || false;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy) onImport(wishes, false);
  };
  const { label, help } = t(`clouds.fields.${cloud.kind === "openstack" ? "region" : "zone"}`, { returnObjects: true });
  return (
    <form onSubmit={submit} noValidate>
      <Stack maw={720}>
        <TextInput
          label={t("clouds.fields.name.label")}
          description={t("clouds.fields.name.help")}
          error={wrong("name")}
          autoComplete="off"
          value={wishes.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TextInput
          label={label}
          description={help}
          error={wrong("location")}
          withAsterisk={cloud.location === null}
          autoComplete="off"
          value={wishes.location}
          onChange={(event) => set({ location: event.currentTarget.value })}
        />
        {cloud.needsSecret && (
          <PasswordInput
            label={t("cloudImport.secret")}
            description={t("cloudImport.secretHelp", { access: said(cloud.access) })}
            error={wrong("secret")}
            withAsterisk
            autoComplete="new-password"
            value={wishes.secret}
            onChange={(event) => set({ secret: event.currentTarget.value })}
          />
        )}
        {cloud.caFile !== null && (
          <Textarea
            label={t("clouds.fields.caCertificate.label")}
            description={t("cloudImport.caHelp", { file: cloud.caFile })}
            error={wrong("caCertificate")}
            withAsterisk
            autosize
            minRows={2}
            maxRows={8}
            spellCheck={false}
            value={wishes.caCertificate}
            onChange={(event) => set({ caCertificate: event.currentTarget.value })}
          />
        )}
        {siteAdmin && (
          <Checkbox
            label={t("clouds.fields.shared.label")}
            description={t("clouds.fields.shared.help")}
            checked={wishes.shared}
            onChange={(event) => set({ shared: event.currentTarget.checked })}
          />
        )}
        <ProblemAlert error={error} say={said} />
        {steps.length > 0 && <ConnectionSteps steps={steps} />}
        {busy && <BusyFor what={t("clouds.test.registering")} usually={t("clouds.test.usually")} />}
        <Group>
          <Button type="submit" loading={busy}>
            {t("clouds.registerNow")}
          </Button>
          {steps.length > 0 && !busy && (
            <Button variant="default" onClick={() => onImport(wishes, true)}>
              {t("clouds.keepAnyway")}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
