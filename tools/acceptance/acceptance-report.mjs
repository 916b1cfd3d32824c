import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { dirname, join, relative } from "node:path";
import { CHECKOUT } from "../setup/places.mjs";

/** What the product may take longer than Terraform alone. */
const GOAL_PERCENT = 10;

/**
 * Keeps the report of a run beside the other results; `publish` also writes it into the documentation.
 *
 * @param {object} about see {@link acceptanceReport}, with `notes` as the path of what the stories noted
 * @param {boolean} publish
 * @returns {string[]} where it is, from the checkout
 */
export function keepAcceptanceReport({ notes, ...about }, publish) {
  const places = [".twinstack/reports/acceptance.md", ...(publish ? ["docs/reports/acceptance.md"] : [])];
  const text = acceptanceReport({ ...about, notes: readNotes(notes), at: new Date(), machine: machine() });
  return places.map((place) => {
    const file = join(CHECKOUT, place);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return relative(CHECKOUT, file);
  });
}

function readNotes(file) {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line));
}

function machine() {
  const gib = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} processors, ${gib} GiB, load ${(loadavg()[1] ?? 0).toFixed(1)}`;
}

/**
 * The report of one run as Markdown.
 *
 * @param {object} about
 * @param {Date} about.at
 * @param {string} about.machine
 * @param {{ passed: number, failed: number, stories: readonly any[] }} about.tests
 * @param {number} about.bootSeconds of the test bed
 * @param {readonly { service: string, version: string, api: string }[]} about.versions
 * @param {{ engineKind: string, engineVersion: string, versions: Readonly<Record<string, string | null>> }} about.toolchain
 * @param {readonly any[]} about.notes
 */
export function acceptanceReport({ at, machine, tests, bootSeconds, versions, toolchain, notes }) {
  const of = (kind) => notes.filter((note) => note.kind === kind);
  const stories = tests.stories.toSorted((a, b) => a.name.localeCompare(b.name));
  const verdict = tests.failed === 0 ? "every story ended well" : `${tests.failed} tests FAILED`;
  return [
    "# Acceptance on a real OpenStack",
    "",
    `Written on ${at.toISOString().slice(0, 16)} UTC: ${tests.passed} tests passed, ${verdict}. \`npm run test:acceptance -- --report\` writes it anew; what it shows and what is not real there stands in [acceptance.md](../acceptance.md).`,
    "",
    `Machine: ${machine}. The cloud was up after ${bootSeconds} s. Engine: ${toolchain.engineKind} ${toolchain.engineVersion}, provider openstack ${toolchain.versions.openstack ?? "?"}.`,
    "",
    ...table(
      ["service", "package", "newest version of its API"],
      versions.map(({ service, version, api }) => [service, version, api || "–"]),
    ),
    ...cloudPart(of("cloud")),
    `## Second plans`,
    "",
    `After ${of("applied").length} applies another plan was made; it was empty each time.`,
    "",
    ...timePart(of("pair")),
    ...repairPart(of("repair")),
    "## Stories",
    "",
    ...stories.flatMap(storyPart),
  ].join("\n");
}

function cloudPart(clouds) {
  if (clouds.length === 0) return [];
  return [
    "## The cloud before and after",
    "",
    "Servers, key pairs, volumes, ports, networks, subnets, routers, floating IPs and security groups of the project, listed past the product; for tenants and images those of the whole cloud, with projects, users, roles and images. A router's gateway port belongs to no project.",
    "",
    ...table(
      ["story", "there before", "made by the product", "there after", "left over"],
      clouds.map(({ story, before, made, after, left }) => [story, before, made, after, left]),
    ),
  ];
}

function timePart(pairs) {
  if (pairs.length === 0) return [];
  const percents = pairs.map(({ product, raw }) => (product / raw - 1) * 100);
  const overhead = median(percents);
  const verdict = overhead <= GOAL_PERCENT ? "met" : "missed";
  return [
    "## Times against raw Terraform",
    "",
    "The same configuration with the same engine on the same cloud, by turns: the product from asking for a plan to its end, with journal, jail, review and state in PostgreSQL; raw Terraform with `init`, `plan -out` and `apply` (or `plan -destroy`) and its state in a file.",
    "",
    ...table(
      ["what", "product", "raw Terraform", "overhead"],
      pairs.map(({ what, product, raw }, place) => [
        what,
        `${seconds(product)} s`,
        `${seconds(raw)} s`,
        `${percents[place].toFixed(1)} %`,
      ]),
    ),
    `Median overhead: ${overhead.toFixed(1)} % (goal ≤ ${GOAL_PERCENT} %, ${verdict}).`,
    "",
  ];
}

function repairPart(repairs) {
  if (repairs.length === 0) return [];
  return [
    "## What was killed, and what repair did",
    "",
    ...table(
      ["what happened", "found by repair", "then"],
      repairs.map(({ what, found, ending }) => [what, found.join("<br>") || "nothing", ending]),
    ),
  ];
}

function storyPart({ name, tests }) {
  return [
    `### ${name}`,
    "",
    ...table(
      ["test", "", "s"],
      tests.map(({ title, status, ms }) => [title, status === "passed" ? "✓" : status, seconds(ms)]),
    ),
  ];
}

function table(head, rows) {
  const line = (cells) =>
    `| ${cells.map((cell) => String(cell).replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
  return [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line), ""];
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function seconds(ms) {
  return (ms / 1000).toFixed(1);
}
