/** Jest runs the TypeScript sources as ES modules; swc only strips the types. */
export default {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { target: "es2023", parser: { syntax: "typescript" } }, module: { type: "es6" } },
    ],
  },
  testTimeout: 60_000,
  modulePathIgnorePatterns: ["<rootDir>/.twinstack", "<rootDir>/cdktf.out"],
};
