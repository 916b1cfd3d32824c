import { Button, Group, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { deleteMe, exportMe } from "../../../api/account.ts";
import { actFor } from "../../../api/call.ts";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { saveFile } from "../../../components/save-file.ts";
import { Section } from "../../../components/section.tsx";
import { typedIn } from "../../../components/typed-in.ts";
import type { AccountTabProps } from "../account-tabs.ts";

/** What one takes along, and how one goes. */
export function LeaveTab({ me }: AccountTabProps) {
  const { t } = useTranslation();
  const keep = useMutation({
    mutationFn: exportMe,
    onSuccess: (all) => saveFile("twinstack-account.json", `${JSON.stringify(all, null, 2)}\n`, "application/json"),
  });
  return (
    <Stack gap="lg">
      <Section title={t("account.leave.exportTitle")} text={t("account.leave.exportText")}>
        <ProblemAlert error={keep.error} />
        <Group>
          <Button variant="default" loading={keep.isPending} onClick={() => keep.mutate()}>
            {t("account.leave.export")}
          </Button>
        </Group>
      </Section>
      <Section title={t("account.leave.deleteTitle")} text={t("account.leave.deleteText")}>
        <DeleteForm me={me} />
      </Section>
    </Stack>
  );
}

function DeleteForm({ me }: Pick<AccountTabProps, "me">) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [typed, setTyped] = useState("");
  const remove = useMutation({
    mutationFn: (password: string) => deleteMe({ confirmHandle: typed, ...(me.hasPassword && { password }) }),
    onSuccess() {
      client.clear();
      actFor(null);
      location.assign("/app/sign-in");
    },
  });
  return (
    <form onSubmit={(event) => remove.mutate(typedIn(event, "password").password)} noValidate>
      <Stack maw={360}>
        <ProblemAlert error={remove.error} />
        <TextInput
          label={t("account.leave.typeHandle", { handle: me.handle })}
          autoComplete="off"
          required
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {me.hasPassword && (
          <PasswordInput label={t("session.password")} autoComplete="current-password" required name="password" />
        )}
        <Group>
          <Button type="submit" color="red" disabled={typed !== me.handle} loading={remove.isPending}>
            {t("account.leave.delete")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
