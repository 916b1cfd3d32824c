import { expect, test } from "@jest/globals";
import { readCommandLine } from "../../tools/operator/command-line.ts";

test("deploy and destroy without a stack mean all stacks", () => {
  expect(readCommandLine(["deploy", "--auto-approve"]).args).toEqual([
    "deploy",
    "--auto-approve",
    "*",
    "--terraform-parallelism=4",
  ]);
  expect(readCommandLine(["destroy"]).args).toContain("*");
});

test("a named stack stays the only one", () => {
  expect(readCommandLine(["deploy", "web-openstack", "--parallelism", "2"]).args).toEqual([
    "deploy",
    "web-openstack",
    "--parallelism",
    "2",
    "--terraform-parallelism=4",
  ]);
});

test("the value of an option is not taken for a stack", () => {
  expect(readCommandLine(["deploy", "--outputs-file", "out.json"]).args).toContain("*");
});

test("a parallelism that was asked for is kept", () => {
  expect(readCommandLine(["diff", "web-openstack", "--terraform-parallelism", "1"]).args).toEqual([
    "diff",
    "web-openstack",
    "--terraform-parallelism",
    "1",
  ]);
});

test("diff without a stack is done for each", () => {
  expect(readCommandLine(["diff"])).toMatchObject({ readsStacks: true, diffsAll: true });
  expect(readCommandLine(["diff", "web-openstack"])).toMatchObject({ readsStacks: true, diffsAll: false });
});

test.each([[["--version"]], [["deploy", "--help"]], [["init"]], [[]]])(
  "%j needs no cloud and is passed on as it is",
  (given) => {
    expect(readCommandLine(given)).toEqual({ args: given, readsStacks: false, diffsAll: false });
  },
);
