import type { Attachment, Post, RawPost } from "../model/post.ts";
import { redact } from "./redact.ts";

/** A post as it may be stored: redacted, and with ids of ours. */
export function redactPost(raw: RawPost, id: string, personId: string): Post {
  const {
    author: _author,
    written: _written,
    mentionsUs: _mentions,
    toSomebody: _toSomebody,
    repliesTo: _repliesTo,
    opens: _opens,
    conversationOwnerId: _owner,
    readImages: _readImages,
    ...kept
  } = raw;
  const title = redact(raw.title);
  const text = redact(raw.text);
  return {
    ...kept,
    id,
    personId,
    title: title.text,
    text: text.text,
    removed: [...title.removed, ...text.removed],
    attachments: raw.attachments.map(redactFile),
    tags: [...raw.tags],
    editedAt: null,
    deletedAt: null,
  };
}

function redactFile(file: Attachment): Attachment {
  const name = redact(file.name).text;
  if (file.text === null) return { ...file, name };
  const { text, removed } = redact(file.text);
  return { ...file, name, text, ...(removed.length > 0 ? { removed: [...removed] } : {}) };
}
