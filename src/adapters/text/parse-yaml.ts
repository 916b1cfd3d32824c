import { type Document, isCollection, LineCounter, parseAllDocuments, visit, type YAMLError } from "yaml";
import { AppError } from "../../kernel/app-error.ts";

/** Larger than any requirement the API takes (256 KiB), so that a caller's own limit speaks first. */
const MAX_CHARACTERS = 512 * 1024;
/** One anchor may be used often; a bomb needs millions. */
const MAX_ALIASES = 100;

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
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
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
  refuseOddShapes(document);
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? firstLine(error.message) : String(error);
    throw malformed(
      /alias count/i.test(reason)
        ? "The text repeats itself too often by aliases (*name); write the values out."
        : `The YAML cannot be unfolded: ${reason}`,
      error,
    );
  }
}

/** What YAML can write and a plain value cannot hold: a list as a key, and an alias inside its own anchor. */
function refuseOddShapes(document: Document.Parsed): void {
  visit(document, {
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
    case "DUPLICATE_KEY":
      return "This name stands here a second time; keep one of the two.";
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
