import { gunzipSync } from "node:zlib";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { parse } from "yaml";
import { makeTextTools } from "../../../src/adapters/text/text-tools.ts";

const text = makeTextTools();

test("quotes what YAML 1.1 readers, such as cloud-init, would take for something else", () => {
  const words = {
    a: "yes",
    b: "0644",
    c: "on",
    d: "1e3",
    e: "12:30:45",
    f: "~",
    g: "null",
    h: "2026-01-31",
    i: "=",
    j: "<<",
  };

  const lines = text.renderYaml(words).trimEnd().split("\n");

  expect(lines).toHaveLength(Object.keys(words).length);
  for (const line of lines) expect(line).toMatch(/^[a-z]: ".*"$/);
});

test("escapes characters that Python's reader refuses or takes for line ends", () => {
  const value = ["a\u2028b", "c\u0085d\ne", "f\u007fg", "\ufeffh"];

  const written = text.renderYaml(value);

  expect(written).toBe('- "a\\u2028b"\n- "c\\u0085d\\ne"\n- "f\\u007fg"\n- "\\ufeffh"\n');
  expect(parse(written)).toEqual(value);
});

test("writes scripts as readable blocks", () => {
  expect(text.renderYaml({ script: "#!/bin/sh\necho one\n" })).toBe("script: |\n  #!/bin/sh\n  echo one\n");
});

test("what is written reads back the same, in YAML 1.1 and 1.2", () => {
  const values = fc.dictionary(
    fc.stringMatching(/^[a-z]{1,8}$/),
    fc.oneof(fc.string({ unit: "grapheme" }), fc.array(fc.string()), fc.boolean(), fc.integer()),
  );
  fc.assert(
    fc.property(values, (value) => {
      const written = text.renderYaml({ ...value });

      expect(parse(written, { version: "1.2" })).toEqual({ ...value });
      expect(parse(written, { version: "1.1" })).toEqual({ ...value });
    }),
    { numRuns: 300 },
  );
});

test("equal text gives equal gzip bytes, without time or machine in them", () => {
  const packed = Buffer.from(text.gzipBase64("hello ".repeat(100)), "base64");

  expect(text.gzipBase64("hello ".repeat(100))).toBe(packed.toString("base64"));
  expect([...packed.subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255]);
  expect(gunzipSync(packed).toString()).toBe("hello ".repeat(100));
});
