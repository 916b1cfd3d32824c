import { Button, Card, Checkbox, Group, NativeSelect, Stack, Textarea, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Banner, BannerLevel } from "../../../../src/contract/index.ts";
import { changeBanner, createBanner } from "../../../api/banners.ts";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { toLocalInput, toMoment } from "../local-time.ts";

const LEVELS: readonly BannerLevel[] = ["note", "warning", "outage"];

export interface BannerFormProps {
  /** Null: a new one is made. */
  readonly before: Banner | null;
  readonly onDone: () => void;
}

/** Writes a banner in both languages, and when it is to be seen. */
export function BannerForm({ before, onDone }: BannerFormProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const empty = { level: "note" as BannerLevel, en: "", ko: "", from: "", until: "", onSignIn: false };
  const [typed, setTyped] = useState(
    before === null
      ? empty
      : {
          ...{ level: before.level, ...before.text, onSignIn: before.onSignIn },
          ...{ from: toLocalInput(before.from), until: toLocalInput(before.until) },
        },
  );
  const save = useMutation({
    mutationFn() {
      const { level, en, ko, from, until, onSignIn } = typed;
      const said = { level, text: { en, ko }, onSignIn, until: toMoment(until) };
      if (before === null) return createBanner({ ...said, from: toMoment(from) });
      // The input knows no seconds: a beginning that was left alone stays.
      return changeBanner(before.id, {
        ...said,
        ...(from !== toLocalInput(before.from) && { from: toMoment(from) }),
      });
    },
    async onSuccess() {
      setTyped(empty);
      await client.invalidateQueries({ queryKey: ["banners"] });
      onDone();
    },
  });
  const set = (change: Partial<typeof typed>) => setTyped((now) => ({ ...now, ...change }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending) save.mutate();
  };
  const title = t(before === null ? "admin.banners.newTitle" : "admin.banners.editTitle");
  return (
    <Card withBorder component="section" aria-label={title} maw={820}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <Title order={2} size="h4">
            {title}
          </Title>
          <Textarea
            label={t("admin.banners.english")}
            autosize
            required
            value={typed.en}
            onChange={(event) => set({ en: event.currentTarget.value })}
          />
          <Textarea
            label={t("admin.banners.korean")}
            autosize
            required
            value={typed.ko}
            onChange={(event) => set({ ko: event.currentTarget.value })}
          />
          <Group align="flex-end">
            <NativeSelect
              label={t("admin.banners.heads.level")}
              value={typed.level}
              onChange={(event) => set({ level: event.currentTarget.value as BannerLevel })}
              data={LEVELS.map((value) => ({ value, label: t(`shell.bannerLevels.${value}`) }))}
            />
            <TextInput
              type="datetime-local"
              label={t("admin.banners.fromLabel")}
              value={typed.from}
              onChange={(event) => set({ from: event.currentTarget.value })}
            />
            <TextInput
              type="datetime-local"
              label={t("admin.banners.untilLabel")}
              value={typed.until}
              onChange={(event) => set({ until: event.currentTarget.value })}
            />
          </Group>
          <Checkbox
            label={t("admin.banners.onSignInLabel")}
            checked={typed.onSignIn}
            onChange={(event) => set({ onSignIn: event.currentTarget.checked })}
          />
          <ProblemAlert error={save.error} />
          <Group>
            <Button type="submit" loading={save.isPending}>
              {t(before === null ? "admin.banners.show" : "admin.banners.save")}
            </Button>
            {before !== null && (
              <Button variant="default" onClick={onDone}>
                {t("shell.cancel")}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Card>
  );
}
