import { existsSync } from "node:fs";
import { glob, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import type { Command } from "commander";
import { buildAdminProgram } from "../../server/admin/run-admin.ts";
import { parseYaml } from "../../src/adapters/text/parse-yaml.ts";
import { buildProgram } from "../../src/cli/program.ts";
import { checkRequirement } from "../../src/requirement/index.ts";

const CHECKOUT = fileURLToPath(new URL("../..", import.meta.url));
const PAGES = [
  "*.md",
  "docs/**/*.md",
  "stacks/*.md",
  "sandbox/**/*.md",
  "src/**/*.md",
  "test/**/*.md",
  "tools/**/*.md",
];
const SPEAKERS = ["src/cli/**/*.ts", "server/start/*.ts", "src/contract/problem.ts"];
const SILENT = {
  out: () => undefined,
  err: () => undefined,
  interactive: false,
  ask: async () => "",
  askSecret: async () => "",
};

interface Text {
  readonly path: string;
  readonly text: string;
}

async function textsOf(patterns: readonly string[]): Promise<readonly Text[]> {
  const found: Text[] = [];
  const exclude = (name: string) => name === "node_modules" || name.startsWith(".");
  for await (const path of glob(patterns, { cwd: CHECKOUT, exclude })) {
    found.push({ path, text: await readFile(join(CHECKOUT, path), "utf8") });
  }
  return found;
}

/** The command that the words after `twinstack` call, or null; `NAME` and other words in capitals are its arguments. */
function commandOf(words: readonly string[]): Command | null {
  if (words[0] === "admin" && words.length > 1) {
    return find(buildAdminProgram({ environment: {}, checkout: CHECKOUT, say: () => undefined }), words.slice(1));
  }
  return find(buildProgram({ terminal: SILENT, environment: {}, checkout: CHECKOUT }), words);
}

function find(program: Command, words: readonly string[]): Command | null {
  let command: Command = program;
  for (const word of words) {
    const next = command.commands.find((known) => known.name() === word);
    if (next === undefined) return command === program ? null : command;
    command = next;
  }
  return command === program ? null : command;
}

function rootOf(command: Command): Command {
  return command.parent === null ? command : rootOf(command.parent);
}

/** Everything that is wrong with one call, in words; empty when it can be typed as it stands. */
function faultsOf(call: string): readonly string[] {
  const words = call.split(/\s+/).filter((word) => word !== "");
  const flags = words.filter((word) => word.startsWith("-"));
  const command = commandOf(words.filter((word) => !word.startsWith("-")));
  if (command === null) return words[0] === undefined || words[0] === "--help" ? [] : [`no such command: ${call}`];
  // Options of the whole program may stand behind a command, too.
  const known = [...command.options, ...rootOf(command).options].flatMap(({ short, long }) => [short, long]);
  return flags.filter((flag) => flag !== "--help" && !known.includes(flag)).map((flag) => `no ${flag}: ${call}`);
}

describe("what the pages and the messages tell people to type", () => {
  test("every call of twinstack names a command and options that exist", async () => {
    const texts = [...(await textsOf(PAGES)), ...(await textsOf(SPEAKERS))];

    const calls = texts.flatMap(({ path, text }) =>
      [...text.matchAll(/npx twinstack ((?:[\w./<>-]+ ?)*)/g)].map(([, call = ""]) => ({ path, call })),
    );

    expect(calls.length).toBeGreaterThan(30);
    expect(calls.flatMap(({ path, call }) => faultsOf(call).map((fault) => `${path}: ${fault}`))).toEqual([]);
  });

  test("every npm script and every cdktf command exists", async () => {
    const texts = [...(await textsOf(PAGES)), ...(await textsOf(SPEAKERS))];
    const { scripts } = JSON.parse(await readFile(join(CHECKOUT, "package.json"), "utf8"));

    const named = texts.flatMap(({ text }) => [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name = ""]) => name));
    const stacks = texts.flatMap(({ text }) => [...text.matchAll(/npx cdktf (\w+)/g)].map(([, name = ""]) => name));

    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
    expect(new Set(stacks)).toEqual(new Set(["synth", "diff", "deploy", "destroy"]));
  });

  test("a command that does not exist would be found", () => {
    expect(faultsOf("plna web")).toEqual(["no such command: plna web"]);
    expect(faultsOf("clouds catalog mine --fresh")).toEqual(["no --fresh: clouds catalog mine --fresh"]);
  });
});

test("every relative link of every page leads somewhere", async () => {
  const pages = await textsOf(PAGES);

  const links = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target = ""]) => ({ path, target })),
  );
  const relative = links.filter(({ target }) => !/^[a-z]+:/.test(target));

  expect(relative.length).toBeGreaterThan(20);
  expect(relative.filter(({ path, target }) => !existsSync(join(CHECKOUT, dirname(path), target)))).toEqual([]);
});

test("the requirement in the README is accepted once a real key stands in it", async () => {
  const readme = await readFile(join(CHECKOUT, "README.md"), "utf8");
  const [, yaml = ""] = /```yaml\n(name: [\s\S]*?)```/.exec(readme) ?? [];

  const result = checkRequirement(parseYaml(yaml.replace("AAAA…", "AAAA")), { parseYaml, now: new Date(0) });

  expect(result).toMatchObject({ ok: true });
});
