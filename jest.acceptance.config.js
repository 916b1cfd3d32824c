import shared from "./jest.config.js";

/** The stories that need a real OpenStack (tools/acceptance.mjs starts it). */
export default {
  ...shared,
  roots: ["<rootDir>/test/acceptance"],
  testMatch: ["**/*.acceptance.ts"],
  testTimeout: 600_000,
  maxWorkers: 1,
};
