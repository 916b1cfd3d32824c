import { Alert, Button, Card, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { createUser, handOutReset, usersKey } from "../../../api/admin.ts";
import { CopyText } from "../../../components/copy-text.tsx";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { typedIn } from "../../../components/typed-in.ts";

/** Makes an account and shows the link through which its person chooses a password. */
export function NewUser() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const create = useMutation({
    async mutationFn({ handle, name, email }: Readonly<Record<"handle" | "name" | "email", string>>) {
      const made = await createUser({ handle, email, ...(name !== "" && { name }) });
      return { user: made, link: await handOutReset(made.id) };
    },
    onSuccess: () => client.invalidateQueries({ queryKey: usersKey }),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    const form = event.currentTarget;
    const typed = typedIn(event, "handle", "name", "email");
    create.mutate(typed, { onSuccess: () => form.reset() });
  };
  return (
    <Card withBorder component="section" aria-label={t("admin.users.newTitle")}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <Title order={2} size="h4">
            {t("admin.users.newTitle")}
          </Title>
          <Text size="sm">{t("admin.users.newText")}</Text>
          <Group align="flex-end">
            <TextInput name="handle" label={t("admin.users.heads.handle")} autoComplete="off" required />
            <TextInput name="name" label={t("admin.users.heads.name")} autoComplete="off" />
            <TextInput name="email" type="email" label={t("admin.users.heads.email")} autoComplete="off" required />
            <Button type="submit" loading={create.isPending}>
              {t("admin.users.create")}
            </Button>
          </Group>
          <ProblemAlert error={create.error} />
          {create.data !== undefined && (
            <Alert color="blue" variant="outline" role="status" title={t("admin.users.resetLinkTitle")}>
              <CopyText text={create.data.link.url} label={t("admin.users.resetLinkTitle")} />
            </Alert>
          )}
        </Stack>
      </form>
    </Card>
  );
}
