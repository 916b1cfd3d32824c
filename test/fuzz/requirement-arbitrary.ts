import fc from "fast-check";
import { PROFILES, RUNTIME_VERSIONS } from "../../src/requirement/index.ts";
import { OPERATING_SYSTEMS } from "../../src/requirement/operating-systems.ts";

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK0/yugVJGNL1xdqmnv2ILXw+aB4WUePDwuJhtWS1YfH";
/** What has broken programs before: other alphabets, quotes of every language involved, expressions, control characters. */
const NASTY = [
  "\u0000",
  "\u202e",
  "\ufeff",
  "’",
  "日本語",
  "한국어",
  "🙂",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of Terraform is what is wanted
  "${jsondecode(1)}",
  "%{ for x in y }",
  "$${x}",
  '"""',
  "'\\''",
  "`id`",
  "$(id)",
  "\r\n",
  "- a: b",
  "#cloud-config",
  "!!python/object",
  "{{ template }}",
  "../../etc/passwd",
  "-rf",
  "~",
  "\\u0000",
  "null",
  "true",
  "0x7f",
  "1e400",
  "<script>",
  "%00",
  "; drop table run",
];

const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}[a-z0-9]$/);
const text = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: "grapheme", maxLength: 60 }) },
  { weight: 1, arbitrary: fc.array(fc.constantFrom(...NASTY), { maxLength: 4 }).map((parts) => parts.join("")) },
);
const junk = fc.oneof(fc.jsonValue({ maxDepth: 3 }), text, fc.double(), fc.constantFrom(null, -1, 0, 1e21, "", [], {}));
/** Text that people write on purpose: printable, in any alphabet, without the character that CloudStack cannot sign. */
const line = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }).map((raw) => raw.replace(/[~\p{Cc}]/gu, "-"));
const wideRange = fc
  .tuple(fc.integer({ min: 1, max: 223 }), fc.nat(255), fc.nat(255))
  .chain(([a, b, c]) => fc.constantFrom("0.0.0.0/0", `${a}.0.0.0/8`, `${a}.${b}.0.0/16`, `${a}.${b}.${c}.7/32`));
const partial = <T extends Record<string, fc.Arbitrary<unknown>>>(fields: T) => fc.record(fields, { requiredKeys: [] });

const hardware = partial({
  vcpu: fc.integer({ min: 1, max: 10 }),
  memoryGib: fc.integer({ min: 1, max: 40 }).map((halves) => halves / 2),
  rootDiskGib: fc.integer({ min: 3, max: 100 }),
  volumes: fc.array(
    fc.record(
      {
        name: word,
        sizeGib: fc.integer({ min: 1, max: 100 }),
        speed: fc.constantFrom("standard", "fast"),
        mountPath: word.map((name) => `/srv/${name}`),
      },
      { requiredKeys: ["name", "sizeGib"] },
    ),
    { maxLength: 4 },
  ),
});

const software = partial({
  os: fc.constantFrom(...OPERATING_SYSTEMS.map(({ family, version }) => ({ family, version }))),
  packages: fc.array(fc.stringMatching(/^[a-z0-9][a-z0-9+._-]{0,30}$/), { maxLength: 6 }),
  runtimes: fc.array(
    fc.record({
      name: fc.constantFrom(...Object.keys(RUNTIME_VERSIONS["debian-12"] ?? {})),
      version: fc.constant("default"),
    }),
    { maxLength: 1 },
  ),
  services: fc.array(word, { maxLength: 3 }),
  firstBootCommands: fc.array(line, { maxLength: 3 }),
  files: fc.array(
    fc.record(
      {
        path: word.map((name) => `/srv/${name}`),
        content: fc.string({ unit: "grapheme", maxLength: 400 }),
        secret: fc.boolean(),
        permissions: fc.constantFrom("0644", "0600", "0755"),
      },
      { requiredKeys: ["path", "content"] },
    ),
    { maxLength: 3 },
  ),
  cloudInit: fc.constantFrom(null, "#cloud-config\nruncmd: [ls]\n", "#cloud-config\npackages: [git]\n"),
});

const network = partial({
  openPorts: fc.array(
    fc.record(
      {
        port: fc.oneof(
          fc.integer({ min: 1, max: 65_535 }),
          fc.tuple(fc.integer({ min: 1, max: 900 }), fc.nat(99)).map(([low, more]) => `${low}-${low + more}`),
        ),
        protocol: fc.constantFrom("tcp", "udp"),
        source: wideRange,
        description: line,
      },
      { requiredKeys: ["port"] },
    ),
    { maxLength: 5 },
  ),
  publicAddress: fc.boolean(),
  privateNetwork: fc.oneof(
    fc.constant({ kind: "own" }),
    fc.tuple(fc.nat(255), fc.nat(255)).map(([b, c]) => ({ kind: "own", cidr: `10.${b}.${c}.0/24` })),
    fc.integer({ min: 20, max: 28 }).map((bits) => ({ kind: "own", cidr: `192.168.0.0/${bits}` })),
  ),
});

const access = partial({
  loginName: fc.stringMatching(/^[a-z_][a-z0-9_-]{0,20}$/),
  sshKeys: fc.array(
    line.map((comment) => `${KEY} ${comment}`),
    { maxLength: 1 },
  ),
  generateKeyPair: fc.constant(true),
  password: fc.oneof(fc.constant(null), fc.string({ unit: "grapheme", minLength: 12, maxLength: 40 })),
  allowRoot: fc.boolean(),
});

/** Documents a person could send: of the right shape, mostly acceptable, reaching every category. */
const plausible = fc.record(
  {
    name: word,
    profile: fc.constantFrom(...PROFILES.map(({ id }) => id)),
    hardware,
    software,
    network,
    access,
    placement: partial({
      main: fc.constantFrom("automatic", "north", "south"),
      standby: partial({ mode: fc.constantFrom("off", "pilot-light", "stopped", "running") }),
    }),
    labels: fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/), line, { maxKeys: 3 }),
    contact: partial({ name: fc.oneof(fc.constant(null), line), email: fc.constantFrom(null, "a@example.org") }),
    protection: partial({ recoveryPointObjective: fc.constantFrom("PT30M", "PT4H") }),
  },
  { requiredKeys: ["name"] },
);

/** A plausible document with junk at one place anywhere in it. */
const spoiled = fc.tuple(plausible, fc.nat(), junk).map(([document, where, value]) => spoil(document, where, value));

/** Whatever can stand in a request's body. */
export const requirementDocuments: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 2, arbitrary: plausible },
  { weight: 5, arbitrary: spoiled },
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
);

/** Only documents that mean something to a person: for tests that need many accepted ones. */
export const plausibleRequirements: fc.Arbitrary<unknown> = plausible;

function spoil(document: unknown, where: number, value: unknown): unknown {
  const copy = structuredClone(document) as Record<string, unknown>;
  const places: [Record<string, unknown>, string][] = [];
  collect(copy, places);
  const [parent, key] = places[where % places.length] ?? [copy, "name"];
  if (where % 7 === 0) parent[`${key}x`] = value;
  else parent[key] = value;
  return copy;
}

function collect(node: unknown, places: [Record<string, unknown>, string][]): void {
  if (typeof node !== "object" || node === null) return;
  for (const [key, child] of Object.entries(node)) {
    places.push([node as Record<string, unknown>, key]);
    collect(child, places);
  }
}
