import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Instance, PowerAction, PowerVerb, SiteSummary } from "../../../../src/contract/index.ts";
import { cancelPower, powerKey, readPower } from "../../../api/power.ts";
import { placesKey } from "../../../api/workspace.ts";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { useMayChange } from "../use-may-change.ts";
import { useWords } from "../use-words.ts";
import { PowerDialog } from "./power-dialog.tsx";
import { powerVerbs } from "./power-verbs.ts";

export interface PowerPanelProps {
  readonly site: SiteSummary;
  readonly instance: Instance;
}

/** Starting, stopping and rebooting one machine, and how far that is. */
export function PowerPanel({ site, instance }: PowerPanelProps) {
  const { workspaceId } = instance;
  const client = useQueryClient();
  const [asked, setAsked] = useState<PowerVerb | null>(null);
  const actions = useQuery({
    queryKey: powerKey(workspaceId),
    queryFn: () => readPower(workspaceId),
    refetchInterval: ({ state: { data } }) => (data?.some(isOpen) === true ? 1_500 : 5_000),
  });
  const last = actions.data?.find((one) => one.site === site.site) ?? null;
  const moment = last?.finishedAt ?? null;
  useEffect(() => {
    // What the cloud shows is another thing from now on.
    if (moment !== null) void client.invalidateQueries({ queryKey: placesKey(workspaceId) });
  }, [client, moment, workspaceId]);
  return (
    <Stack gap="xs">
      {last !== null && isOpen(last) ? (
        <Going action={last} />
      ) : (
        <Buttons site={site} instance={instance} onAsk={setAsked} />
      )}
      {last !== null && <Ended action={last} instance={instance} />}
      {asked !== null && <PowerDialog site={site} instance={instance} verb={asked} onClose={() => setAsked(null)} />}
    </Stack>
  );
}

function isOpen({ finishedAt }: PowerAction): boolean {
  return finishedAt === null;
}

interface ButtonsProps extends PowerPanelProps {
  readonly onAsk: (verb: PowerVerb) => void;
}

function Buttons({ site, instance, onAsk }: ButtonsProps) {
  const { t } = useTranslation();
  const mayChange = useMayChange(instance.workspaceId);
  const verbs = powerVerbs(instance);
  if (!mayChange) return <Text size="sm">{t("power.mayOnlyLook")}</Text>;
  const place = t(`power.places.${site.role}`);
  return (
    <Group gap="xs">
      {verbs.map((verb) => (
        <Button
          key={verb}
          size="xs"
          variant="default"
          aria-label={t(`power.named.${verb}`, { place })}
          onClick={() => onAsk(verb)}
        >
          {t(`power.${verb}`)}
        </Button>
      ))}
    </Group>
  );
}

function Going({ action }: { readonly action: PowerAction }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const takeBack = useMutation({
    mutationFn: () => cancelPower(action.workspaceId, action.id),
    onSettled: () => client.invalidateQueries({ queryKey: powerKey(action.workspaceId) }),
  });
  const waits = action.status === "waiting";
  return (
    <Stack gap={4} align="flex-start">
      <Text size="sm" role="status">
        {t(`power.going.${action.action}`)} {waits && action.detail === null && t("power.waiting")}{" "}
        {i18n.language === "en" && action.detail}
      </Text>
      <ProblemAlert error={takeBack.error} />
      {action.mayCancel && (
        <Button size="compact-xs" variant="subtle" loading={takeBack.isPending} onClick={() => takeBack.mutate()}>
          {t("power.takeBack")}
        </Button>
      )}
    </Stack>
  );
}

/** How the last one ended, as long as that is worth knowing. */
function Ended({ action, instance }: { readonly action: PowerAction; readonly instance: Instance }) {
  const { t } = useTranslation();
  const { when } = useWords();
  const { status, detail, finishedAt } = action;
  if (status === "failed" || status === "uncertain") {
    return (
      <Alert color={status === "failed" ? "red" : "orange"} variant="outline" title={t(`power.${status}`)}>
        <Text size="sm">{detail}</Text>
      </Alert>
    );
  }
  if (status !== "done" || action.action !== "stop" || instance.powerState !== "stopped") return null;
  return <Text size="sm">{t("power.stoppedByHand", { when: when(finishedAt ?? action.createdAt) })}</Text>;
}
