import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { CHECKOUT } from "../setup/places.mjs";
import { describeCounts } from "./fuzz-counts.mjs";

/** The seed of every run that is given none, as test/fuzz/sizes.ts has it. */
const USUAL_SEED = "20261121";

/**
 * Keeps the report of the run that `npm test` made, beside its other results.
 *
 * @param {Readonly<Record<string, any>>} counts
 * @param {number} failed
 * @returns {string} where it is, from the checkout
 */
export function keepFuzzReport(counts, failed) {
  const file = join(CHECKOUT, ".twinstack/reports/fuzz.md");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, fuzzReport(counts, { seed: process.env.FUZZ_SEED || USUAL_SEED, failed, at: new Date() }));
  return relative(CHECKOUT, file);
}

/**
 * The report of one whole run as Markdown: what was sent, by class of operation and status.
 *
 * @param {Readonly<Record<string, any>>} counts as the fuzz tests left them
 * @param {{ seed: string, failed: number, at: Date }} about
 */
export function fuzzReport(counts, { seed, failed, at }) {
  const { api, requirements, validated } = counts;
  return [
    "# Fuzz report",
    "",
    `Written on ${at.toISOString().slice(0, 16)} UTC, seed ${seed}: ${failed === 0 ? "no promise was broken" : `${failed} tests FAILED`}. \`npm run test:fuzz -- --report\` writes it anew; \`npm test\` under CI sends the same. What is promised stands in [testing.md](../testing.md#fuzzing).`,
    "",
    `${describeCounts(counts)}.`,
    "",
    ...(requirements
      ? [
          `**Requirement documents**: ${number(requirements.inputs)}, of which ${number(requirements.refused)} were refused with their issues, ${number(requirements.unplaced)} not placed with the reason, and ${number(requirements.synthesized)} synthesized, to ${number(requirements.sites)} sites.${validated ? ` \`terraform validate\` with the real providers found nothing wrong with ${number(validated.openstack)} sites on OpenStack and ${number(validated.cloudstack)} on CloudStack.` : ""}`,
          "",
        ]
      : []),
    ...(api ? apiPart(api) : []),
  ].join("\n");
}

function apiPart(api) {
  const statuses = [...new Set(Object.keys(api.statuses).map((status) => `${status[0]}xx`))].sort();
  const rows = Object.entries(classes(api.byOperation)).map(([name, found]) => [
    name,
    found.operations,
    found.inputs,
    found.foreign,
    ...statuses.map((status) => found.statuses[status] ?? 0),
  ]);
  return [
    `**Requests**: ${number(api.inputs)} to ${api.operations} operations; ${number(api.foreign)} of them named another tenant's thing, and every operation on something named did. Accepted ${number(api.accepted)}, refused ${number(api.refused)}. Statuses of 5xx are problems that say a cloud does not answer or that too many passwords are being checked.`,
    "",
    `| operations | how many | inputs | with a foreign thing | ${statuses.join(" | ")} |`,
    `|---|${"--:|".repeat(statuses.length + 3)}`,
    ...rows.map((row) => `| ${row.map((cell) => (typeof cell === "number" ? number(cell) : cell)).join(" | ")} |`),
    "",
    `By status: ${Object.entries(api.statuses)
      .map(([status, count]) => `${status} × ${number(count)}`)
      .join(", ")}.`,
    "",
    "Never accepted:",
    "",
    ...api.neverAccepted.map((key) => `- \`${key}\`: ${api.reasons[key] ?? "no reason is known"}`),
    "",
  ];
}

/** By what stands first in the address. */
function classes(byOperation) {
  const found = {};
  for (const [key, { foreign, statuses }] of Object.entries(byOperation)) {
    const name = /^\S+ \/(?:api\/v1\/)?([^/{]*)/.exec(key)?.[1] || "service";
    found[name] ??= { operations: 0, inputs: 0, foreign: 0, statuses: {} };
    const one = found[name];
    one.operations += 1;
    one.foreign += foreign;
    for (const [status, count] of Object.entries(statuses)) {
      one.inputs += count;
      const kind = `${status[0]}xx`;
      one.statuses[kind] = (one.statuses[kind] ?? 0) + count;
    }
  }
  return found;
}

function number(value) {
  return value.toLocaleString("en");
}
