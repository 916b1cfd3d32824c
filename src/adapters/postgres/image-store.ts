import type pg from "pg";
import type { CopyNote, ImageNote, ImageStore } from "../../image/ports.ts";
import { AppError } from "../../kernel/app-error.ts";
import { isDuplicate } from "./database-problem.ts";
import { imageOf, SELECT_IMAGE } from "./image-row.ts";

const COLUMNS: Readonly<Record<string, string>> = {
  name: "name",
  tags: "tags",
  shared: "shared",
  hidden: "hidden",
  status: "status",
  url: "url",
  sizeBytes: "size_bytes",
  receivedBytes: "received_bytes",
  percent: "percent",
  content: "content",
  problem: "problem",
  mark: "mark",
  cloudImageId: "cloud_image_id",
  labelDue: "label_due",
  tries: "tries",
};
const JSON_COLUMNS = new Set(["content", "problem"]);
/** What a worker has to do something about. */
const IS_DUE = `(image.status in ('fetching', 'checking')
  or image.status = 'ready' and exists (select from image_copy copy where copy.image_id = image.id
       and (copy.not_before is null or copy.not_before <= now())
       and (copy.status in ('queued', 'sending', 'removing') or copy.status = 'active' and copy.label_due))
  or image.status = 'removing' and not exists (select from image_copy copy
       where copy.image_id = image.id and copy.not_before > now()))`;

