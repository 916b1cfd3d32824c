import { Button, Group, List, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import type { Transfer } from "../../../../src/contract/index.ts";
import { actsFor } from "../../../api/call.ts";
import { workspacesKey } from "../../../api/machines.ts";
import { acceptOffer, declineOffer, readTransfers, transfersKey, withdrawOffer } from "../../../api/transfers.ts";
import { ConfirmButton } from "../../../components/confirm-button.tsx";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { QueryView } from "../../../components/query-view.tsx";
import { Section } from "../../../components/section.tsx";
import { useWhen } from "../../../components/use-when.ts";
import type { AccountTabProps } from "../account-tabs.ts";
import { InvitationForm } from "./invitation-form.tsx";

/** What other people hold out: machines to take over and organisations to join; and what one offered oneself. */
export function OffersTab({ me }: AccountTabProps) {
  const { t } = useTranslation();
  const transfers = useQuery({ queryKey: transfersKey, queryFn: readTransfers, refetchInterval: 15_000 });
  const account = actsFor() ?? me.id;
  return (
    <Stack gap="lg">
      <QueryView query={transfers}>
        {(all) => {
          const toUs = all.filter(({ to }) => to.id === account);
          const fromUs = all.filter(({ from }) => from.id === account);
          return (
            <>
              <Section title={t("account.offers.toUs")} text={t("account.offers.toUsText")}>
                {toUs.length === 0 && <Text>{t("account.offers.none")}</Text>}
                <List listStyleType="none" spacing="md">
                  {toUs.map((offer) => (
                    <List.Item key={offer.id}>
                      <Offered offer={offer} />
                    </List.Item>
                  ))}
                </List>
              </Section>
              {fromUs.length > 0 && (
                <Section title={t("account.offers.fromUs")}>
                  <List listStyleType="none" spacing="md">
                    {fromUs.map((offer) => (
                      <List.Item key={offer.id}>
                        <Given offer={offer} />
                      </List.Item>
                    ))}
                  </List>
                </Section>
              )}
            </>
          );
        }}
      </QueryView>
      <Section title={t("account.offers.invitation")} text={t("account.offers.invitationText")}>
        <InvitationForm />
      </Section>
    </Stack>
  );
}

function Offered({ offer }: { readonly offer: Transfer }) {
  const { t } = useTranslation();
  const when = useWhen();
  const client = useQueryClient();
  const [, goTo] = useLocation();
  const accept = useMutation({
    mutationFn: () => acceptOffer(offer.id),
    async onSuccess({ workspaceId }) {
      await client.invalidateQueries({ queryKey: workspacesKey });
      goTo(`/app/machines/${workspaceId}`);
    },
  });
  return (
    <Stack gap="xs">
      <Text>
        {t("account.offers.from", {
          machine: offer.workspaceName,
          who: offer.from.handle,
          until: when(offer.expiresAt),
        })}
      </Text>
      <ProblemAlert error={accept.error} />
      <Group>
        <Button
          size="xs"
          loading={accept.isPending}
          onClick={() => accept.mutate()}
          aria-label={t("account.offers.acceptOf", { machine: offer.workspaceName })}
        >
          {t("account.offers.accept")}
        </Button>
        <ConfirmButton
          label={t("account.offers.decline")}
          spoken={t("account.offers.declineOf", { machine: offer.workspaceName })}
          question={t("account.offers.declineAsk")}
          action={() => declineOffer(offer.id)}
          onDone={() => client.invalidateQueries({ queryKey: transfersKey })}
        />
      </Group>
    </Stack>
  );
}

function Given({ offer }: { readonly offer: Transfer }) {
  const { t } = useTranslation();
  const when = useWhen();
  const client = useQueryClient();
  return (
    <Group>
      <Text>
        {t("account.offers.to", { machine: offer.workspaceName, who: offer.to.handle, until: when(offer.expiresAt) })}
      </Text>
      <ConfirmButton
        label={t("account.offers.keep")}
        spoken={t("account.offers.keepOf", { machine: offer.workspaceName })}
        question={t("account.offers.keepAsk")}
        action={() => withdrawOffer(offer.workspaceId)}
        onDone={() => client.invalidateQueries({ queryKey: transfersKey })}
      />
    </Group>
  );
}
