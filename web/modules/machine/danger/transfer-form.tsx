import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { offerWorkspace, readTransfers, transfersKey, withdrawOffer } from "../../../api/transfers.ts";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { QueryView } from "../../../components/query-view.tsx";
import { useWords } from "../use-words.ts";

/** Offers a machine to another account, or takes the offer back. */
export function TransferForm({ workspaceId }: { readonly workspaceId: string }) {
  const { t } = useTranslation();
  const { when } = useWords();
  const client = useQueryClient();
  const [to, setTo] = useState("");
  const transfers = useQuery({ queryKey: transfersKey, queryFn: readTransfers, refetchInterval: 10_000 });
  const onSuccess = () => client.invalidateQueries({ queryKey: transfersKey });
  const offer = useMutation({ mutationFn: () => offerWorkspace(workspaceId, to.trim()), onSuccess });
  const withdraw = useMutation({ mutationFn: () => withdrawOffer(workspaceId), onSuccess });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (to.trim() !== "") offer.mutate();
  };
  return (
    <QueryView query={transfers}>
      {(all) => {
        const open = all.find((transfer) => transfer.workspaceId === workspaceId);
        if (open !== undefined) {
          return (
            <Stack align="flex-start">
              <Text role="status">
                {t("machine.danger.offered", { to: open.to.handle, until: when(open.expiresAt) })}
              </Text>
              <ProblemAlert error={withdraw.error} />
              <Button variant="default" loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
                {t("machine.danger.withdraw")}
              </Button>
            </Stack>
          );
        }
        return (
          <form onSubmit={submit} noValidate>
            <Stack>
              <ProblemAlert error={offer.error} />
              <Group align="flex-end">
                <TextInput
                  label={t("machine.danger.transferTo")}
                  autoComplete="off"
                  required
                  value={to}
                  onChange={(event) => setTo(event.currentTarget.value)}
                />
                <Button type="submit" variant="default" loading={offer.isPending}>
                  {t("machine.danger.offer")}
                </Button>
              </Group>
            </Stack>
          </form>
        );
      }}
    </QueryView>
  );
}
