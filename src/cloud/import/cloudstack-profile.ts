import type { Issue } from "../../contract/index.ts";
import { type ImportedProfile, importIssue, type Settings } from "./imported-profile.ts";

const FALSE = /^(0|false|no|off)$/i;

/** One CloudStack as cloudmonkey's settings tell of it. */
export function cloudstackProfile(profile: string, settings: Settings): ImportedProfile {
  const said = (name: string) => settings.get(name) || undefined;
  const apiUrl = said("url") ?? addressOf(settings);
  const apiKey = said("apikey");
  const secretKey = said("secretkey");
  const zone = said("zone");
  const projectId = said("projectid") ?? said("project");
  return {
    profile,
    kind: "cloudstack",
    registration: {
      kind: "cloudstack",
      ...(apiUrl !== undefined && { apiUrl }),
      ...(zone !== undefined && { zone }),
      ...(projectId !== undefined && { projectId }),
      credentials: { ...(apiKey !== undefined && { apiKey }), ...(secretKey !== undefined && { secretKey }) },
    },
    missingSecret: apiKey !== undefined && secretKey === undefined ? "secretKey" : null,
    caFile: said("cacert") ?? null,
    notes: zone === undefined ? ["cloudmonkey's profiles name no zone; say in which one machines are made."] : [],
    issues: refusals(said),
  };
}

function refusals(said: (name: string) => string | undefined): readonly Issue[] {
  const issues: Issue[] = [];
  if (said("apikey") === undefined) {
    const signsIn = said("username") !== undefined;
    issues.push(
      importIssue(
        "/apikey",
        signsIn
          ? "The profile signs in with a user name and a password; machines need keys."
          : "The profile has no keys.",
        "Make keys on the user's page in CloudStack (or: cmk register userkeys id=…), and write apikey and secretkey into the profile.",
      ),
    );
  }
  if (FALSE.test(said("verifycert") ?? said("verifysslcert") ?? "")) {
    issues.push(
      importIssue(
        "/verifycert",
        "The profile turns the check of certificates off; TwinStack never signs a request to a cloud it cannot recognize.",
        "Set verifycert to true, and give the certificate of the cloud's authority where it is a private one.",
      ),
    );
  }
  return issues;
}

/** Older profiles name the parts of the address. */
function addressOf(settings: Settings): string | undefined {
  const host = settings.get("host");
  if (host === undefined || host === "") return undefined;
  const scheme = settings.get("protocol") || "http";
  const port = settings.get("port");
  const path = settings.get("path") || "/client/api";
  return `${scheme}://${host}${port ? `:${port}` : ""}${path.startsWith("/") ? path : `/${path}`}`;
}
