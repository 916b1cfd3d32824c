import { Button, Card, Group, NativeSelect, NumberInput, Stack, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CloudKind, SandboxEffect } from "../../../../src/contract/index.ts";
import { breakSandbox, faultsKey } from "../../../api/admin.ts";
import { ProblemAlert } from "../../../components/problem-alert.tsx";

const SITES: readonly CloudKind[] = ["openstack", "cloudstack"];
const EVERYWHERE: readonly SandboxEffect[] = ["outage", "error", "delay", "lost-request", "lost-answer", "duplicate"];
const OF_CLOUDSTACK: readonly SandboxEffect[] = ["late-end", "failed-end"];

/** Breaks one of the sandbox clouds, for all calls or for some. */
export function FaultForm() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [site, setSite] = useState<CloudKind>("openstack");
  const [effect, setEffect] = useState<SandboxEffect>("outage");
  const [call, setCall] = useState("");
  const [delayMs, setDelayMs] = useState<number | string>(5_000);
  const [status, setStatus] = useState<number | string>(503);
  const [times, setTimes] = useState<number | string>("");
  const effects = site === "cloudstack" ? [...EVERYWHERE, ...OF_CLOUDSTACK] : EVERYWHERE;
  const wanted = effects.includes(effect) ? effect : "outage";
  const late = wanted === "delay" || wanted === "late-end";
  const start = useMutation({
    mutationFn: () =>
      breakSandbox({
        ...{ site, effect: wanted, delayMs: Number(delayMs), status: Number(status) },
        call: wanted === "outage" || call.trim() === "" ? null : call.trim(),
        times: times === "" ? null : Number(times),
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: faultsKey }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!start.isPending) start.mutate();
  };
  return (
    <Card withBorder component="section" aria-label={t("admin.sandbox.newTitle")} maw={820}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <Title order={2} size="h4">
            {t("admin.sandbox.newTitle")}
          </Title>
          <Group align="flex-end">
            <NativeSelect
              label={t("admin.sandbox.heads.site")}
              value={site}
              onChange={(event) => setSite(event.currentTarget.value as CloudKind)}
              data={SITES.map((value) => ({ value, label: t(`runs.sites.${value}`) }))}
            />
            <NativeSelect
              label={t("admin.sandbox.heads.effect")}
              value={wanted}
              onChange={(event) => setEffect(event.currentTarget.value as SandboxEffect)}
              data={effects.map((value) => ({ value, label: t(`admin.sandbox.effects.${value}`) }))}
            />
            {late && (
              <NumberInput
                label={t("admin.sandbox.delay")}
                value={delayMs}
                onChange={setDelayMs}
                min={1}
                max={600_000}
                w={160}
              />
            )}
            {wanted === "error" && (
              <NumberInput
                label={t("admin.sandbox.status")}
                value={status}
                onChange={setStatus}
                min={400}
                max={599}
                w={120}
              />
            )}
            <NumberInput
              label={t("admin.sandbox.times")}
              value={times}
              onChange={setTimes}
              min={1}
              max={10_000}
              w={160}
              placeholder={t("admin.sandbox.untilHealed")}
            />
          </Group>
          {wanted !== "outage" && (
            <TextInput
              label={t("admin.sandbox.call")}
              description={t(site === "openstack" ? "admin.sandbox.callOpenstack" : "admin.sandbox.callCloudstack")}
              value={call}
              onChange={(event) => setCall(event.currentTarget.value)}
            />
          )}
          <ProblemAlert error={start.error} />
          <Group>
            <Button type="submit" color="red" loading={start.isPending}>
              {t("admin.sandbox.break")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}
