import { expect, test } from "@jest/globals";
import { explainStartFailure } from "../../server/start/start-failure.ts";
import { AppError } from "../../src/kernel/app-error.ts";

test.each([
  [Object.assign(new Error("listen"), { code: "EADDRINUSE", port: 4680 }), "port 4680", "--port"],
  [Object.assign(new Error("listen"), { code: "EADDRNOTAVAIL" }), "address", "TWINSTACK_HOST"],
  [Object.assign(new Error("open"), { code: "EACCES", path: "/srv/token" }), "/srv/token", "TWINSTACK_DATA"],
  [Object.assign(new Error("write"), { code: "ENOSPC", path: "/srv/log" }), "/srv/log", "Free space"],
  [new AppError("engine-missing", "toolchain.json cannot be read"), "toolchain.json", "doctor"],
])("a failed start says why and what to do", (error, why, remedy) => {
  const failure = explainStartFailure(error);

  expect(failure?.what).toContain(why);
  expect(failure?.remedy).toContain(remedy);
});

test("what nobody foresaw is not explained away", () => {
  expect(explainStartFailure(new TypeError("undefined is not a function"))).toBeNull();
});
