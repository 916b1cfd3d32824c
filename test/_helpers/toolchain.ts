import { readFileSync } from "node:fs";
import { devNull } from "node:os";
import { delimiter, dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const CHECKOUT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** What `npm run setup` found, as it is written in toolchain.json (described in tools/README.md). */
export type Toolchain = {
  readonly nodePath: string;
  readonly enginePath: string;
  readonly engineKind: "terraform" | "opentofu";
  readonly engineVersion: string;
  /** CLI configuration file that makes the engine use the provider mirror and nothing else. */
  readonly cliConfigFile: string;
  readonly providerSource: "registry" | "mirror";
  readonly providerMirror: string | null;
  /** Folder of postgres, initdb and pg_ctl; null when DATABASE_URL names the database. */
  readonly postgresBinDir: string | null;
  /** Where the embedded database's files may lie so that its own user can reach them. */
  readonly postgresDataFolder: string | null;
  readonly versions: Readonly<Record<string, string | null>>;
};

/**
 * The programs that set-up found for this checkout.
 *
 * @throws Error when set-up has not run here yet
 */
export function toolchain(): Toolchain {
  const file = resolve(CHECKOUT, process.env["TWINSTACK_DATA"] || ".twinstack", "toolchain.json");
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Toolchain;
  } catch (cause) {
    throw new Error(`${file} cannot be read: run npm run setup first`, { cause });
  }
}

/** The smallest environment in which the engine works offline with the mirrored providers. */
export function terraformEnv(): Record<string, string> {
  const { enginePath, cliConfigFile } = toolchain();
  return {
    PATH: [dirname(enginePath), "/usr/local/bin", "/usr/bin", "/bin"].join(delimiter),
    HOME: process.env["HOME"] ?? devNull,
    TF_CLI_CONFIG_FILE: cliConfigFile,
    TF_IN_AUTOMATION: "1",
    CHECKPOINT_DISABLE: "1",
  };
}
