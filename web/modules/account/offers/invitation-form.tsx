import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { acceptInvitation, organisationsKey } from "../../../api/organisations.ts";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { typedIn } from "../../../components/typed-in.ts";

/** Joins an organisation with the link that one of its owners handed over. */
export function InvitationForm() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const accept = useMutation({
    // A link, or only its secret part.
    mutationFn: (typed: string) => acceptInvitation(/token=([\w-]+)/.exec(typed)?.[1] ?? typed.trim()),
    onSuccess: () => client.invalidateQueries({ queryKey: organisationsKey }),
  });
  return (
    <form onSubmit={(event) => accept.mutate(typedIn(event, "link").link)} noValidate>
      <Stack>
        <ProblemAlert error={accept.error} />
        <Group align="flex-end">
          <TextInput label={t("account.offers.link")} name="link" required autoComplete="off" flex="1 1 260px" />
          <Button type="submit" loading={accept.isPending}>
            {t("account.offers.join")}
          </Button>
        </Group>
        {accept.data !== undefined && (
          <Text role="status">{t("account.offers.joined", { name: accept.data.name })}</Text>
        )}
      </Stack>
    </form>
  );
}
