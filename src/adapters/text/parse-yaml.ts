import {
  type Document,
  isCollection,
  isScalar,
  Lexer,
  LineCounter,
  parseAllDocuments,
  visit,
  type YAMLError,
  type YAMLMap,
} from "yaml";
import { AppError } from "../../kernel/app-error.ts";

/** Larger than any requirement the API takes (256 KiB), so that a caller's own limit speaks first. */
const MAX_CHARACTERS = 512 * 1024;
/** Each use of an anchor makes the parser look through the text up to there. */
const MAX_USES = 500;
/** A requirement is some five levels deep; the parser calls itself once per level. */
const MAX_DEPTH = 100;
/** One anchor may be used often; a bomb needs millions. */
const MAX_ALIASES = 100;
const REPEATS = "The text repeats itself too often by aliases (*name); write the values out.";

/**
 * Reads one YAML document into plain values. Duplicate keys, unknown tags, a second document, circles and alias bombs
 * are refused. Throws AppError("malformed-body") with line and column, or AppError("body-too-large").
 */
export function parseYaml(text: string): unknown {
  if (text.length > MAX_CHARACTERS) {
    throw new AppError(
      "body-too-large",
      `The YAML document has ${text.length} characters; ${MAX_CHARACTERS} is the most.`,
    );
  }
  if (text.includes("\0")) throw malformed("This is not a text file; a YAML or JSON text is wanted.");
  const lines = new LineCounter();
  refuseExcess(text);
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    // The parser compares every name with every other one; see refuseOddShapes.
    uniqueKeys: false,
    version: "1.2",
  });
  if (!Array.isArray(documents) || documents.length === 0) return null;
  const [document] = documents;
  if (document === undefined) return null;
  if (documents.length > 1) {
    throw malformed("The text holds several YAML documents; one is wanted. Remove the line ---.");
  }
  const wrong = [...document.errors, ...document.warnings][0];
  if (wrong !== undefined) throw malformed(`${placeOf(wrong, lines)}: ${plainWords(wrong)}`, wrong);
  refuseOddShapes(document, lines);
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? firstLine(error.message) : String(error);
    throw malformed(/alias count/i.test(reason) ? REPEATS : `The YAML cannot be unfolded: ${reason}`, error);
  }
}

/** Reads the text once as tokens, which needs no stack. */
function refuseExcess(text: string): void {
  let depth = 0;
  let uses = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === "[" || token === "{") depth += 1;
    else if (token === "]" || token === "}") depth -= 1;
    else if (token.startsWith("*")) uses += 1;
    if (uses > MAX_USES) throw malformed(REPEATS);
    if (depth > MAX_DEPTH) throw malformed(`The text nests more than ${MAX_DEPTH} lists or groups.`);
  }
}

/**
 * What YAML can write and a plain value cannot hold: a name twice, a list as a key, and an alias inside its own anchor.
 */
function refuseOddShapes(document: Document.Parsed, lines: LineCounter): void {
  visit(document, {
    Map(_key, map) {
      refuseDuplicates(map, lines);
    },
    Pair(_key, pair) {
      if (isCollection(pair.key)) throw malformed("A list or a group cannot be the name of a value.");
    },
    Alias(_key, alias, path) {
      const target = alias.resolve(document);
      if (target !== undefined && path.includes(target)) {
        throw malformed(`The alias *${alias.source} stands inside its own anchor, which makes a circle.`);
      }
    },
  });
}

function refuseDuplicates(map: YAMLMap, lines: LineCounter): void {
  const seen = new Set<unknown>();
  for (const { key } of map.items) {
    if (!isScalar(key)) continue;
    if (seen.has(key.value)) {
      const { line, col } = lines.linePos(key.range?.[0] ?? 0);
      throw malformed(`Line ${line}, column ${col}: This name stands here a second time; keep one of the two.`);
    }
    seen.add(key.value);
  }
}

function malformed(detail: string, cause?: unknown): AppError {
  return new AppError("malformed-body", detail, {}, cause === undefined ? undefined : { cause });
}

function placeOf(error: YAMLError, lines: LineCounter): string {
  const { line, col } = lines.linePos(error.pos[0]);
  return `Line ${line}, column ${col}`;
}

/** What people run into most, in their words; everything else in the parser's. */
function plainWords({ code, message }: YAMLError): string {
  switch (code) {
    case "TAB_AS_INDENT":
      return "There is a tab before the text; indent with spaces only.";
    case "BLOCK_AS_IMPLICIT_KEY":
    case "BAD_INDENT":
      return "The indentation does not fit; names of one level begin in the same column, and text with “: ” in it needs quotes.";
    case "TAG_RESOLVE_FAILED":
      return `${firstLine(message)}; leave out the part that begins with an exclamation mark.`;
    default:
      return firstLine(message);
  }
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? text;
}
