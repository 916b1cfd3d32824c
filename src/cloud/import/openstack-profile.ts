import type { Issue } from "../../contract/index.ts";
import { type ImportedProfile, importIssue, type Settings } from "./imported-profile.ts";

const PASSWORD_TYPES: ReadonlySet<string> = new Set(["password", "v3password"]);
const APPLICATION_TYPES: ReadonlySet<string> = new Set(["v3applicationcredential", "application_credential"]);
const TRUE: ReadonlySet<string> = new Set(["1", "true", "yes", "on"]);
const FALSE: ReadonlySet<string> = new Set(["0", "false", "no", "off"]);
const CREDENTIAL_REMEDY = "Make an application credential (openstack application credential create) and import that.";

/** One OpenStack as keystoneauth's settings tell of it, with what cannot be taken over and why. */
export function openstackProfile(profile: string, settings: Settings): ImportedProfile {
  const said = (...names: readonly string[]) => names.map((name) => settings.get(name)).find(isSaid);
  const application = said("application_credential_id", "application_credential_name") !== undefined;
  const type = said("auth_type")?.toLowerCase() ?? (application ? "v3applicationcredential" : "password");
  const byCredential = APPLICATION_TYPES.has(type);
  const credentials = byCredential ? applicationCredential(said) : password(said);
  const secret = byCredential ? "secret" : "password";
  const authUrl = said("auth_url");
  const region = said("region_name");
  const registration = {
    kind: "openstack",
    ...(authUrl !== undefined && { authUrl }),
    ...(region !== undefined && { region }),
    credentials,
  };
  const known = byCredential || PASSWORD_TYPES.has(type);
  return {
    profile,
    kind: "openstack",
    registration,
    missingSecret: known && credentials[secret] === undefined ? secret : null,
    caFile: said("cacert") ?? null,
    notes: notesOn(said),
    issues: [...(known ? [] : [unknownType(type)]), ...refusals(said)],
  };
}

type Said = (...names: readonly string[]) => string | undefined;
type Fields = Readonly<Record<string, string | undefined>>;

function isSaid(value: string | undefined): value is string {
  return value !== undefined && value !== "";
}

function password(said: Said): Fields {
  const domain = said("domain_id") === undefined ? said("domain_name") : undefined;
  return filled({
    type: "password",
    ...userOf(said),
    password: said("password"),
    projectId: said("project_id", "tenant_id"),
    projectName: said("project_name", "tenant_name"),
    projectDomainId: said("project_domain_id", "default_domain_id") ?? said("domain_id"),
    projectDomainName: said("project_domain_name", "default_domain_name", "default_domain") ?? domain,
  });
}

function applicationCredential(said: Said): Fields {
  const id = said("application_credential_id");
  return filled({
    type: "application-credential",
    id,
    ...(id === undefined && { name: said("application_credential_name"), ...userOf(said) }),
    secret: said("application_credential_secret"),
  });
}

function userOf(said: Said): Fields {
  const domain = said("domain_id") === undefined ? said("domain_name") : undefined;
  return {
    userId: said("user_id"),
    username: said("username", "user_name"),
    userDomainId: said("user_domain_id", "default_domain_id") ?? said("domain_id"),
    userDomainName: said("user_domain_name", "default_domain_name", "default_domain") ?? domain,
  };
}

function filled(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function unknownType(type: string): Issue {
  const shown = /^[\w-]{1,60}$/.test(type) ? ` “${type}”` : "";
  return importIssue(
    "/auth_type",
    `The way to sign in${shown} is not supported; a password or an application credential is.`,
    CREDENTIAL_REMEDY,
  );
}

/** Settings that would mean something else here than there. */
function refusals(said: Said): readonly Issue[] {
  const issues: Issue[] = [];
  if (FALSE.has(said("verify")?.toLowerCase() ?? "") || TRUE.has(said("insecure")?.toLowerCase() ?? "")) {
    issues.push(
      importIssue(
        "/verify",
        "The text turns the check of certificates off; TwinStack never sends a password to a cloud it cannot recognize.",
        "Remove that line, and give the certificate of the cloud's authority (cacert) where it is a private one.",
      ),
    );
  }
  if (/^v?2(\.0)?$/.test(said("identity_api_version") ?? "") || /\/v2\.0\/?$/.test(said("auth_url") ?? "")) {
    issues.push(
      importIssue(
        "/identity_api_version",
        "Version 2 of the identity service is not supported.",
        "Use its v3 address.",
      ),
    );
  }
  if (said("cert", "key") !== undefined) {
    issues.push(
      importIssue(
        "/cert",
        "The text signs in with a certificate of its own; that is not supported.",
        CREDENTIAL_REMEDY,
      ),
    );
  }
  if (said("system_scope") !== undefined) {
    issues.push(
      importIssue(
        "/system_scope",
        "The text is for the whole system; machines belong to a project.",
        "Name a project.",
      ),
    );
  }
  if (said("profile") !== undefined && said("auth_url") === undefined) {
    issues.push(
      importIssue(
        "/profile",
        "The address stands in a vendor's profile, which is not read.",
        "Write auth_url into the text; `openstack configuration show` tells it.",
      ),
    );
  }
  return issues;
}

function notesOn(said: Said): readonly string[] {
  const door = said("interface", "endpoint_type")?.replace(/URL$/, "");
  return [
    ...(door !== undefined && door !== "public"
      ? ["The text asks for another than the public addresses; here the public ones are used."]
      : []),
    ...(said("region_name") === undefined
      ? ["The text names no region; RegionOne is taken unless you say another."]
      : []),
  ];
}
