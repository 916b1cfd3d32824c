import tseslint from "typescript-eslint";
import { throughEffectSeam } from "./tools/effect-seam-rule.ts";

const typed = {
  languageOptions: {
    parser: tseslint.parser,
    parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
  },
  plugins: { "@typescript-eslint": tseslint.plugin },
  linterOptions: { reportUnusedDisableDirectives: "error" },
};

const DEFAULT_EXPORT = { selector: "ExportDefaultDeclaration", message: "Use named exports." };
const BARE_ERROR = {
  selector: "ThrowStatement > NewExpression[callee.name='Error']",
  message: "Throw an AppError, so that the caller gets a code, a status and a remedy.",
};

/** What is touched here holds nothing that a crash could lose: it is made again from what is there. */
const NO_EFFECT_OF_A_RUN = [
  // Runs the embedded database itself; starting it twice is its own lock's matter.
  "src/adapters/postgres/embedded/**",
  // A cache of the engine's prepared folders and the walls around it, made anew by whoever misses them.
  "src/adapters/terraform/{provider-template,control-groups,engine-jail,find-engine-jail}.ts",
  // Starting the service: its folder, its lock, its sandbox clouds.
  "server/start/**",
];

/** Biome does the rest; these rules need types. An orchestrator's worst bug is an apply nobody waited for. */
export default tseslint.config(
  {
    ...typed,
    files: ["src/**/*.ts", "server/**/*.ts", "stacks/**/*.ts", "sandbox/**/*.ts", "bench/**/*.ts", "web/**/*.{ts,tsx}"],
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "no-restricted-syntax": ["error", DEFAULT_EXPORT],
    },
  },
  {
    files: ["web/**/*.tsx"],
    // React takes an event's handler that answers a promise, and what it rejects with is shown by the query library.
    rules: { "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }] },
  },
  // What a tool or a library exports as its default can be named no other way.
  { files: ["web/vite.config.ts", "web/novnc.d.ts"], rules: { "no-restricted-syntax": "off" } },
  {
    files: ["src/adapters/**/*.ts", "server/**/*.ts"],
    ignores: NO_EFFECT_OF_A_RUN,
    plugins: { twinstack: { rules: { "through-effect-seam": throughEffectSeam } } },
    rules: { "twinstack/through-effect-seam": "error" },
  },
  {
    files: ["src/**/*.ts", "server/**/*.ts"],
    rules: { "no-restricted-syntax": ["error", DEFAULT_EXPORT, BARE_ERROR] },
  },
);
