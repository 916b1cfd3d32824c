import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { parseYaml } from "../../src/adapters/text/parse-yaml.ts";
import { DeploymentPlan, RequirementRequest } from "../../src/contract/index.ts";
import { compilePlan } from "../../src/plan/index.ts";
import { checkRequirement } from "../../src/requirement/index.ts";
import { inputFor, NOW, requirementOf } from "./_fakes/compile.ts";

const FOLDER = new URL("../../examples/", import.meta.url);
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith(".yaml"));

function read(name: string): unknown {
  return parseYaml(readFileSync(new URL(name, FOLDER), "utf8"));
}

test.each(FILES)("%s is valid, says what it is and fits on both clouds of the sandbox kind", async (name) => {
  const request = RequirementRequest.parse(read(name));

  const checked = checkRequirement(read(name), { parseYaml, now: NOW });
  const plan = compilePlan(inputFor(await requirementOf(request), { publicUrl: null }));

  expect(checked.ok ? [] : checked.error).toEqual([]);
  expect(plan.ok ? [] : plan.error).toEqual([]);
  expect(plan.ok ? DeploymentPlan.parse(plan.value).sites.length : 0).toBe(
    request.placement?.standby?.mode === undefined || request.placement.standby.mode === "off" ? 1 : 2,
  );
  expect(readFileSync(new URL(name, FOLDER), "utf8")).toMatch(/^# .+\./);
});

test("there are the three examples that the guide walks through", () => {
  expect(FILES).toEqual(expect.arrayContaining(["course-machine.yaml", "python-data.yaml", "web-server.yaml"]));
});

test("the web server asks for a running standby and two open ports", () => {
  expect(read("web-server.yaml")).toMatchObject({
    placement: { standby: { mode: "running" } },
    network: { openPorts: [{ port: 22 }, { port: 80 }] },
    software: { packages: ["nginx"] },
  });
});
