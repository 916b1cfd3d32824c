import { AppError } from "../../kernel/app-error.ts";
import { cloudstackProfile } from "./cloudstack-profile.ts";
import { type ImportedProfile, importIssue } from "./imported-profile.ts";
import { openstackProfile } from "./openstack-profile.ts";
import { readAssignments } from "./read-assignments.ts";

/** The clouds that variables `OS_*` and `CLOUDSTACK_*` tell of: one of each kind at most. */
export function readEnvironment(text: string): readonly ImportedProfile[] {
  const found = readAssignments(text);
  const of = (prefix: string) =>
    [...found]
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value] as const);
  const openstack = of("OS_");
  const cloudstack = of("CLOUDSTACK_");
  if (openstack.length + cloudstack.length === 0) {
    throw new AppError("validation-failed", "The text sets no variable OS_… and none CLOUDSTACK_….", {
      issues: [importIssue("", "There is nothing to read a cloud from.", "Give the text of an openrc file.")],
    });
  }
  return [
    ...(openstack.length === 0 ? [] : [withUnknown(openstackProfile("environment", known(openstack)), openstack)]),
    ...(cloudstack.length === 0 ? [] : [cloudstackProfile("cloudstack", renamed(known(cloudstack)))]),
  ];
}

type Pairs = readonly (readonly [string, string | null])[];

function known(pairs: Pairs): ReadonlyMap<string, string> {
  return new Map(pairs.flatMap(([name, value]) => (value === null ? [] : [[name.toLowerCase(), value] as const])));
}

/** The Terraform provider's names, in cloudmonkey's words. */
function renamed(settings: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const words: Readonly<Record<string, string>> = { api_url: "url", api_key: "apikey", secret_key: "secretkey" };
  return new Map([...settings].map(([name, value]) => [words[name] ?? name, value]));
}

/** An openrc asks for its password when it is run, which nobody does here. */
function withUnknown(profile: ImportedProfile, pairs: Pairs): ImportedProfile {
  const unknown = pairs.filter(([name, value]) => value === null && name !== "PASSWORD").map(([name]) => `OS_${name}`);
  if (unknown.length === 0) return profile;
  const note = `Only a running shell knows ${unknown.join(", ")}; run the file first and import the environment.`;
  return { ...profile, notes: [...profile.notes, note] };
}
