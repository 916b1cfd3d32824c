import type { CloudImportRequest, ImportedCloud, Issue } from "../../../../../src/contract/index.ts";
import type { ImportTexts } from "./place-files.ts";

/** What a person says besides the text. */
export interface Wishes {
  readonly name: string;
  readonly location: string;
  readonly secret: string;
  readonly caCertificate: string;
  readonly shared: boolean;
}

/** What can be said in the form; everything else must be corrected in the text. */
const ASKED: Readonly<Record<string, keyof Wishes>> = {
  "/name": "name",
  "/region": "location",
  "/zone": "location",
  "/credentials/password": "secret",
  "/credentials/secret": "secret",
  "/credentials/secretKey": "secret",
  "/caCertificate": "caCertificate",
};

export function textsOf({ text, secureText }: ImportTexts): CloudImportRequest {
  return { text, ...(secureText.trim() !== "" && { secureText }) };
}

export function firstWishes({ name, location }: ImportedCloud): Wishes {
  return { name, location: location ?? "", secret: "", caCertificate: "", shared: false };
}

/** One profile of the text with what the person said of it; what was left empty is left to the text. */
export function wantedOf(texts: ImportTexts, cloud: ImportedCloud, wishes: Wishes): CloudImportRequest {
  const location = wishes.location.trim();
  const place = cloud.kind === "openstack" ? { region: location } : { zone: location };
  const name = wishes.name.trim();
  return {
    ...textsOf(texts),
    profile: cloud.profile,
    ...(name !== "" && { name }),
    ...(location !== "" && place),
    ...(cloud.needsSecret && wishes.secret !== "" && { secret: wishes.secret }),
    ...(wishes.caCertificate.trim() !== "" && { caCertificate: wishes.caCertificate }),
    ...(wishes.shared && { shared: true }),
  };
}

/** Why a profile cannot be registered whatever the form says. */
export function inTheWay(cloud: ImportedCloud): readonly Issue[] {
  return cloud.issues.filter(({ pointer }) => ASKED[pointer] === undefined);
}

/** What the service found wrong with one field of the form. */
export function issuesOf(issues: readonly Issue[], field: keyof Wishes): readonly Issue[] {
  return issues.filter(({ pointer }) => ASKED[pointer] === field);
}

/** The profile to begin with: the one that the text chooses, or the only one. */
export function firstChosen(chosen: string | null, clouds: readonly ImportedCloud[]): string | null {
  if (clouds.some(({ profile }) => profile === chosen)) return chosen;
  return clouds.length === 1 ? (clouds[0]?.profile ?? null) : null;
}
