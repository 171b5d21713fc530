import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { type OperationNodeSource, sql } from "kysely";
import { z } from "zod";
import { ImageType } from "../../triage/files/clean-image.ts";
import type { Images, KeptImage } from "../../triage/files/kept-image.ts";
import type { Clock } from "../../triage/model/clock.ts";
import { moment } from "./columns.ts";
import type { Db, Tx } from "./tables.ts";

const Row = z.object({ id: z.string(), type: ImageType, bytes: z.instanceof(Uint8Array) });

/** The bytes of images; see the port for what takes them away. */
export function createImages(db: Db, clock: Clock): Images {
  return {
    async read(communityId, ids) {
      if (ids.length === 0) return [];
      const rows = await db
        .selectFrom("images")
        .select(["id", "type", "bytes"])
        .where("communityId", "=", communityId)
        .where("id", "in", ids)
        .where("keepUntil", ">", moment(clock.now()))
        .execute();
      const byId = new Map(rows.map((row) => [row.id, Row.parse(row)]));
      return ids.flatMap((id) => byId.get(id) ?? []);
    },

    async expire(communityId, now) {
      const gone = await db
        .deleteFrom("images")
        .where("communityId", "=", communityId)
        .where("keepUntil", "<=", moment(now))
        .executeTakeFirst();
      return Number(gone.numDeletedRows);
    },
  };
}

export function insertImages(
  tx: Tx,
  communityId: string,
  images: readonly KeptImage[],
): OperationNodeSource[] {
  return images.map(({ id, postId, type, bytes, keepUntil }) =>
    tx.insertInto("images").values({
      communityId,
      id,
      postId,
      type,
      sha256: createHash("sha256").update(bytes).digest("hex"),
      bytes: Buffer.from(bytes),
      keepUntil: moment(keepUntil),
    }),
  );
}

/** Takes away the images of a post that its attachments no longer name. */
export function dropImages(
  tx: Tx,
  communityId: string,
  postId: string,
  left: readonly string[],
): OperationNodeSource {
  return tx
    .deleteFrom("images")
    .where("communityId", "=", communityId)
    .where("postId", "=", postId)
    .where(sql<boolean>`NOT id = ANY (${left}::text[])`);
}
