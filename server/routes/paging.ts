import * as z from "zod";
import { AppError } from "../../src/kernel/app-error.ts";

/** A list that may go on: `nextCursor` asks for what follows and is null at the end. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().meta({ description: "Send it as `cursor` for the next page; null at the end" }),
  });
}

/** Query parameters of a paged list. A cursor is opaque and belongs to the list that gave it. */
export function paging(defaultLimit = 100, maximum = 500) {
  return {
    limit: z.coerce.number().int().min(1).max(maximum).default(defaultLimit),
    cursor: z.string().max(500).optional().meta({ description: "`nextCursor` of the page before" }),
  };
}

/** Writes the position of a page's last entry as a cursor. */
export function cursorAt(list: string, position: string | number): string {
  return Buffer.from(JSON.stringify([list, position])).toString("base64url");
}

/**
 * The position in a cursor of the list; null when there is no cursor.
 *
 * @throws AppError `validation-failed` when the cursor is not one that this list gave
 */
export function positionIn(list: string, cursor: string | undefined): string | number | null {
  if (cursor === undefined) return null;
  const read = readCursor(cursor);
  if (Array.isArray(read) && read.length === 2 && read[0] === list) {
    const position: unknown = read[1];
    if (typeof position === "string" || (typeof position === "number" && Number.isSafeInteger(position)))
      return position;
  }
  throw wrongCursor();
}

function wrongCursor(): AppError {
  return new AppError("validation-failed", "The cursor is not one of this list.", {
    issues: [
      {
        pointer: "/cursor",
        code: "wrong-cursor",
        message: "The cursor was not given by this list.",
        remedy: "Send `nextCursor` of the page before unchanged, or leave it out to begin at the start.",
      },
    ],
  });
}

/** Like `positionIn` for lists that are ordered by a number. */
export function numberIn(list: string, cursor: string | undefined): number | null {
  const position = positionIn(list, cursor);
  if (position === null || typeof position === "number") return position;
  throw wrongCursor();
}

/** Like `positionIn` for lists that are ordered by a name. */
export function textIn(list: string, cursor: string | undefined): string | null {
  const position = positionIn(list, cursor);
  if (position === null || typeof position === "string") return position;
  throw wrongCursor();
}

/** Like `positionIn` for lists whose position is an entry's UUID. */
export function idIn(list: string, cursor: string | undefined): string | null {
  const position = textIn(list, cursor);
  if (position === null || z.uuid().safeParse(position).success) return position;
  throw wrongCursor();
}

/** Like `positionIn` for lists that are ordered by a whole number and, where that is equal, by a text: `123 text`. */
export function pairIn(list: string, cursor: string | undefined): string | null {
  const position = textIn(list, cursor);
  if (position === null || /^\d{1,18} \S+$/.test(position)) return position;
  throw wrongCursor();
}

/** Cuts what was read with one entry too many into a page. */
export function cutPage<T>(list: string, entries: readonly T[], limit: number, position: (last: T) => string | number) {
  const items = entries.slice(0, limit);
  const last = items.at(-1);
  const nextCursor = entries.length > limit && last !== undefined ? cursorAt(list, position(last)) : null;
  return { items, nextCursor };
}

function readCursor(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}
