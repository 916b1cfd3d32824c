import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "wouter";
import type { Profile, Revision } from "../../../src/contract/index.ts";
import { readProfiles } from "../../api/machines.ts";
import { newKey } from "../../api/new-key.ts";
import { readRevision, readWorkspace } from "../../api/requirements.ts";
import { meKey, readMe } from "../../api/session.ts";
import { Page } from "../../components/page.tsx";
import { QueryView } from "../../components/query-view.tsx";
import { draftPlace, readDraft } from "./draft-store.ts";
import { accountOf } from "./new-machine-page.tsx";
import { fromRequirement } from "./values.ts";
import { WizardForm } from "./wizard-form.tsx";

/** `/app/machines/:id/change`: the same questions, answered as the machine is now. */
export function ChangeMachinePage() {
  const { t } = useTranslation();
  const { id = "" } = useParams<{ id: string }>();
  const me = useQuery({ queryKey: meKey, queryFn: readMe, staleTime: 60_000 });
  const place = draftPlace(accountOf(me.data ?? null), `change ${id}`);
  const profiles = useQuery({ queryKey: ["profiles"], queryFn: readProfiles, staleTime: 300_000 });
  const revision = useQuery({
    queryKey: ["revision-to-change", id],
    // A draft goes on where it began; whether that is still the latest revision, the service says.
    queryFn: async () => {
      const kept = readDraft(localStorage, place);
      return readRevision(id, kept?.basedOn ?? (await readWorkspace(id)).revision);
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const title = t("wizard.changeTitle", { name: revision.data?.requirement.name ?? "" });
  return (
    <Page title={title}>
      <QueryView query={profiles}>
        {(known) => (
          <QueryView query={revision}>
            {(read) => (
              <Start
                profiles={known}
                revision={read}
                place={place}
                onStartOver={() => {
                  localStorage.removeItem(place);
                  void revision.refetch();
                }}
              />
            )}
          </QueryView>
        )}
      </QueryView>
    </Page>
  );
}

interface StartProps {
  readonly profiles: readonly Profile[];
  readonly revision: Revision;
  readonly place: string;
  readonly onStartOver: () => void;
}

function Start({ profiles, revision, place, onStartOver }: StartProps) {
  const [begun, setBegun] = useState(() => ({ count: 0, kept: readDraft(localStorage, place) }));
  const stored = fromRequirement(revision.requirement);
  // A profile that is gone from the service names no defaults any more.
  const known = profiles.some(({ id }) => id === stored.profile);
  const base = known ? stored : { ...stored, profile: profiles[0]?.id ?? stored.profile };
  const fresh = { values: base, expert: false, submissionKey: newKey(), basedOn: revision.number, sent: false };
  return (
    <WizardForm
      key={`${begun.count} ${revision.number}`}
      profiles={profiles}
      taken={[]}
      fresh={base}
      draft={begun.kept ?? fresh}
      restored={begun.kept !== null}
      place={place}
      changing={{
        workspaceId: revision.workspaceId,
        base,
        hadPassword: revision.requirement.access.passwordHash !== null,
      }}
      open={[]}
      onStartOver={() => {
        onStartOver();
        setBegun({ count: begun.count + 1, kept: null });
      }}
    />
  );
}
