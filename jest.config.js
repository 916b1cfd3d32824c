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
  // Much of the time is spent waiting for clouds, so two files side by side pay even on two cores.
  maxWorkers: 2,
  testSequencer: "<rootDir>/tools/setup/longest-first.mjs",
  testTimeout: 120_000,
  modulePathIgnorePatterns: ["<rootDir>/.twinstack", "<rootDir>/cdktf.out"],
};
