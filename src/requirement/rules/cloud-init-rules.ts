import type { Issue } from "../../contract/index.ts";
import type { ResolvedRequest } from "../resolved-request.ts";
import type { RuleContext } from "./check-rules.ts";

/** Keys that TwinStack must decide itself, and why. */
const OURS: Readonly<Record<string, string>> = {
  hostname: "the name of the requirement is the host name",
  fqdn: "the name of the requirement is the host name",
  preserve_hostname: "the host name must survive a move to the other cloud",
  manage_etc_hosts: "the host name must resolve on both clouds",
  ssh_deletekeys: "host keys must survive a move to the other cloud",
  ssh_keys: "private host keys would be readable in Terraform's state",
  ssh_pwauth: "access.password decides it",
  password: "use access.password, which is hashed at once",
  chpasswd: "use access.password, which is hashed at once",
  user: "use access.loginName",
  disable_root: "access.allowRoot decides it",
  datasource_list: "the machine must boot on both clouds",
  network: "the machine must find its network on both clouds",
  disk_setup: "extra volumes are set up from hardware.volumes",
  fs_setup: "extra volumes are set up from hardware.volumes",
  power_state: "the service decides when a machine stops",
  merge_how: "lists are appended and groups merged, always",
  merge_type: "lists are appended and groups merged, always",
  cloud_init_modules: "first boot needs the image's own list of modules",
  cloud_config_modules: "first boot needs the image's own list of modules",
  cloud_final_modules: "first boot needs the image's own list of modules",
  system_info: "it describes the image, not the machine",
};
const LISTS = ["bootcmd", "runcmd", "packages", "write_files", "users", "groups", "mounts", "ssh_authorized_keys"];
const POINTER = "/software/cloudInit";

/** An own cloud-init must be a #cloud-config mapping that leaves alone what TwinStack decides. */
export function cloudInitRules({ software, access }: ResolvedRequest, { parseYaml }: RuleContext): readonly Issue[] {
  const text = software.cloudInit;
  if (text === null || text.trim() === "") return [];
  if (!/^#cloud-config\s*?(\r?\n|$)/.test(text)) {
    return [
      issue(
        "cloud-init-header",
        "The own cloud-init does not begin with the line #cloud-config.",
        "Begin with #cloud-config; put shell scripts into software.firstBootCommands.",
      ),
    ];
  }
  const parsed = readMapping(text, parseYaml);
  if (!parsed.ok) return [parsed.issue];
  const issues = Object.keys(parsed.mapping).flatMap((key) => {
    const reason = Object.hasOwn(OURS, key) ? OURS[key] : undefined;
    if (reason !== undefined)
      return [issue("cloud-init-conflict", `“${key}” may not be set: ${reason}.`, `Remove “${key}”.`)];
    if (LISTS.includes(key) && !Array.isArray(parsed.mapping[key])) {
      return [issue("cloud-init-not-a-list", `“${key}” must be a list.`, `Write the entries of “${key}” as a list.`)];
    }
    return [];
  });
  return [
    ...issues,
    ...userIssues(parsed.mapping["users"], access.loginName),
    ...fileIssues(parsed.mapping["write_files"], software.files),
  ];
}

type Mapping = Readonly<Record<string, unknown>>;

function readMapping(
  text: string,
  parseYaml: RuleContext["parseYaml"],
): { readonly ok: true; readonly mapping: Mapping } | { readonly ok: false; readonly issue: Issue } {
  let value: unknown;
  try {
    value = parseYaml(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      ok: false,
      issue: issue("cloud-init-unreadable", `The own cloud-init is not valid YAML: ${reason}`, "Correct the YAML."),
    };
  }
  if (value === null || value === undefined) return { ok: true, mapping: {} };
  if (typeof value !== "object" || Array.isArray(value)) {
    return {
      ok: false,
      issue: issue(
        "cloud-init-not-a-mapping",
        "The own cloud-init is not a group of named values.",
        "Write keys such as runcmd: below #cloud-config.",
      ),
    };
  }
  return { ok: true, mapping: value as Mapping };
}

function userIssues(users: unknown, loginName: string): readonly Issue[] {
  const names = entries(users).map((user) => user["name"]);
  return [loginName, "twinstack"]
    .filter((name) => names.includes(name))
    .map((name) =>
      issue(
        "cloud-init-conflict",
        `The user “${name}” is made by TwinStack already.`,
        "Remove that entry of users, or choose another access.loginName.",
      ),
    );
}

function fileIssues(writeFiles: unknown, files: ResolvedRequest["software"]["files"]): readonly Issue[] {
  return entries(writeFiles).flatMap(({ path }) => {
    if (typeof path !== "string") return [];
    if (files.some((file) => file.path === path)) {
      return [
        issue("cloud-init-conflict", `${path} is written by write_files and by software.files.`, "Keep one of them."),
      ];
    }
    return /twinstack|99-dr\.cfg$/.test(path)
      ? [issue("cloud-init-conflict", `${path} is written by TwinStack itself.`, "Choose another path.")]
      : [];
  });
}

function entries(list: unknown): readonly Mapping[] {
  return Array.isArray(list)
    ? list.filter((entry): entry is Mapping => typeof entry === "object" && entry !== null)
    : [];
}

function issue(code: string, message: string, remedy: string): Issue {
  return { pointer: POINTER, code, message, remedy };
}
