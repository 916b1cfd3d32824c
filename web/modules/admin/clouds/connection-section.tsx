import { Button, Checkbox, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Facts } from "../../../components/facts.tsx";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { BusyFor } from "./busy-for.tsx";
import type { CloudSectionProps } from "./cloud-page.tsx";
import { CloudStatus } from "./cloud-status.tsx";
import { ConnectionSteps } from "./connection-steps.tsx";
import { MissingThings } from "./missing-things.tsx";
import { useCloudWords } from "./use-cloud-words.ts";
import { useConnectionTest } from "./use-connection-test.ts";

/** How a cloud is reached, and its connection test as it goes. */
export function ConnectionSection({ cloud, mayManage }: CloudSectionProps) {
  const { t } = useTranslation();
  const { when, said } = useCloudWords();
  const [image, setImage] = useState(false);
  const test = useConnectionTest();
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
          <Checkbox
            label={t("clouds.test.image")}
            description={t(cloud.kind === "openstack" ? "clouds.test.imageHelp" : "clouds.test.imageHelpCloudstack")}
            checked={image}
            onChange={(event) => setImage(event.currentTarget.checked)}
          />
          <Button onClick={() => test.start(cloud.id, image)} loading={test.busy}>
            {t("clouds.test.start")}
          </Button>
          {test.busy && <BusyFor what={t("clouds.test.running")} usually={t("clouds.test.usually")} />}
          {(test.busy || test.steps.length > 0) && <ConnectionSteps steps={test.steps} running={test.busy} />}
          <ProblemAlert error={test.error} />
          {test.ended && (
            <Text role="status" fw={600}>
              {t(test.failed ? "clouds.test.endFailed" : "clouds.test.endOk")}
            </Text>
          )}
        </Stack>
      )}
    </Stack>
  );
}
