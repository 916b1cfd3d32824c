import { Button, Checkbox, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ConnectionStep } from "../../../../src/contract/index.ts";
import { cloudsKey, followTest } from "../../../api/clouds.ts";
import { Facts } from "../../../components/facts.tsx";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { BusyFor } from "./busy-for.tsx";
import type { CloudSectionProps } from "./cloud-page.tsx";
import { CloudStatus } from "./cloud-status.tsx";
import { ConnectionSteps } from "./connection-steps.tsx";
import { MissingThings } from "./missing-things.tsx";
import { useCloudWords } from "./use-cloud-words.ts";

/** How a cloud is reached, and its connection test as it goes. */
export function ConnectionSection({ cloud, mayManage }: CloudSectionProps) {
  const { t } = useTranslation();
  const { when, said } = useCloudWords();
  const client = useQueryClient();
  const [steps, setSteps] = useState<readonly ConnectionStep[]>([]);
  const [image, setImage] = useState(false);
  const test = useMutation({
    mutationFn: () => followTest(cloud.id, { image }, (step) => setSteps((before) => [...before, step])),
    onSettled: () => client.invalidateQueries({ queryKey: cloudsKey }),
  });
  const begin = () => {
    setSteps([]);
    test.mutate();
  };
  const failed = steps.some(({ ok }) => !ok);
  const facts = [
    { name: t("clouds.heads.kind"), value: t(`clouds.choices.${cloud.kind}`) },
    { name: t("clouds.heads.whose"), value: t(cloud.ownerId === null ? "clouds.shared" : "clouds.own") },
    { name: t("clouds.heads.endpoint"), value: cloud.endpoint },
    { name: t("clouds.heads.location"), value: cloud.location },
    { name: t("clouds.heads.state"), value: <CloudStatus status={cloud.status} /> },
    ...(cloud.statusDetail === "" ? [] : [{ name: t("clouds.heads.detail"), value: said(cloud.statusDetail) }]),
    {
      name: t("clouds.heads.catalogRead"),
      value: cloud.catalogAt === null ? t("clouds.never") : when(cloud.catalogAt),
    },
    ...(cloud.description === "" ? [] : [{ name: t("clouds.heads.description"), value: cloud.description }]),
  ];
  return (
    <Stack maw={820}>
      <Facts facts={facts} />
      <MissingThings missing={cloud.missing ?? []} />
      {mayManage && (
        <Stack align="flex-start">
          {cloud.kind === "openstack" && (
            <Checkbox
              label={t("clouds.test.image")}
              description={t("clouds.test.imageHelp")}
              checked={image}
              onChange={(event) => setImage(event.currentTarget.checked)}
            />
          )}
          <Button onClick={begin} loading={test.isPending}>
            {t("clouds.test.start")}
          </Button>
          {test.isPending && <BusyFor what={t("clouds.test.running")} usually={t("clouds.test.usually")} />}
          {(test.isPending || steps.length > 0) && <ConnectionSteps steps={steps} running={test.isPending} />}
          <ProblemAlert error={test.error} />
          {test.isSuccess && (
            <Text role="status" fw={600}>
              {t(failed ? "clouds.test.endFailed" : "clouds.test.endOk")}
            </Text>
          )}
        </Stack>
      )}
    </Stack>
  );
}
