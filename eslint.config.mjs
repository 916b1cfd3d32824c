import tseslint from "typescript-eslint";

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

/** Biome does the rest; these rules need types. An orchestrator's worst bug is an apply nobody waited for. */
export default tseslint.config(
  {
    ...typed,
    files: ["src/**/*.ts", "server/**/*.ts", "stacks/**/*.ts", "sandbox/**/*.ts", "bench/**/*.ts"],
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "no-restricted-syntax": ["error", DEFAULT_EXPORT],
    },
  },
  {
    files: ["src/**/*.ts", "server/**/*.ts"],
    rules: { "no-restricted-syntax": ["error", DEFAULT_EXPORT, BARE_ERROR] },
  },
);