/** Images in PostgreSQL, over the service's own pool: they belong to the site and to no account. */
export function makeImageStore(pool: Pick<pg.Pool, "query">): ImageStore {
  async function changed(text: string, values: readonly unknown[]): Promise<boolean> {
    return ((await pool.query(text, [...values])).rowCount ?? 0) > 0;
  }

  return {
    async list() {
      const { rows } = await pool.query(`${SELECT_IMAGE} order by image.name`);
      return rows.map(imageOf);
    },

    async find(id) {
      const { rows } = await pool.query(`${SELECT_IMAGE} where image.id = $1`, [id]);
      return rows[0] === undefined ? null : imageOf(rows[0]);
    },

    async create(image) {
      await refuseDuplicate(image.name, () =>
        pool.query(
          `insert into image (id, home, name, os, status, format, convert_to, url, source, size_bytes, sha256, tags,
                              shared, created_by, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
          [
            ...[image.id, image.home, image.name, image.os === null ? null : JSON.stringify(image.os), image.status],
            ...[image.format, image.convertTo, image.url, image.source, image.sizeBytes, image.sha256],
            ...[image.tags, image.shared, image.createdBy, image.createdAt],
          ],
        ),
      );
    },

    async relabel(id, label) {
      const { text, values } = assignments(label, 2);
      if (text === "") return;
      await refuseDuplicate(label.name ?? "", () =>
        pool.query(
          `with told as (update image_copy set label_due = true, tries = 0, not_before = null where image_id = $1)
           update image set ${text} where id = $1`,
          [id, ...values],
        ),
      );
    },

    async want(id, clouds) {
      for (const { cloudId, mark } of clouds) {
        await pool.query(
          `insert into image_copy (image_id, cloud_id, mark) values ($1, $2, $3)
           on conflict (image_id, cloud_id) do update
             set status = 'queued', tries = 0, not_before = null, problem = null where image_copy.status = 'failed'`,
          [id, cloudId, mark],
        );
      }
    },

    async advance(id, from, note) {
      const { text, values } = assignments(note, 3);
      return changed(`update image set ${text} where id = $1 and status = any($2)`, [id, from, ...values]);
    },

    async remove(id) {
      await pool.query(
        `with out as (update image_copy set not_before = null, tries = 0 where image_id = $1)
         update image set status = 'removing', percent = 0 where id = $1`,
        [id],
      );
    },

    async claimNext(workerId, home, leaseSeconds) {
      const { rows } = await pool.query<{ id: string; claim_epoch: number }>(
        `update image set claim_epoch = claim_epoch + 1, claimed_by = $1,
                          claimed_until = now() + $3 * interval '1 second'
          where id = (select id from image where home = $2 and (claimed_until is null or claimed_until < now())
                         and ${IS_DUE}
                       order by created_at, id limit 1 for update skip locked)
          returning id, claim_epoch`,
        [workerId, home, leaseSeconds],
      );
      const claimed = rows[0];
      if (claimed === undefined) return null;
      const found = await pool.query(`${SELECT_IMAGE} where image.id = $1`, [claimed.id]);
      return { record: imageOf(found.rows[0]), epoch: claimed.claim_epoch };
    },

    renewClaim: (id, epoch, leaseSeconds) =>
      changed(`update image set claimed_until = now() + $3 * interval '1 second' where id = $1 and claim_epoch = $2`, [
        id,
        epoch,
        leaseSeconds,
      ]),

    note(id, epoch, note) {
      const { text, values } = assignments(note, 3);
      return changed(`update image set ${text} where id = $1 and claim_epoch = $2 and status <> 'removing'`, [
        ...[id, epoch],
        ...values,
      ]);
    },

    async keepAfterAll(id, epoch) {
      await pool.query(
        "update image set status = 'ready', percent = 100 where id = $1 and claim_epoch = $2 and status = 'removing'",
        [id, epoch],
      );
    },

    noteCopy(id, epoch, cloudId, { restSeconds, ...note }) {
      const { text, values } = assignments(note, 5);
      return changed(
        `update image_copy copy
            set not_before = case when $4::numeric = 0 then null else now() + $4 * interval '1 second' end
                ${text === "" ? "" : `, ${text}`}
           from image where image.id = $1 and image.claim_epoch = $2 and copy.image_id = $1 and copy.cloud_id = $3`,
        [id, epoch, cloudId, restSeconds ?? 0, ...values],
      );
    },

    async forgetCopy(id, epoch, cloudId) {
      await pool.query(
        `delete from image_copy using image where image.id = $1 and image.claim_epoch = $2
            and image_copy.image_id = $1 and image_copy.cloud_id = $3`,
        [id, epoch, cloudId],
      );
    },

    async forget(id, epoch) {
      await pool.query("delete from image where id = $1 and claim_epoch = $2", [id, epoch]);
    },

    isShared: async (id, sha256) =>
      (await pool.query("select from image where id <> $1 and content ->> 'sha256' = $2 limit 1", [id, sha256])).rows
        .length > 0,

    async plannedOn(cloudImageIds) {
      const { rows } = await pool.query<{ name: string }>(
        `select distinct workspace.name
           from workspace
           join lateral (select deployment_plan from revision where workspace_id = workspace.id
                          order by number desc limit 1) latest on true
           join lateral json_array_elements(latest.deployment_plan -> 'sites') site on true
          where coalesce(site -> 'image' ->> 'id', site -> 'template' ->> 'id') = any($1) order by workspace.name`,
        [cloudImageIds],
      );
      return rows.map(({ name }) => name);
    },

    async bytesTaken(home) {
      const { rows } = await pool.query<{ bytes: string }>(
        `select coalesce(sum(coalesce((content ->> 'sizeBytes')::bigint, size_bytes, 0)), 0) as bytes
           from image where home = $1 and status <> 'failed'`,
        [home],
      );
      return Number(rows[0]?.bytes ?? 0);
    },
  };
}

/** `name = $3, tags = $4`, and the values for it; only what is named is changed. */
function assignments(note: ImageNote | CopyNote | object, first: number) {
  const given = Object.entries(note).filter(([field, value]) => field in COLUMNS && value !== undefined);
  return {
    text: given.map(([field], index) => `${COLUMNS[field]} = $${first + index}`).join(", "),
    values: given.map(([field, value]) =>
      JSON_COLUMNS.has(field) && value !== null ? JSON.stringify(value) : (value as unknown),
    ),
  };
}

async function refuseDuplicate(name: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    throw new AppError("name-taken", `There is an image "${name}" already.`, { name }, { cause: error });
  }
}
