import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "wouter";
import type { Me, Profile } from "../../../src/contract/index.ts";
import { actsFor } from "../../api/call.ts";
import { readProfiles, readWorkspaces, workspacesKey } from "../../api/machines.ts";
import { newKey } from "../../api/new-key.ts";
import { meKey, readMe } from "../../api/session.ts";
import { Page } from "../../components/page.tsx";
import { QueryView } from "../../components/query-view.tsx";
import { draftPlace, readDraft } from "./draft-store.ts";
import { proposeName } from "./propose-name.ts";
import { fillFrom, type Values } from "./values.ts";
import { WizardForm } from "./wizard-form.tsx";

/** `/app/new`, with `?profile=` and `?standby=` when it starts from an example. */
export function NewMachinePage() {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const me = useQuery({ queryKey: meKey, queryFn: readMe, staleTime: 60_000 });
  const profiles = useQuery({ queryKey: ["profiles"], queryFn: readProfiles, staleTime: 300_000 });
  const workspaces = useQuery({ queryKey: workspacesKey, queryFn: readWorkspaces });
  const start = { profile: search.get("profile"), standby: search.get("standby") };
  return (
    <Page title={t("wizard.newTitle")}>
      <QueryView query={profiles}>
        {(known) => (
          <QueryView query={workspaces}>
            {(machines) => {
              const taken = machines.map(({ name }) => name);
              const account = accountOf(me.data ?? null);
              return <Start key={JSON.stringify(start)} {...start} profiles={known} taken={taken} account={account} />;
            }}
          </QueryView>
        )}
      </QueryView>
    </Page>
  );
}

interface StartProps {
  readonly profile: string | null;
  readonly standby: string | null;
  readonly profiles: readonly Profile[];
  readonly taken: readonly string[];
  readonly account: string;
}

function Start({ profile, standby, profiles, taken, account }: StartProps) {
  const place = draftPlace(account, `new ${profile ?? ""} ${standby ?? ""}`);
  const [begun, setBegun] = useState(() => ({ count: 0, ...begin() }));

  function begin() {
    const example = profiles.find(({ id }) => id === profile) ?? profiles[0];
    if (example === undefined) return null;
    const fresh = startingValues(example, standby, taken);
    const kept = readDraft(localStorage, place);
    const draft = kept ?? { values: fresh, expert: false, submissionKey: newKey(), basedOn: null, sent: false };
    return { fresh, draft, restored: kept !== null };
  }

  const { count, fresh, draft, restored = false } = begun;
  if (fresh === undefined || draft === undefined) return null;
  return (
    <WizardForm
      key={count}
      profiles={profiles}
      taken={taken}
      fresh={fresh}
      draft={draft}
      restored={restored}
      place={place}
      changing={null}
      open={profile === null ? ["purpose"] : []}
      onStartOver={() => {
        localStorage.removeItem(place);
        setBegun({ count: count + 1, ...begin() });
      }}
    />
  );
}

function startingValues(example: Profile, standby: string | null, taken: readonly string[]): Values {
  const values = fillFrom(example, { name: proposeName(example.id, taken), profile: example.id });
  if (standby !== "running" && standby !== "stopped" && standby !== "pilot-light" && standby !== "off") return values;
  const { placement } = values;
  return { ...values, placement: { ...placement, standby: { ...placement.standby, mode: standby } } };
}

/** Whose draft it is: a person's, for the account they act for. */
export function accountOf(me: Me | null): string {
  return `${me?.id ?? ""} ${actsFor() ?? ""}`;
}
