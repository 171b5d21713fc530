import { createHash } from "node:crypto";
import type { ImportedPost } from "../../integrations/imports/imported-post.ts";
import { IMPORT, type ImportedAsk } from "../../triage/intake/import-post.ts";
import type { RawPost } from "../../triage/model/post.ts";
import { redact } from "../../triage/redact/redact.ts";

const LONGEST_TITLE = 300;

/** A post from a file as an ask of ours: the same post gets the same ids whenever it is read. */
export function toAsk(post: ImportedPost, now: number): ImportedAsk & { readonly key: string } {
  const key = keyOf(post);
  const author = post.author ?? { id: `unknown:${key}`, name: "somebody" };
  const fromDiscord = post.format === "discord";
  const messages = partsOf(post).map(
    (text, part): RawPost => ({
      source: IMPORT,
      sourceId: part === 0 ? key : `${key}.${part}`,
      // Routing rules may name a channel; nothing can be said in one by this name.
      placeId: post.channel ?? IMPORT,
      conversationId: null,
      authorSourceId: fromDiscord ? author.id : `${post.format}:${author.id}`,
      authorName: author.name,
      title: part === 0 ? post.title.slice(0, LONGEST_TITLE) : "",
      text,
      attachments:
        part === 0
          ? post.attachments.map(({ name, size }) => ({
              name,
              size,
              contentType: null,
              text: null,
            }))
          : [],
      tags: [...post.tags],
      permalink: post.url ?? post.where,
      postedAt: post.postedAt ?? now,
      author: { bot: false, roles: [], optedOut: false },
      written: true,
      mentionsUs: false,
      opens: part === 0,
      conversationOwnerId: null,
    }),
  );
  return {
    key,
    messages,
    // Whoever has the bot forget them on Discord is forgotten here as well.
    personSource: fromDiscord ? "discord" : IMPORT,
    ...(fromDiscord && post.id !== null
      ? { mayBeKnownAs: { source: "discord", sourceId: post.id } }
      : {}),
  };
}

/** Ids of forums and repositories last; rows of one's own are often just numbered, so words count. */
function keyOf({ format, id, url, channel, title, text }: ImportedPost): string {
  if (format === "discord" && id !== null) return `discord:${id}`;
  const place = url ?? (id === null ? null : `${channel ?? ""}#${id}`);
  if (format !== "rows" && place !== null) return `${format}:${shortHash(place)}`;
  return `rows:${shortHash(JSON.stringify([id, title, text]))}`;
}

/**
 * Where a credential may reach over the end of a message, the bundle is taken as one text: of a key
 * whose first half is recognised alone, the second half would stand.
 */
function partsOf({ parts }: ImportedPost): readonly string[] {
  const whole = parts.join("");
  return parts.length > 1 && redact(whole).leakedCredential ? [whole] : parts;
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 24);
}
