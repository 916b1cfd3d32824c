import { expect } from "@jest/globals";
import { note } from "./note.ts";
import { DONE, type Story } from "./open-story.ts";

/**
 * What a person does after an apply that did not end well, with the product alone: looks at what was found, lets it be
 * put right, applies what is missing. At the end the machine runs and a further plan is empty.
 *
 * @returns what was found, line by line
 */
export async function repaired(story: Story, name: string, what: string): Promise<readonly string[]> {
  const looked = await story.twinstack("repair", name);
  expect(looked).toMatchObject(DONE);
  expect(looked.out).toContain("not clean since");
  const found = looked.out.split("\n").filter((line) => line.startsWith("  - "));
  const put = await story.twinstack("repair", name, "--apply", "--yes", "--confirm", name);
  expect(put).toMatchObject(DONE);
  await story.applied(name);
  expect((await story.twinstack("repair", name)).out).toContain("is clean");
  expect(await story.machine(name)).toMatchObject({ powerState: "running" });
  note({
    kind: "repair",
    what,
    found: found.map((line) => line.slice(4)),
    ending: "it runs, and the next plan is empty",
  });
  return found;
}
