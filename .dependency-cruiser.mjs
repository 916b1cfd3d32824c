/**
 * Who may import whom (house rules in ARCHITECTURE.md). Paths are relative to the checkout.
 * Every rule has a planted violation in test/architecture/import-rules.test.ts.
 */
const SLICES = [
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
];

/** Later slices may see earlier ones, through their index.ts only. */
function laterThan(slice) {
  return SLICES.slice(SLICES.indexOf(slice) + 1).join("|");
}

const orderRules = SLICES.slice(0, -1).map((slice) => ({
  name: `slice-order-${slice}`,
  comment: `src/${slice} comes before ${laterThan(slice)} and must not know them`,
  severity: "error",
  from: { path: `^src/${slice}/` },
  to: { path: `^src/(${laterThan(slice)})/` },
}));

export default {
  forbidden: [
    ...orderRules,
    {
      name: "no-circular",
      severity: "error",
      comment: "A cycle is one module in two files; types alone may point back",
      from: { pathNot: "^generated/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "contract-only-zod",
      severity: "error",
      comment: "The contract is used by web and CLI alike: it imports zod and itself",
      from: { path: "^src/contract/" },
      to: { pathNot: "^src/contract/|/zod/|^zod" },
    },
    {
      name: "kernel-only-contract",
      severity: "error",
      comment: "The kernel stays four tiny files",
      from: { path: "^src/kernel/" },
      to: { pathNot: "^src/(kernel|contract)/" },
    },
    {
      name: "slices-are-pure",
      severity: "error",
      comment: "A slice decides; touching the world is for adapters. No node: module, no npm package",
      from: { path: `^src/(${SLICES.join("|")})/` },
      to: { dependencyTypes: ["core", "npm", "npm-dev", "npm-optional", "npm-peer", "npm-no-pkg", "npm-unknown"] },
    },
    {
      name: "slices-know-no-ring",
      severity: "error",
      comment: "A slice declares ports; it never imports who implements or calls them",
      from: { path: `^src/(${SLICES.join("|")}|kernel|contract)/` },
      to: { path: "^(src/(adapters|cli)|server|stacks|generated|sandbox|web|test|tools)/" },
    },
    {
      name: "slice-through-index",
      severity: "error",
      comment: "Another slice's inside is its own; import its index.ts",
      from: { path: `^src/(${SLICES.join("|")})/` },
      to: { path: `^src/(${SLICES.join("|")})/`, pathNot: ["^src/$1/", "^src/[^/]+/index\\.ts$"] },
    },
    {
      name: "adapters-see-ports",
      severity: "error",
      comment: "An adapter implements ports.ts of a slice and knows nothing else of it",
      from: { path: "^src/adapters/" },
      to: { path: `^src/(${SLICES.join("|")}|cli)/`, pathNot: "^src/[^/]+/ports\\.ts$" },
    },
    {
      name: "adapters-alone",
      severity: "error",
      comment: "One technology never knows another; they meet in server/composition",
      from: { path: "^src/adapters/([^/]+)/" },
      to: { path: "^src/adapters/", pathNot: "^src/adapters/($1|http)/" },
    },
    {
      name: "adapters-know-no-door",
      severity: "error",
      comment: "Adapters are below the doors",
      from: { path: "^src/adapters/" },
      to: { path: "^(server|stacks|generated|sandbox|web|test|tools|src/cli)/" },
    },
    {
      name: "only-composition-sees-adapters",
      severity: "error",
      comment: "The one place where adapters meet capabilities",
      from: { path: "^server/", pathNot: "^server/composition(/|\\.ts$|-)" },
      to: { path: "^src/adapters/" },
    },
    {
      name: "cli-only-contract",
      severity: "error",
      comment: "The command line speaks HTTP only",
      from: { path: "^src/cli/" },
      to: { path: "^(src/(?!cli/|contract/)|server|stacks|generated|sandbox)" },
    },
    {
      name: "page-only-contract",
      severity: "error",
      comment: "The web page speaks HTTP only, and Node's modules do not exist in a browser",
      from: { path: "^web/", pathNot: "^web/vite\\.config\\.ts$" },
      to: { path: "^(src/(?!contract/)|server|stacks|generated|sandbox|test|tools|bench)" },
    },
    {
      name: "page-knows-no-node",
      severity: "error",
      comment: "Node's modules do not exist in a browser",
      from: { path: "^web/", pathNot: "^web/vite\\.config\\.ts$" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "page-modules-stand-on-components",
      severity: "error",
      comment: "Generic parts know nothing of what they are used for",
      from: { path: "^web/(components|api|i18n)/" },
      to: { path: "^web/modules/" },
    },
    {
      name: "stacks-see-contract-and-bindings",
      severity: "error",
      comment: "plan.json is the waist: stacks never import what decided",
      from: { path: "^stacks/" },
      to: { path: "^(src/(?!contract/|kernel/)|server|sandbox|web)" },
    },
    {
      name: "stacks-of-clouds-apart",
      severity: "error",
      comment: "A failover must not need the dead cloud",
      from: { path: "^stacks/(openstack|cloudstack)/" },
      to: { path: "^stacks/(openstack|cloudstack)/", pathNot: "^stacks/$1/" },
    },
    {
      name: "nobody-imports-stacks",
      severity: "error",
      comment: "CDKTF stays behind one folder; the service starts it as a worker by URL",
      from: { pathNot: "^(stacks|test|bench|tools)/" },
      to: { path: "^stacks/" },
    },
    {
      name: "cdktf-only-in-stacks",
      severity: "error",
      comment: "The exit path from CDKTF is one folder wide",
      from: { pathNot: "^(stacks|generated|test|bench|tools)/" },
      to: { path: "node_modules/(cdktf|cdktn|constructs)/" },
    },
    {
      name: "sandbox-stands-alone",
      severity: "error",
      comment: "A sandbox that shares code with the product could agree with its mistakes",
      from: { path: "^sandbox/" },
      to: { path: "^(src|server|stacks|generated|web)/" },
    },
    {
      name: "product-never-imports-tests",
      severity: "error",
      comment: "Nothing that runs in production depends on test code or the sandbox",
      from: { path: "^(src|server|stacks|generated)/" },
      to: { path: "^(test|bench|sandbox)/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(node_modules/\\.cache|cdktf\\.out|web/dist)" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".js", ".mjs", ".json"],
    },
  },
};
