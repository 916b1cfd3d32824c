import { Button, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { changeCloud, cloudsKey } from "../../../api/clouds.ts";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import type { CloudSectionProps } from "./cloud-page.tsx";
import { labelsOf, linesOf } from "./label-lines.ts";

/** What an administrator says of a cloud for the choice of clouds: labels, and what fails together with it. */
export function PlacingSection({ cloud }: CloudSectionProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [lines, setLines] = useState(linesOf(cloud.labels));
  const [domain, setDomain] = useState(cloud.failureDomain ?? "");
  const { labels, badLine } = labelsOf(lines);
  const save = useMutation({
    mutationFn: () => changeCloud(cloud.id, { labels: { ...labels }, failureDomain: domain.trim() || null }, false),
    onSuccess: () => client.invalidateQueries({ queryKey: cloudsKey }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending && badLine === null) save.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack maw={720} align="stretch">
        <Text>{t("clouds.placing.text")}</Text>
        <Textarea
          label={t("clouds.placing.labels")}
          description={t("clouds.placing.labelsHelp")}
          error={badLine === null ? false : t("clouds.placing.badLine", { line: badLine })}
          value={lines}
          onChange={(event) => setLines(event.currentTarget.value)}
          autosize
          minRows={3}
          ff="monospace"
          spellCheck={false}
        />
        <TextInput
          label={t("clouds.placing.failureDomain")}
          description={t("clouds.placing.failureDomainHelp")}
          value={domain}
          onChange={(event) => setDomain(event.currentTarget.value)}
          autoComplete="off"
        />
        <ProblemAlert error={save.error} />
        <Button type="submit" loading={save.isPending} style={{ alignSelf: "flex-start" }}>
          {t("clouds.placing.save")}
        </Button>
        {save.isSuccess && <Text role="status">{t("clouds.placing.saved")}</Text>}
      </Stack>
    </form>
  );
}
