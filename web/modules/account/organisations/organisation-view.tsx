import { Anchor, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import type { Me, Organisation } from "../../../../src/contract/index.ts";
import { actFor, actsFor } from "../../../api/call.ts";
import {
  changeOrganisation,
  deleteOrganisation,
  leaveOrganisation,
  organisationsKey,
} from "../../../api/organisations.ts";
import { ConfirmButton } from "../../../components/confirm-button.tsx";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { Section } from "../../../components/section.tsx";
import { typedIn } from "../../../components/typed-in.ts";
import { InvitationList } from "./invitation-list.tsx";
import { MemberList } from "./member-list.tsx";

export interface OrganisationViewProps {
  readonly organisation: Organisation;
  readonly me: Me;
}

/** One organisation: who belongs to it, and for its owners what they decide. */
export function OrganisationView({ organisation, me }: OrganisationViewProps) {
  const { t } = useTranslation();
  const { id, name, role } = organisation;
  const owns = role === "owner";
  return (
    <Stack gap="lg">
      <Anchor component={Link} href="/app/account/organisations" size="sm">
        {t("account.organisations.back")}
      </Anchor>
      <Section title={name} text={t(`account.organisations.roleText.${role}`)}>
        {owns && <NameForm key={id} organisation={organisation} />}
        <LeaveButtons organisation={organisation} />
      </Section>
      <Section title={t("account.organisations.members")}>
        <MemberList organisation={organisation} me={me} />
      </Section>
      {owns && (
        <Section title={t("account.organisations.invitations")} text={t("account.organisations.invitationsText")}>
          <InvitationList organisationId={id} />
        </Section>
      )}
    </Stack>
  );
}

function NameForm({ organisation: { id, name, handle } }: { readonly organisation: Organisation }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (fields: { name: string; handle: string }) => changeOrganisation(id, fields),
    onSuccess: () => client.invalidateQueries({ queryKey: organisationsKey }),
  });
  return (
    <form onSubmit={(event) => save.mutate(typedIn(event, "name", "handle"))} noValidate>
      <Stack>
        <ProblemAlert error={save.error} />
        <Group align="flex-end">
          <TextInput label={t("account.organisations.name")} name="name" defaultValue={name} autoComplete="off" />
          <TextInput label={t("session.handle")} name="handle" defaultValue={handle} autoComplete="off" />
          <Button type="submit" variant="default" loading={save.isPending}>
            {t("account.save")}
          </Button>
        </Group>
        {save.isSuccess && <Text role="status">{t("account.saved")}</Text>}
      </Stack>
    </form>
  );
}

function LeaveButtons({ organisation: { id, name, role } }: { readonly organisation: Organisation }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [, goTo] = useLocation();
  const gone = async () => {
    if (actsFor() === id) {
      actFor(null);
      // Every answer was for the organisation.
      location.assign("/app/account/organisations");
      return;
    }
    goTo("/app/account/organisations");
    await client.invalidateQueries({ queryKey: organisationsKey });
  };
  return (
    <Group>
      <ConfirmButton
        label={t("account.organisations.leave")}
        question={t("account.organisations.leaveAsk", { name })}
        action={() => leaveOrganisation(id)}
        onDone={gone}
      />
      {role === "owner" && (
        <ConfirmButton
          label={t("account.organisations.delete")}
          question={t("account.organisations.deleteAsk", { name })}
          action={() => deleteOrganisation(id)}
          onDone={gone}
        />
      )}
    </Group>
  );
}
