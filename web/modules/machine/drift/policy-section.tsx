import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Policy, ScheduleStanding, Workspace } from "../../../../src/contract/index.ts";
import { policyKey, readPolicy } from "../../../api/drift.ts";
import { organisationsKey, readOrganisations } from "../../../api/organisations.ts";
import { QueryView } from "../../../components/query-view.tsx";
import { Section } from "../../../components/section.tsx";
import { useWords } from "../use-words.ts";
import { PolicyForm } from "./policy-form.tsx";

/** What may happen to the machine by itself, and what is made of that now. */
export function PolicySection({ workspace }: { readonly workspace: Workspace }) {
  const { t } = useTranslation();
  const policy = useQuery({
    queryKey: policyKey(workspace.id),
    queryFn: () => readPolicy(workspace.id),
    refetchInterval: 4_000,
  });
  const organisations = useQuery({ queryKey: organisationsKey, queryFn: readOrganisations, staleTime: 60_000 });
  const role = organisations.data?.find(({ id }) => id === workspace.ownerId)?.role ?? "owner";
  return (
    <Section title={t("drift.policy.title")} text={t("drift.policy.text")}>
      <QueryView query={policy}>
        {(found) => (
          <>
            <Standing policy={found} />
            {role !== "owner" && <Text size="sm">{t("drift.policy.onlyOwner")}</Text>}
            {/* A choice that somebody else made meanwhile is shown from its beginning. */}
            <PolicyForm key={found.version} policy={found} disabled={role !== "owner"} />
          </>
        )}
      </QueryView>
    </Section>
  );
}

function Standing({ policy: { standing, windowOpen, windowOpensAt } }: { readonly policy: Policy }) {
  const { t } = useTranslation();
  const { when } = useWords();
  const words = useStandingWords();
  const parts = [
    standing === null ? null : t("drift.policy.now", { text: words(standing) }),
    standing?.until == null ? null : t("drift.policy.until", { when: when(standing.until) }),
    windowOpen === true ? t("drift.policy.windowOpen") : null,
    windowOpensAt === null ? null : t("drift.policy.windowOpens", { when: when(windowOpensAt) }),
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : <Text size="sm">{parts.join(" ")}</Text>;
}

function useStandingWords(): (standing: ScheduleStanding) => string {
  const { t, i18n } = useTranslation();
  const known = i18n.getResource(i18n.language, "translation", "drift.policy.standing") as Readonly<
    Record<string, string>
  >;
  return ({ kind, reason, text }) => known[reason ?? kind] ?? (text || t("drift.policy.standing.at-work"));
}
