/** `npm run doctor [-- --json]`: what was found and what is missing; changes nothing. */
import { examine } from "./setup/examine.mjs";

const report = await examine();
const asJson = process.argv.includes("--json");
process.stdout.write(asJson ? `${JSON.stringify(report, null, 2)}\n` : describe(report));
process.exitCode = report.ok ? 0 : 1;

function describe({ ok, rows }) {
  const width = Math.max(...rows.map(({ name }) => name.length));
  const lines = rows.flatMap(({ name, state, summary, cause, remedy }) => [
    `${state.padEnd(8)} ${name.padEnd(width)}  ${state === "found" ? summary : cause}`,
    ...(state === "missing" ? [`${" ".repeat(9 + width)}  → ${remedy}`] : []),
  ]);
  const verdict = ok ? "everything is there" : "something is missing: npm run setup provides what it can";
  return `${[...lines, "", verdict].join("\n")}\n`;
}
