import { writeFile } from "node:fs/promises";
import { cliPage } from "./cli-page.ts";
import { requirementPage } from "./requirement-page.ts";

const DOCS = new URL("../../docs/", import.meta.url);

await writeFile(new URL("requirement.md", DOCS), requirementPage());
await writeFile(new URL("cli.md", DOCS), cliPage());
