import { expect, test } from "@jest/globals";
import { labelsOf, linesOf } from "../../web/modules/admin/clouds/label-lines.ts";

test("labels are read from lines and written as lines, and a line that is none is counted", () => {
  const read = labelsOf("hall=2\n\n disk=ssd \n");

  expect(read).toEqual({ labels: { hall: "2", disk: "ssd" }, badLine: null });
  expect(linesOf(read.labels)).toBe("disk=ssd\nhall=2");
  expect(labelsOf("disk=ssd\nHall 2").badLine).toBe(2);
});
