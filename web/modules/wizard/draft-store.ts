import { type Values, withoutSecrets } from "./values.ts";

/** A form half filled, as it survives a closed tab. */
export interface Draft {
  readonly values: Values;
  /** Every field is shown. */
  readonly expert: boolean;
  /** Sent with the submission, so that a repetition after silence makes nothing twice. */
  readonly submissionKey: string;
  /** Which revision is being changed; null for a new machine. */
  readonly basedOn: number | null;
  /** It was sent and no answer came: the machine may be there already, under this very name. */
  readonly sent: boolean;
}

const PREFIX = "twinstack.draft";
const FORMAT = 1;

/**
 * Where a draft is kept.
 *
 * @param account who fills it in, and for whom
 * @param start what it is a draft of: an example, or the machine that is changed
 */
export function draftPlace(account: string, start: string): string {
  return `${PREFIX}.${account}.${start}`;
}

/** The draft that is kept there; null for none, or one of another format. */
export function readDraft(store: Pick<Storage, "getItem">, place: string): Draft | null {
  try {
    const kept = JSON.parse(store.getItem(place) ?? "null") as (Draft & { format?: unknown }) | null;
    return kept?.format === FORMAT && typeof kept.values?.hardware === "object" ? kept : null;
  } catch {
    return null;
  }
}

/** Keeps a draft without what is secret in it. A browser that keeps nothing is no reason to stop typing. */
export function keepDraft(store: Pick<Storage, "setItem">, place: string, draft: Draft): void {
  try {
    store.setItem(place, JSON.stringify({ ...draft, values: withoutSecrets(draft.values), format: FORMAT }));
  } catch {
    return;
  }
}
