import { existsSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type { CloudImportRequest } from "../contract/index.ts";
import { CliError, EXIT } from "./cli-error.ts";

const LARGEST_FILE_BYTES = 131_072;
const VARIABLES = /^(OS|CLOUDSTACK)_[A-Z0-9_]+$/;

interface Sources {
  readonly environment: boolean;
  readonly cloudmonkey: boolean;
  readonly secure?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;
type Texts = Pick<CloudImportRequest, "text" | "format" | "secureText">;

/**
 * The texts that a cloud is imported from: the named file, this shell's variables, cloudmonkey's configuration, or else
 * the first `clouds.yaml` where OpenStack's tools look for one, with the `secure.yaml` beside it.
 */
export function findImportTexts(environment: Environment, file: string | undefined, sources: Sources): Texts {
  const home = environment["HOME"] ?? homedir();
  if (sources.environment) return { format: "environment", text: shellText(environment) };
  if (sources.cloudmonkey) return { format: "cloudmonkey", text: readSmallText(join(home, ".cmk", "config")) };
  const path = file ?? usualPlace(environment, home);
  const beside = join(dirname(path), "secure.yaml");
  const secure = sources.secure ?? (/\.ya?ml$/.test(path) && existsSync(beside) ? beside : undefined);
  return { text: readSmallText(path), ...(secure !== undefined && { secureText: readSmallText(secure) }) };
}

function usualPlace(environment: Environment, home: string): string {
  const named = environment["OS_CLIENT_CONFIG_FILE"];
  const places = [
    ...(named ? [named] : []),
    "clouds.yaml",
    join(home, ".config", "openstack", "clouds.yaml"),
    "/etc/openstack/clouds.yaml",
  ];
  const found = places.find((place) => existsSync(place));
  if (found !== undefined) return found;
  throw new CliError(
    "file-unreadable",
    `There is no clouds.yaml (looked for ${places.join(", ")})`,
    "Name a file, or take --environment or --cloudmonkey",
    EXIT.usage,
  );
}

/** As an openrc would say it; a value may hold anything but never ends its quotes. */
function shellText(environment: Environment): string {
  return Object.entries(environment)
    .filter(([name, value]) => VARIABLES.test(name) && value !== undefined)
    .map(([name, value]) => `${name}='${(value ?? "").replaceAll("'", String.raw`'\''`)}'\n`)
    .join("");
}

/** Reads a text that is sent whole. */
export function readSmallText(path: string): string {
  try {
    const { size } = statSync(path);
    if (size <= LARGEST_FILE_BYTES) return readFileSync(path, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError("file-unreadable", `Cannot read ${path}: ${reason}`, "Correct its name.", EXIT.usage);
  }
  const remedy = `It may have at most ${LARGEST_FILE_BYTES} bytes.`;
  throw new CliError("file-too-large", `${path} is too large to be one of these files`, remedy, EXIT.usage);
}
