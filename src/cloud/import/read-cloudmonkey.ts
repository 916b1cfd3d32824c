import { AppError } from "../../kernel/app-error.ts";
import { cloudstackProfile } from "./cloudstack-profile.ts";
import { type ImportedProfile, importIssue } from "./imported-profile.ts";

/** Sections of cloudmonkey's own that are no clouds. */
const NOT_PROFILES: ReadonlySet<string> = new Set(["core", "ui", "server", "user"]);

export interface Cloudmonkey {
  /** The profile that cloudmonkey itself would use. */
  readonly chosen: string | null;
  readonly profiles: readonly ImportedProfile[];
}

/** Every profile of a `~/.cmk/config`, with what stands before the sections as its common part. */
export function readCloudmonkey(text: string): Cloudmonkey {
  const sections = readSections(text);
  const common = new Map([...(sections.get("") ?? []), ...(sections.get("core") ?? [])]);
  const names = [...sections.keys()].filter((name) => name !== "" && !NOT_PROFILES.has(name));
  // Before profiles came up, the address and the keys stood in two sections.
  const oldest = sections.get("server");
  if (names.length === 0 && oldest !== undefined) {
    const settings = new Map([...common, ...oldest, ...(sections.get("user") ?? [])]);
    return { chosen: "server", profiles: [cloudstackProfile("server", settings)] };
  }
  if (names.length === 0) {
    throw new AppError("validation-failed", "The text has no profile of cloudmonkey.", {
      issues: [importIssue("", "There is no section such as [localcloud].", "Give the text of ~/.cmk/config.")],
    });
  }
  const wanted = common.get("profile");
  const checks = [...common].filter(([name]) => name === "verifycert" || name === "verifysslcert");
  return {
    chosen: wanted !== undefined && names.includes(wanted) ? wanted : null,
    profiles: names.map((name) => cloudstackProfile(name, new Map([...checks, ...(sections.get(name) ?? [])]))),
  };
}

type Sections = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** INI as Go's and Python's readers take it: `name = value` or `name: value`, comments by `#` and `;`. */
function readSections(text: string): Sections {
  const sections = new Map<string, Map<string, string>>([["", new Map()]]);
  let current = sections.get("") ?? new Map<string, string>();
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#") || line.startsWith(";")) continue;
    const heading = /^\[([^\]]{1,200})\]$/.exec(line)?.[1]?.trim();
    if (heading !== undefined) {
      current = sections.get(heading) ?? new Map<string, string>();
      sections.set(heading, current);
      continue;
    }
    const at = line.search(/[=:]/);
    if (at > 0) current.set(line.slice(0, at).trim().toLowerCase(), unquoted(line.slice(at + 1).trim()));
  }
  return sections;
}

function unquoted(value: string): string {
  return /^(["'`]).*\1$/.test(value) && value.length > 1 ? value.slice(1, -1) : value;
}
