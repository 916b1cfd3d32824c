/** One whole file per cloud, to be read in a review; renew with `UPDATE_GOLDEN=1 npm test -- test/stacks/golden`. */
import { readFile, writeFile } from "node:fs/promises";
import { expect, test } from "@jest/globals";
import { synthCloudstack, synthOpenstack } from "./_synth.ts";

test.each([
  ["openstack", synthOpenstack().text],
  ["cloudstack", synthCloudstack().text],
])("the golden plan of %s gives the Terraform that was reviewed", async (cloud, text) => {
  const golden = new URL(`../_fixtures/golden/${cloud}.cdk.tf.json`, import.meta.url);
  if (process.env["UPDATE_GOLDEN"] === "1") await writeFile(golden, text);

  expect(text).toBe(await readFile(golden, "utf8"));
});
