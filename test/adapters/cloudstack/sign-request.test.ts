import { expect, test } from "@jest/globals";
import { encodeValue, expiresAt, signRequest } from "../../../src/adapters/cloudstack/sign-request.ts";

test("signs the example of CloudStack's developer guide as it is printed there", () => {
  const apiKey = "plgWJfZK4gyS3mOMTVmjUVg-X-jlWlnfaUJ9GAbBbf9EdM-kAYMmAiLqzzq1ElZLYq_u38zCm0bewzGUdP66mg";
  const secretKey = "VDaACYb0LV9eNjTetIOElcVQkvJck_J_QljX_FcHRj87ZKiy0z0ty0ZsYBkoXkY9b7eq1EhwJaw7FF3akA3KBQ";
  const parameters = { command: "listUsers", response: "json", apiKey };

  const signed = signRequest(parameters, secretKey);

  expect(new URLSearchParams(signed).get("signature")).toBe("TTpdDq/7j/J58XCRHomKoQXEQds=");
});

test.each([
  ["a b", "a%20b"],
  ["a+b", "a%2Bb"],
  ["~", "%7E"],
  ["*", "*"],
  ["!'()", "%21%27%28%29"],
  ["-_.", "-_."],
  ["ü/é&=", "%C3%BC%2F%C3%A9%26%3D"],
])("escapes %s as Java does", (value, escaped) => {
  expect(encodeValue(value)).toBe(escaped);
});

test("sends names and values as given and lower-cases nothing but the signature's input", () => {
  const signed = signRequest({ command: "createTags", "tags[0].key": "Owner", "tags[0].value": "Ann B" }, "s");

  expect(signed).toMatch(/^command=createTags&tags%5B0%5D\.key=Owner&tags%5B0%5D\.value=Ann%20B&signature=/);
});

test("writes expires in the documented form", () => {
  expect(expiresAt(new Date("2026-11-21T23:55:00.789Z"), 600_000)).toBe("2026-11-22T00:05:00+0000");
});
