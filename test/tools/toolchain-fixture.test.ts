import { expect, test } from "@jest/globals";
import { terraformEnv, toolchain } from "../_helpers/toolchain.ts";

test("tells what to run when set-up has not run", () => {
  const before = process.env["TWINSTACK_DATA"];
  process.env["TWINSTACK_DATA"] = "nowhere";

  try {
    expect(() => toolchain()).toThrow(/nowhere.toolchain\.json cannot be read: run npm run setup first/);
  } finally {
    if (before === undefined) delete process.env["TWINSTACK_DATA"];
    else process.env["TWINSTACK_DATA"] = before;
  }
});

test("gives the engine its own CLI configuration and nothing of this machine's", () => {
  const env = terraformEnv();

  expect(env["TF_CLI_CONFIG_FILE"]).toBe(toolchain().cliConfigFile);
  expect(env["CHECKPOINT_DISABLE"]).toBe("1");
  expect(Object.keys(env).sort()).toEqual([
    "CHECKPOINT_DISABLE",
    "HOME",
    "PATH",
    "TF_CLI_CONFIG_FILE",
    "TF_IN_AUTOMATION",
  ]);
});
