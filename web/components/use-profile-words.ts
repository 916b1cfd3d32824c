import { useTranslation } from "react-i18next";
import type { Profile } from "../../src/contract/index.ts";

/** An example's title and summary in the reader's language, else as the service says them. */
export function useProfileWords(): (profile: Profile) => { readonly title: string; readonly summary: string } {
  const { t } = useTranslation();
  const known: Readonly<Record<string, { title: string; summary: string }>> = t("profiles", { returnObjects: true });
  return (profile) => known[profile.id] ?? profile;
}
