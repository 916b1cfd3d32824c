import { join } from "node:path";
import { expect } from "@jest/globals";
import type { Run, Workspace } from "../../../src/contract/index.ts";
import { apply, plan } from "../../_helpers/started-service.ts";
import { note } from "./note.ts";
import { DONE, type Story } from "./open-story.ts";
import { rawTerraform } from "./raw-terraform.ts";

interface Times {
  /** Milliseconds. */
  readonly product: number;
  readonly raw: number;
}

/**
 * The same machine made and destroyed twice, first by the product and then by the engine alone on the files that the
 * product exported; what both took goes into the report.
 */
export async function measurePair(story: Story, name: string): Promise<{ apply: Times; destroy: Times }> {
  const ours = await submitted(story, `${name}-product`);
  const madeByUs = await timed(() => throughTheProduct(story, ours, "apply"));
  const removedByUs = await timed(() => throughTheProduct(story, ours, "destroy"));
  expect(await story.twinstack("remove", `${name}-product`)).toMatchObject(DONE);

  const theirs = `${name}-raw`;
  await submitted(story, theirs);
  const folder = join(story.folder, theirs);
  expect(await story.twinstack("export", theirs, "--output", folder)).toMatchObject(DONE);
  expect(await story.twinstack("remove", theirs)).toMatchObject(DONE);
  const site = join(folder, "openstack");
  const madeByThem = await timed(async () => {
    await rawTerraform(site, "init");
    await rawTerraform(site, "plan", "-out=plan");
    await rawTerraform(site, "apply", "plan");
  });
  const removedByThem = await timed(async () => {
    await rawTerraform(site, "plan", "-destroy", "-out=plan");
    await rawTerraform(site, "apply", "plan");
  });
  const pair = {
    apply: { product: madeByUs, raw: madeByThem },
    destroy: { product: removedByUs, raw: removedByThem },
  };
  note({ kind: "pair", what: `plan and apply (${name})`, ...pair.apply });
  note({ kind: "pair", what: `plan and destroy (${name})`, ...pair.destroy });
  return pair;
}

async function submitted(story: Story, name: string): Promise<Workspace> {
  await story.submitted(
    name,
    `
name: ${name}
profile: small-web-server
hardware: { volumes: [{name: store, sizeGib: 5}] }
network: { openPorts: [{port: 80}, {port: 443}] }
access: { generateKeyPair: true }
placement: { main: real, standby: { mode: off } }
`,
  );
  const { items } = (await story.service().api<{ items: Workspace[] }>("GET", "/workspaces")).body;
  const found = items.find((workspace) => workspace.name === name);
  if (found === undefined) throw new Error(`${name} is not listed`);
  return found;
}

async function throughTheProduct(story: Story, { id }: Workspace, kind: Run["kind"]): Promise<void> {
  const ended = await apply(story.service(), await plan(story.service(), id, kind));
  expect(ended.map(({ status }) => status)).toEqual(["applied"]);
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await act();
  return performance.now() - before;
}
