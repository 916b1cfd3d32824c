import { Button, Checkbox, Group, NumberInput, Radio, Stack, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Policy, PolicyRequest } from "../../../../src/contract/index.ts";
import { policyKey, setPolicy } from "../../../api/drift.ts";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { useWords } from "../use-words.ts";
import { timesOf } from "./cron-times.ts";
import { TimesInput } from "./times-input.tsx";

const CHANGES = ["ask", "safe", "restarts"] as const;
const DRIFT = ["tell", "correct-safe"] as const;
const NIGHT = { cron: "0 3 * * *", minutes: 120 };
const OFFICE = { stop: "0 20 * * 1,2,3,4,5", start: "0 8 * * 1,2,3,4,5" };

/** The owner's choice; times as days and a time of day, or as cron lines where somebody prefers them. */
export function PolicyForm({ policy, disabled }: { readonly policy: Policy; readonly disabled: boolean }) {
  const { t } = useTranslation();
  const { say } = useWords();
  const client = useQueryClient();
  const [wish, setWish] = useState<PolicyRequest>(() => wishOf(policy));
  const [expert, setExpert] = useState(() => linesOf(policy).some((line) => timesOf(line) === null));
  const change = (part: Partial<PolicyRequest>) => setWish((before) => ({ ...before, ...part }));
  const save = useMutation({
    mutationFn: () => setPolicy(policy.workspaceId, wish, policy.version),
    onSuccess(kept) {
      client.setQueryData(policyKey(policy.workspaceId), kept);
      notifications.show({ message: t("drift.policy.saved") });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const { window, power } = wish;
  return (
    <form onSubmit={submit}>
      <Stack align="flex-start">
        <Radio.Group
          label={t("drift.policy.changes.label")}
          value={wish.changes}
          onChange={(value) => change({ changes: CHANGES.find((one) => one === value) ?? "ask" })}
        >
          <Stack gap="xs" mt="xs">
            {CHANGES.map((value) => (
              <Radio key={value} value={value} label={t(`drift.policy.changes.${value}`)} disabled={disabled} />
            ))}
          </Stack>
        </Radio.Group>
        <Radio.Group
          label={t("drift.policy.drift.label")}
          value={wish.drift}
          onChange={(value) => change({ drift: DRIFT.find((one) => one === value) ?? "tell" })}
        >
          <Stack gap="xs" mt="xs">
            {DRIFT.map((value) => (
              <Radio key={value} value={value} label={t(`drift.policy.drift.${value}`)} disabled={disabled} />
            ))}
          </Stack>
        </Radio.Group>
        <Checkbox
          label={t("drift.policy.windowOn")}
          checked={window !== null}
          disabled={disabled}
          onChange={({ currentTarget: { checked } }) => change({ window: checked ? NIGHT : null, ...zoneFor(wish) })}
        />
        {window !== null && (
          <Group align="flex-end">
            <TimesInput
              names={{ cron: t("drift.policy.windowCron"), days: t("drift.policy.days"), at: t("drift.policy.from") }}
              {...{ expert, disabled }}
              cron={window.cron}
              onChange={(cron) => change({ window: { ...window, cron } })}
            />
            <NumberInput
              label={t("drift.policy.minutes")}
              {...{ min: 1, max: 10_080, allowDecimal: false, clampBehavior: "strict", disabled }}
              value={window.minutes}
              onChange={(minutes) => change({ window: { ...window, minutes: Number(minutes) } })}
            />
          </Group>
        )}
        <Checkbox
          label={t("drift.policy.powerOn")}
          checked={power !== null}
          disabled={disabled}
          onChange={({ currentTarget: { checked } }) => change({ power: checked ? OFFICE : null, ...zoneFor(wish) })}
        />
        {power !== null && (
          <Stack>
            <TimesInput
              names={{
                ...{ cron: t("drift.policy.stopCron"), days: t("drift.policy.stopDays"), at: t("drift.policy.stopAt") },
              }}
              {...{ expert, disabled }}
              cron={power.stop}
              onChange={(stop) => change({ power: { ...power, stop } })}
            />
            <TimesInput
              names={{
                cron: t("drift.policy.startCron"),
                ...{ days: t("drift.policy.startDays"), at: t("drift.policy.startAt") },
              }}
              {...{ expert, disabled }}
              cron={power.start}
              onChange={(start) => change({ power: { ...power, start } })}
            />
          </Stack>
        )}
        {(window !== null || power !== null) && (
          <>
            <TextInput
              label={t("drift.policy.timeZone")}
              value={wish.timeZone}
              disabled={disabled}
              onChange={({ currentTarget: { value } }) => change({ timeZone: value.trim() })}
            />
            <Checkbox
              label={t("drift.policy.expert")}
              checked={expert}
              disabled={disabled || linesOf(wish).some((line) => timesOf(line) === null)}
              onChange={({ currentTarget: { checked } }) => setExpert(checked)}
            />
          </>
        )}
        <Checkbox
          label={t("drift.policy.maintenance")}
          checked={wish.maintenance}
          disabled={disabled}
          onChange={({ currentTarget: { checked } }) => change({ maintenance: checked })}
        />
        <ProblemAlert error={save.error} say={say} />
        <Button type="submit" loading={save.isPending} disabled={disabled}>
          {t("drift.policy.save")}
        </Button>
      </Stack>
    </form>
  );
}

function wishOf({ changes, drift, timeZone, window, power, maintenance }: Policy): PolicyRequest {
  return { changes, drift, timeZone, window, power, maintenance };
}

function linesOf({ window, power }: Pick<PolicyRequest, "window" | "power">): readonly string[] {
  return [window?.cron, power?.stop, power?.start].filter((line) => line !== undefined && line !== "") as string[];
}

/** Whoever names the first time means it by the clock on their own wall. */
function zoneFor({ window, power, timeZone }: PolicyRequest): Pick<PolicyRequest, "timeZone"> {
  if (window !== null || power !== null || timeZone !== "UTC") return { timeZone };
  return { timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone };
}
