import type { ImportedPost } from "../integrations/imports/imported-post.ts";
import type { RawPost } from "../triage/model/post.ts";
import { redact } from "../triage/redact/redact.ts";

/** A post from a file as the bot would have seen it arrive: each message of a bundle by itself. */
export function toRawPosts(post: ImportedPost, number: number, now: number): RawPost[] {
  const author = post.author ?? { id: `author-${number}`, name: "somebody" };
  return messages(post.parts).map((text, part) => ({
    source: "trial",
    sourceId: `${number}.${part}`,
    placeId: post.channel ?? "posts",
    conversationId: `${number}`,
    authorSourceId: author.id,
    authorName: author.name,
    title: part === 0 ? post.title : "",
    text,
    attachments:
      part === 0
        ? post.attachments.map(({ name, size }) => ({ name, size, contentType: null, text: null }))
        : [],
    tags: [...post.tags],
    permalink: post.url ?? post.where,
    postedAt: post.postedAt ?? now,
    author: { bot: false, roles: [], optedOut: false },
    written: true,
    mentionsUs: false,
    opens: part === 0,
    conversationOwnerId: author.id,
  }));
}

/**
 * Where a credential may reach over the end of a message, the bundle is taken as one text: of a key
 * whose first half is recognised alone, the second half would stand.
 */
function messages(parts: readonly string[]): readonly string[] {
  const whole = parts.join("");
  return parts.length > 1 && redact(whole).leakedCredential ? [whole] : parts;
}
