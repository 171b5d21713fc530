import type { RawFile, RESTPostAPIChannelMessageJSONBody } from "discord.js";
import type { Rendered } from "./rendered.ts";

/** Nobody is ever pinged by what the bot writes. */
export const NO_MENTIONS = { parse: [], replied_user: false } as const;

type Request = { readonly body: RESTPostAPIChannelMessageJSONBody; readonly files: RawFile[] };

/** A new message; Discord makes one message of it even if it is sent twice within minutes. */
export function newMessage(message: Rendered, actionId: string): Request {
  const { body, files } = editedMessage(message);
  return { body: { ...body, nonce: actionId, enforce_nonce: true }, files };
}

/** Everything of a message, so that an edit leaves nothing of the old one standing. */
export function editedMessage(message: Rendered): Request {
  return {
    body: {
      content: message.content,
      embeds: [...message.embeds],
      components: [...message.components],
      allowed_mentions: { ...NO_MENTIONS, parse: [] },
      attachments: message.files.map(({ name }, index) => ({
        id: String(index),
        filename: name,
      })),
    },
    files: message.files.map(({ name, text }) => ({
      name,
      data: Buffer.from(text),
      contentType: "text/markdown",
    })),
  };
}
