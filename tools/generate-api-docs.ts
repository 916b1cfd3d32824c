import { readFile, writeFile } from "node:fs/promises";
import { describeApi } from "../server/describe-api.ts";
import { PROBLEMS } from "../src/contract/index.ts";

const CHECKOUT = new URL("../", import.meta.url);

/** The pages that are made from the API itself: path → text. */
export async function renderApiDocs(): Promise<Readonly<Record<string, string>>> {
  const { version } = JSON.parse(await readFile(new URL("package.json", CHECKOUT), "utf8")) as { version: string };
  const openapi = `${JSON.stringify(await describeApi(version), null, 2)}\n`;
  return { "docs/openapi.json": openapi, "docs/problems.md": renderProblems() };
}

function renderProblems(): string {
  const rows = Object.entries(PROBLEMS).map(
    ([code, { status, fault, title, remedy }]) =>
      `<a id="${code}"></a>\n\n## ${code}\n\n**${title}.** HTTP ${status}; fault: ${fault}.\n\n${remedy}\n`,
  );
  return `# Problems

Every failure is answered as [problem details](https://www.rfc-editor.org/rfc/rfc9457) (\`application/problem+json\`)
with these fields: \`type\` (\`/problems/<code>\`), \`title\`, \`status\`, \`detail\` (what happened here), \`code\`,
\`remedy\` (what to do), \`requestId\` (also in the log), and where they help \`issues\` (every wrong field with a JSON
pointer) and \`facts\` (ids, names, numbers).

A failed run is not a problem of this list: it is a run with status \`errored\` and a \`failure\`.

This page is made by \`node tools/generate-api-docs.ts\` from the table in \`src/contract/problem.ts\`.

${rows.join("\n")}`;
}

if (process.argv[1] === import.meta.filename) {
  for (const [path, text] of Object.entries(await renderApiDocs())) await writeFile(new URL(path, CHECKOUT), text);
}
