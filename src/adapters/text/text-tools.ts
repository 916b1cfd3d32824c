import { constants, gzipSync } from "node:zlib";
import { Document, visit } from "yaml";
import type { TextTools } from "../../plan/ports.ts";
import type { RenderYaml } from "../../requirement/ports.ts";
import { parseYaml } from "./parse-yaml.ts";

/** Byte 9 of a gzip header names the operating system that packed it; 255 is "unknown", the same on every machine. */
const OS_BYTE = 9;
const OS_UNKNOWN = 255;

/** YAML writing and gzip. Node writes no time into gzip headers, so equal text gives equal bytes. */
export function makeTextTools(): TextTools {
  return { renderYaml, parseYaml, gzipBase64 };
}

/** YAML 1.1-safe, because cloud-init reads YAML 1.1: words such as `yes` and numbers such as `0644` are quoted. */
export const renderYaml: RenderYaml = (value) => {
  const document = new Document(value, { version: "1.1", merge: false, aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_key, scalar) {
      // Python's reader gives these two plain words a meaning of their own and then fails on it.
      if (scalar.value === "=" || scalar.value === "<<") scalar.type = "QUOTE_DOUBLE";
    },
  });
  document.directives = undefined;
  return document.toString({ lineWidth: 0 });
};

function gzipBase64(text: string): string {
  const packed = gzipSync(Buffer.from(text, "utf8"), { level: constants.Z_BEST_COMPRESSION });
  packed[OS_BYTE] = OS_UNKNOWN;
  return packed.toString("base64");
}
