import { Button, Group, NativeSelect, NumberInput, Stack, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { TokenScope } from "../../../../src/contract/index.ts";
import { makeToken } from "../../../api/account.ts";
import { organisationsKey, readOrganisations } from "../../../api/organisations.ts";
import { ProblemAlert } from "../../../components/problem-alert.tsx";
import { typedIn } from "../../../components/typed-in.ts";

const SCOPES: readonly TokenScope[] = ["view", "change", "manage"];
const LONGEST_DAYS = 365;

/** @param onMade hears of the token, which nobody can read later */
export function TokenForm({ onMade }: { readonly onMade: (token: string) => void }) {
  const { t } = useTranslation();
  const organisations = useQuery({ queryKey: organisationsKey, queryFn: readOrganisations, staleTime: 60_000 });
  const make = useMutation({ mutationFn: makeToken, onSuccess: ({ token }) => onMade(token) });
  return (
    <form
      onSubmit={(event) => {
        const form = event.currentTarget;
        const { name, scope, days, organisation } = typedIn(event, "name", "scope", "days", "organisation");
        const wish = {
          name,
          scope: scope as TokenScope,
          expiresInDays: Number(days),
          ...(organisation !== "" && { organisationId: organisation }),
        };
        make.mutate(wish, { onSuccess: () => form.reset() });
      }}
      noValidate
    >
      <Stack>
        <ProblemAlert error={make.error} />
        <Group align="flex-end">
          <TextInput label={t("account.tokens.name")} required name="name" autoComplete="off" flex="1 1 200px" />
          <NativeSelect
            label={t("account.tokens.scope")}
            name="scope"
            defaultValue="change"
            data={SCOPES.map((scope) => ({ value: scope, label: t(`account.tokens.scopes.${scope}`) }))}
          />
          <NumberInput
            label={t("account.tokens.days")}
            name="days"
            defaultValue={90}
            min={1}
            max={LONGEST_DAYS}
            allowDecimal={false}
            hideControls
            w={110}
          />
          {(organisations.data ?? []).length > 0 && (
            <NativeSelect
              label={t("account.tokens.for")}
              name="organisation"
              data={[
                { value: "", label: t("account.tokens.everything") },
                ...(organisations.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
          )}
          <Button type="submit" loading={make.isPending}>
            {t("account.tokens.make")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
