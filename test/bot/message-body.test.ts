import { REST } from "discord.js";
import { expect, it } from "vitest";
import { createClient } from "../../src/bot/discord/client.ts";
import { editedMessage, newMessage } from "../../src/bot/render/message-body.ts";

const MESSAGE = { content: "@everyone <@1> <@&2>", embeds: [], components: [], files: [] };
const NOBODY = { parse: [], replied_user: false };

it("pings nobody, whatever a message or an edit of it says", () => {
  expect(newMessage(MESSAGE, "an id").body.allowed_mentions).toEqual(NOBODY);
  expect(editedMessage(MESSAGE).body.allowed_mentions).toEqual(NOBODY);
});

it("pings nobody in the answers that discord.js sends to interactions", async () => {
  const client = createClient(new REST());
  expect(client.options.allowedMentions).toEqual({ parse: [], repliedUser: false });
  await client.destroy();
});

it("is one message when it is sent twice", () => {
  expect(newMessage(MESSAGE, "an id").body).toMatchObject({ nonce: "an id", enforce_nonce: true });
});
