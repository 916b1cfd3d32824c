import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { AppError } from "../src/kernel/app-error.ts";

/** What set-up found for this checkout; only the fields that the service uses (tools/README.md has all). */
const Toolchain = z.object({
  enginePath: z.string(),
  engineKind: z.enum(["terraform", "opentofu"]),
  engineVersion: z.string(),
  cliConfigFile: z.string(),
  postgresBinDir: z.string().nullable(),
  postgresDataFolder: z.string().nullable(),
  versions: z.record(z.string(), z.string().nullable()),
});
export type Toolchain = z.infer<typeof Toolchain>;

/**
 * Reads what set-up noted.
 *
 * @throws AppError `engine-missing` when set-up has not run, or its note cannot be read
 */
export async function readToolchain(dataFolder: string): Promise<Toolchain> {
  const file = join(dataFolder, "toolchain.json");
  try {
    return Toolchain.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    throw new AppError("engine-missing", `${file} cannot be read; run \`npm run setup\`.`, { file }, { cause: error });
  }
}
