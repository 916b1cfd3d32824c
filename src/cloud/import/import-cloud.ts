import type { CloudImportPreview, CloudImportRequest, ImportedCloud, Issue } from "../../contract/index.ts";
import { AppError } from "../../kernel/app-error.ts";
import { checkRegistration } from "../check-registration.ts";
import { type ImportedProfile, importIssue, nameFrom } from "./imported-profile.ts";
import { type ReadImport, readImport } from "./read-import.ts";

export interface CloudImport {
  /** What a text tells of, without its secrets. Throws AppError: validation-failed, malformed-body, body-too-large. */
  preview(request: CloudImportRequest): CloudImportPreview;
  /** The registration of one profile, to be tested and stored. Throws as `preview` does. */
  registration(request: CloudImportRequest): unknown;
}

/** @param parseYaml reads one YAML document safely; throws AppError("malformed-body") */
export function makeCloudImport(parseYaml: (text: string) => unknown): CloudImport {
  return {
    preview(request) {
      const read = readImport(request, parseYaml);
      const chosen = request.profile ?? read.chosen;
      return { format: read.format, chosen, clouds: read.profiles.map((profile) => describe(profile, request)) };
    },

    registration(request) {
      const profile = chooseProfile(readImport(request, parseYaml), request.profile);
      const registration = complete(profile, request);
      const issues = issuesOf(profile, request);
      if (issues.length === 0) return registration;
      const count = issues.length === 1 ? "one thing" : `${issues.length} things`;
      throw new AppError("validation-failed", `“${profile.profile}” cannot be registered for ${count}.`, { issues });
    },
  };
}

function chooseProfile({ profiles, chosen }: ReadImport, wanted: string | undefined): ImportedProfile {
  const name = wanted ?? chosen ?? (profiles.length === 1 ? profiles[0]?.profile : undefined);
  const found = profiles.find(({ profile }) => profile === name);
  if (found !== undefined) return found;
  const names = profiles.map(({ profile }) => profile).join(", ");
  const message = name === undefined ? "The text has several clouds." : "The text has no cloud of that name.";
  const issue = importIssue("/profile", message, `Say which one: ${names || "there is none"}.`);
  throw new AppError("validation-failed", `${message} Say which one: ${names || "there is none"}.`, {
    issues: [issue],
  });
}

function complete(profile: ImportedProfile, request: CloudImportRequest): Readonly<Record<string, unknown>> {
  const { registration, kind, missingSecret } = profile;
  const { name = nameFrom(profile.profile), region, zone, secret, caCertificate, shared } = request;
  const credentials = { ...(registration["credentials"] as object) };
  return {
    ...registration,
    name,
    ...(kind === "openstack" && region !== undefined && { region }),
    ...(kind === "cloudstack" && zone !== undefined && { zone }),
    ...(caCertificate !== undefined && { caCertificate }),
    ...(shared !== undefined && { shared }),
    credentials:
      missingSecret !== null && secret !== undefined ? { ...credentials, [missingSecret]: secret } : credentials,
  };
}

/** What the text itself refuses, what its registration lacks, and a certificate that only a file holds. */
function issuesOf(profile: ImportedProfile, request: CloudImportRequest): readonly Issue[] {
  const { shared: _shared, ...registration } = complete(profile, request);
  const lacking = profile.issues.length > 0 ? [] : registrationIssues(registration);
  if (profile.caFile === null || request.caCertificate !== undefined) return [...profile.issues, ...lacking];
  const certificate = importIssue(
    "/caCertificate",
    "The text names a file with the certificate of the cloud's authority, which the service cannot read.",
    "Give the text of that file as well.",
  );
  return [...profile.issues, ...lacking, certificate];
}

function registrationIssues(registration: unknown): readonly Issue[] {
  try {
    checkRegistration(registration);
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return (error.facts["issues"] as readonly Issue[] | undefined) ?? [];
  }
}

function describe(profile: ImportedProfile, request: CloudImportRequest): ImportedCloud {
  const { kind, registration, missingSecret, caFile, notes } = profile;
  const made = complete(profile, request);
  const [endpoint, location] =
    kind === "openstack"
      ? [registration["authUrl"], made["region"] ?? "RegionOne"]
      : [registration["apiUrl"], made["zone"]];
  return {
    profile: profile.profile,
    kind,
    name: String(made["name"]),
    endpoint: withoutCredentials(endpoint),
    location: textOf(location),
    access: accessOf(profile),
    needsSecret: missingSecret !== null,
    caFile,
    notes: [...notes],
    issues: [...issuesOf(profile, request)],
  };
}

/** As whom, and for what. No secret is among the words, and neither is an API key. */
function accessOf({ kind, registration }: ImportedProfile): string {
  if (kind === "cloudstack") return "API key";
  const said = registration["credentials"] as Readonly<Record<string, string | undefined>>;
  if (said["type"] === "application-credential")
    return `application credential ${said["name"] ?? said["id"] ?? ""}`.trim();
  const user = said["username"] ?? said["userId"] ?? "nobody";
  return `${user} in project ${said["projectName"] ?? said["projectId"] ?? "none"}`;
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function withoutCredentials(address: unknown): string | null {
  return textOf(address)?.replace(/^(\w+:\/\/)[^/]*@/, "$1") ?? null;
}
