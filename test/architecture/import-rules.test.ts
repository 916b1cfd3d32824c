import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";
import { execa } from "execa";

const CHECKOUT = fileURLToPath(new URL("../..", import.meta.url));
const DEPCRUISE = join(CHECKOUT, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
const ROOMS = ["src", "server", "stacks", "sandbox", "generated", "test", "bench", "tools", "web"];

interface Report {
  readonly violations: readonly { readonly rule: string; readonly from: string; readonly to: string }[];
  readonly modules: number;
}

/** File → its text: the smallest tree that breaks exactly the rule it stands under. */
const PLANTED: Record<string, Record<string, string>> = {
  "no-circular": { "src/kernel/a.ts": 'import "./b.ts";', "src/kernel/b.ts": 'import "./a.ts";' },
  "contract-only-zod": { "src/contract/a.ts": 'import "node:fs";' },
  "kernel-only-contract": { "src/kernel/a.ts": 'import "node:fs";' },
  "slices-are-pure": { "src/run/a.ts": 'import "node:fs";' },
  "slices-know-no-ring": { "src/run/a.ts": 'import "../adapters/x/b.ts";', "src/adapters/x/b.ts": "export {};" },
  "slice-through-index": { "src/plan/a.ts": 'import "../cloud/b.ts";', "src/cloud/b.ts": "export {};" },
  "adapters-see-ports": { "src/adapters/x/a.ts": 'import "../../run/b.ts";', "src/run/b.ts": "export {};" },
  "adapters-alone": { "src/adapters/x/a.ts": 'import "../y/b.ts";', "src/adapters/y/b.ts": "export {};" },
  "adapters-know-no-door": { "src/adapters/x/a.ts": 'import "../../../server/b.ts";', "server/b.ts": "export {};" },
  "only-composition-sees-adapters": {
    "server/a.ts": 'import "../src/adapters/x/b.ts";',
    "src/adapters/x/b.ts": "export {};",
  },
  "cli-only-contract": { "src/cli/a.ts": 'import "../run/b.ts";', "src/run/b.ts": "export {};" },
  "page-only-contract": { "web/a.ts": 'import "../src/run/b.ts";', "src/run/b.ts": "export {};" },
  "page-knows-no-node": { "web/a.ts": 'import "node:fs";' },
  "page-modules-stand-on-components": { "web/components/a.ts": 'import "../modules/b.ts";', "web/modules/b.ts": "" },
  "stacks-see-contract-and-bindings": { "stacks/a.ts": 'import "../src/run/b.ts";', "src/run/b.ts": "export {};" },
  "stacks-of-clouds-apart": {
    "stacks/openstack/a.ts": 'import "../cloudstack/b.ts";',
    "stacks/cloudstack/b.ts": "export {};",
  },
  "nobody-imports-stacks": { "server/a.ts": 'import "../stacks/b.ts";', "stacks/b.ts": "export {};" },
  "cdktf-only-in-stacks": { "server/a.ts": 'import "cdktf";' },
  "sandbox-stands-alone": { "sandbox/a.ts": 'import "../src/kernel/b.ts";', "src/kernel/b.ts": "export {};" },
  "product-never-imports-tests": { "server/a.ts": 'import "../test/b.ts";', "test/b.ts": "export {};" },
  ...slicePlants([
    "account",
    "idempotency",
    "webhook",
    "cloud",
    "image",
    "state",
    "requirement",
    "plan",
    "run",
    "repair",
    "machine",
    "overview",
    "remote",
    "power",
    "change",
    "tenant",
    "bucket",
    "drift",
    "schedule",
    "protection",
    "rental",
    "lab",
  ]),
};

function slicePlants(slices: readonly string[]): Record<string, Record<string, string>> {
  return Object.fromEntries(
    slices.slice(0, -1).map((slice, index) => {
      const later = slices[index + 1] ?? "";
      return [
        `slice-order-${slice}`,
        { [`src/${slice}/a.ts`]: `import "../${later}/index.ts";`, [`src/${later}/index.ts`]: "export {};" },
      ];
    }),
  );
}

async function cruise(folder: string): Promise<Report> {
  const rooms = ROOMS.filter((room) => existsSync(join(folder, room)));
  const { stdout } = await execa(
    process.execPath,
    [DEPCRUISE, "--config", ".dependency-cruiser.mjs", "--output-type", "json", ...rooms],
    { cwd: folder, reject: false, maxBuffer: 100_000_000 },
  );
  const parsed = JSON.parse(stdout) as {
    summary: { totalCruised: number; violations: { rule: { name: string }; from: string; to: string }[] };
  };
  return {
    modules: parsed.summary.totalCruised,
    violations: parsed.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  };
}

async function plant(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "twinstack-rules-"));
  await symlink(join(CHECKOUT, "node_modules"), join(folder, "node_modules"));
  const rules = await readFile(join(CHECKOUT, ".dependency-cruiser.mjs"), "utf8");
  await writeFile(join(folder, ".dependency-cruiser.mjs"), rules);
  await writeFile(join(folder, "package.json"), '{ "type": "module", "dependencies": { "cdktf": "*" } }');
  await writeFile(
    join(folder, "tsconfig.json"),
    '{ "compilerOptions": { "module": "nodenext", "allowImportingTsExtensions": true, "noEmit": true } }',
  );
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

test("the house keeps its import rules, and enough modules were read to mean it", async () => {
  const report = await cruise(CHECKOUT);

  expect(report.violations).toEqual([]);
  expect(report.modules).toBeGreaterThan(150);
});

test("every rule has a planted violation", async () => {
  const rules = (await import(join(CHECKOUT, ".dependency-cruiser.mjs"))) as {
    default: { forbidden: { name: string }[] };
  };

  expect(Object.keys(PLANTED).sort()).toEqual(rules.default.forbidden.map(({ name }) => name).sort());
});

test("each planted violation is caught by the rule it was planted for", async () => {
  const folder = await plant(renamedApart(PLANTED));
  try {
    const report = await cruise(folder);

    const caught = new Set(report.violations.map(({ rule, from }) => `${rule} in ${from}`));
    const expected = Object.entries(PLANTED).map(
      ([rule, files]) => `${rule} in ${apart(rule, Object.keys(files)[0] ?? "")}`,
    );
    expect(expected.filter((line) => !caught.has(line))).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/** One tree holds all plants: `a.ts` and `b.ts` are renamed after their rule. */
function renamedApart(planted: Record<string, Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(planted).flatMap(([rule, files]) =>
      Object.entries(files).map(([path, text]) => [apart(rule, path), apart(rule, text)]),
    ),
  );
}

function apart(rule: string, text: string): string {
  return text.replace(/\b([ab])\.ts/g, `${rule}-$1.ts`);
}
