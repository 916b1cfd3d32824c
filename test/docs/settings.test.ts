import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";

const CHECKOUT = join(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(CHECKOUT, path), "utf8");
const names = (text: string, pattern: RegExp) => new Set([...text.matchAll(pattern)].map(([, name]) => name ?? ""));

test("the page of settings names every variable that the service reads, and no other", () => {
  const sources = ["config", "people-config", "remote-config", "image-config", "bucket-config"]
    .map((name) => read(`server/${name}.ts`))
    .join("");
  const known = names(sources, /^ {2}((?:TWINSTACK|OTEL|DATABASE)_[A-Z_]+):/gm);

  const told = names(read("docs/settings.md"), /`((?:TWINSTACK|OTEL|DATABASE)_[A-Z_]+)`/g);

  expect(known.size).toBeGreaterThan(30);
  expect([...told].sort()).toEqual([...known].sort());
});
