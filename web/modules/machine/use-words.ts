import { useTranslation } from "react-i18next";
import type { PlannedChange, Run } from "../../../src/contract/index.ts";
import type { Messages } from "../../i18n/en/index.ts";
import { verbOf } from "./group-changes.ts";
import { saySentences } from "./say-sentences.ts";

type Noun = keyof Messages["review"]["nouns"];

/** What the service says in English, said in the reader's language where its parts are known. */
export function useWords() {
  const { t, i18n } = useTranslation();
  const english = i18n.language === "en";
  const nouns = i18n.getResource(i18n.language, "translation", "review.nouns") as Readonly<Record<string, string>>;
  const sentences = i18n.getResource(i18n.language, "translation", "sentences") as Readonly<Record<string, string>>;
  const isNoun = (type: string): type is Noun => Object.hasOwn(nouns, type);

  /** What an object is called: its noun, and the name that a person gave it. */
  function object(type: string, name: string): string {
    if (!isNoun(type)) return name;
    const noun = t(`review.nouns.${type}`);
    return type === "terraform_data" ? noun : t("review.named", { noun, name });
  }

  return {
    /** A sentence or several, such as a reason. */
    say: (text: string): string => (english ? text : saySentences(text, sentences)),

    object,

    /** The title of a planned change. */
    title(change: PlannedChange): string {
      if (english || !isNoun(change.type)) return change.title;
      return t(`review.made.${verbOf(change)}`, { what: object(change.type, change.name) });
    },

    status(run: Pick<Run, "status" | "kind">): string {
      return t(`runs.status.${run.kind === "destroy" && run.status === "applied" ? "destroyed" : run.status}`);
    },

    kind(run: Pick<Run, "kind" | "reason" | "revision">): string {
      if (run.reason === "repair") return t("runs.repairKind");
      return run.kind === "destroy" ? t("runs.kinds.destroy") : t("runs.kinds.apply", { revision: run.revision });
    },

    /** A moment as the reader's language writes it. */
    when: (moment: string): string => new Date(moment).toLocaleString(i18n.language),
  };
}
