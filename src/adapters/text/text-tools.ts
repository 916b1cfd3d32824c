import { constants, gzipSync } from "node:zlib";
import { Document, Pair, type ParsedNode, Scalar, YAMLMap, YAMLSeq } from "yaml";
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

/** Characters that Python's YAML reader refuses or takes for line ends, and JavaScript's writer leaves as they are. */
const UNSAFE = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;
const NEVER = Number.MAX_SAFE_INTEGER;

const MAP = "tag:yaml.org,2002:map";
const SEQUENCE = "tag:yaml.org,2002:seq";
const TEXT = "tag:yaml.org,2002:str";

/**
 * YAML 1.1-safe, because cloud-init reads YAML 1.1: words such as `yes` and numbers such as `0644` are quoted. Every
 * plan renders its machines' first boots, and asking each of YAML 1.1's twenty tags whether it means a value is most of
 * the writer's work: so the nodes are made here, with the tag that the value has.
 */
const renderYaml: RenderYaml = (value) => {
  const document = new Document(null, { version: "1.1", merge: false, aliasDuplicateObjects: false });
  document.contents = makeNode(value) as ParsedNode;
  // Without directives no tag is written.
  document.directives = undefined;
  return document
    .toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: NEVER })
    .replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
};

function makeNode(value: unknown): YAMLMap | YAMLSeq | Scalar {
  if (Array.isArray(value)) {
    const sequence = new YAMLSeq();
    sequence.tag = SEQUENCE;
    sequence.items = value.map(makeNode);
    return sequence;
  }
  if (typeof value === "object" && value !== null) {
    const map = new YAMLMap();
    map.tag = MAP;
    map.items = Object.entries(value)
      .filter(([, child]) => child !== undefined)
      .map(([key, child]) => new Pair(makeNode(key), makeNode(child)));
    return map;
  }
  const scalar = new Scalar(value ?? null);
  if (typeof value === "string") {
    scalar.tag = TEXT;
    if (needsQuotes(value)) scalar.type = "QUOTE_DOUBLE";
  }
  return scalar;
}

/** `=` and `<<` have a meaning of their own to Python's reader, which then fails on it, as on tabs in plain text; blanks get lost in blocks. */
function needsQuotes(text: string): boolean {
  const hasPlainTab = text.includes("\t") && !text.includes("\n");
  if (text.trim() === "") return true;
  return text === "=" || text === "<<" || hasPlainTab || text.search(UNSAFE) !== -1;
}

function gzipBase64(text: string): string {
  const packed = gzipSync(Buffer.from(text, "utf8"), { level: constants.Z_BEST_COMPRESSION });
  packed[OS_BYTE] = OS_UNKNOWN;
  return packed.toString("base64");
}
