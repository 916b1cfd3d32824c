import { Radio, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SiteKey, Workspace } from "../../../../src/contract/index.ts";
import { usePlaces } from "../use-places.ts";

type Place = Workspace["sites"][number];

/** The places of a workspace that have a machine, main first, and which of them is meant. */
export function usePlace({ sites }: Workspace) {
  const made = sites.filter(({ hasState }) => hasState).toSorted((a, b) => a.role.localeCompare(b.role));
  const [chosen, choose] = useState<SiteKey | null>(null);
  const place = made.find(({ site }) => site === chosen) ?? made[0] ?? null;
  return { made, place, choose };
}

export interface PlaceChoiceProps {
  readonly made: readonly Place[];
  readonly place: Place;
  onChoose(site: SiteKey): void;
}

export function PlaceChoice({ made, place, onChoose }: PlaceChoiceProps) {
  const { t } = useTranslation();
  const { site: name } = usePlaces();
  return (
    <Stack gap="xs">
      <Radio.Group label={t("remote.place")} value={place.site} onChange={(value) => onChoose(value as SiteKey)}>
        <Stack gap={6} mt={6}>
          {made.map((one) => (
            <Radio key={one.site} value={one.site} label={name(one)} />
          ))}
        </Stack>
      </Radio.Group>
      {place.sandbox && <Text size="sm">{t("remote.sandbox")}</Text>}
    </Stack>
  );
}
