import { createHash, randomBytes } from "node:crypto";
import type pg from "pg";
import { ImageContent } from "../../contract/index.ts";
import type { ContentLinks } from "../../image/ports.ts";

const LIFE = "1 day";
const TOKEN = /^[\w-]{43}$/;

/**
 * Links to contents in PostgreSQL. The secret is in the address alone; a link ends with its purpose, or after a day.
 *
 * @param addressOf where the service hands out a content under this secret and file name
 */
export function makeImageLinkStore(
  pool: Pick<pg.Pool, "query">,
  addressOf: (token: string, file: string) => string,
): ContentLinks {
  return {
    async open(purpose, content) {
      const token = randomBytes(32).toString("base64url");
      await pool.query(
        `insert into image_link (purpose, token_hash, content, expires_at) values ($1, $2, $3, now() + interval '${LIFE}')
         on conflict (purpose) do update set token_hash = excluded.token_hash, content = excluded.content,
           expires_at = excluded.expires_at`,
        [purpose, hashOf(token), JSON.stringify(content)],
      );
      // CloudStack judges an image by the end of its address.
      return addressOf(token, `image.${content.format === "raw" ? "img" : content.format}`);
    },

    async close(purpose) {
      await pool.query("delete from image_link where purpose = $1 or expires_at < now()", [purpose]);
    },

    async find(token) {
      if (!TOKEN.test(token)) return null;
      const { rows } = await pool.query<{ content: unknown }>(
        "select content from image_link where token_hash = $1 and expires_at > now()",
        [hashOf(token)],
      );
      return rows[0] === undefined ? null : ImageContent.parse(rows[0].content);
    },
  };
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
