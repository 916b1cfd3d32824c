import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { externalNetworkId, imageId, startCloud } from "./a-cloud.ts";
import { makeTerraformStack } from "./terraform-stack.ts";

const GOLDEN = new URL("../../_fixtures/golden/openstack.cdk.tf.json", import.meta.url);

interface Synthesized {
  terraform: { backend?: unknown };
  resource: Record<string, Record<string, Record<string, unknown>>>;
}

/** The product's own stack, with the identifiers a catalog would have given it. */
function goldenStack(ids: { image: string; network: string; flavor: string }): Synthesized {
  const stack = JSON.parse(readFileSync(GOLDEN, "utf8")) as Synthesized;
  delete stack.terraform.backend;
  for (const one of Object.values(stack.resource).flatMap((named) => Object.values(named))) {
    if ("image_id" in one) one["image_id"] = ids.image;
    if ("external_network_id" in one) one["external_network_id"] = ids.network;
    if ("flavor_id" in one) one["flavor_id"] = ids.flavor;
    if ("value_specs" in one) one["value_specs"] = { floating_network_id: ids.network };
  }
  return stack;
}

test("applies the stack that the product synthesizes, finds nothing left to do, and destroys it", async () => {
  const cloud = await startCloud();
  const stack = makeTerraformStack(cloud.authUrl);
  try {
    const image = await imageId(cloud.demo, "Debian 12");
    const network = await externalNetworkId(cloud.demo);
    stack.writeJson(goldenStack({ image, network, flavor: "2" }));

    const init = await stack.run("init", "-no-color");
    await stack.apply();
    const second = await stack.plan();
    const destroyed = await stack.run("destroy", "-auto-approve", "-no-color");

    expect([init.exitCode, second.exitCode]).toEqual([0, 0]);
    expect(destroyed.output).toContain("Destroy complete!");
    expect((await cloud.demo.call("volume", "GET", "/volumes")).json["volumes"]).toEqual([]);
    expect((await cloud.demo.call("network", "GET", "/ports")).json["ports"]).toEqual([]);
  } finally {
    await cloud.close();
    stack.remove();
  }
});
