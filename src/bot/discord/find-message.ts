import { type REST, Routes } from "discord.js";
import { z } from "zod";
import { MINUTE } from "../../triage/model/clock.ts";
import { parseCustomId } from "../presses/custom-id.ts";
import { idInMarker } from "./marker.ts";
import { compareSnowflakes, snowflakeAt } from "./snowflake.ts";

const Found = z.object({
  id: z.string(),
  author: z.object({ id: z.string() }),
  embeds: z.array(
    z.object({
      url: z.string().optional(),
      footer: z.object({ text: z.string() }).optional(),
    }),
  ),
  components: z.array(z.unknown()).optional(),
});
type Found = z.infer<typeof Found>;

const Row = z.object({ components: z.array(z.unknown()) });
const Pressable = z.object({ custom_id: z.string() });

const PAGE = 100;
const PAGES = 20;

/**
 * Our own message that carries an id, among those since then: in a button's `custom_id`, or in
 * the address of an embed without a title; in older messages, as a word of an embed's footer.
 * Discord's search lags and its nonces are forgotten; this reads what stands.
 */
export async function findMessage(
  rest: REST,
  where: { readonly channelId: string; readonly authorId: string },
  id: string,
  since: number,
): Promise<string | null> {
  // Clocks differ; a minute earlier costs nothing.
  let after = snowflakeAt(since - MINUTE);
  for (let page = 0; page < PAGES; page += 1) {
    const query = new URLSearchParams({ limit: String(PAGE), after });
    const answer = await rest.get(Routes.channelMessages(where.channelId), { query });
    const messages = z.array(Found).parse(answer);
    const ours = messages.find(
      (message) => message.author.id === where.authorId && carries(message, id),
    );
    if (ours) return ours.id;
    if (messages.length < PAGE) return null;
    after =
      messages
        .map((message) => message.id)
        .toSorted(compareSnowflakes)
        .at(-1) ?? after;
  }
  return null;
}

function carries(message: Found, id: string): boolean {
  const isInEmbed = message.embeds.some(
    // An action may stay claimed across an upgrade: what it said before is not to be said again.
    ({ url, footer }) => idInMarker(url) === id || footer?.text.split(" ").includes(id),
  );
  if (isInEmbed) return true;
  return (message.components ?? []).some((row) =>
    (Row.safeParse(row).data?.components ?? []).some((component) => {
      const text = Pressable.safeParse(component).data?.custom_id;
      return text !== undefined && parseCustomId(text)?.id === id;
    }),
  );
}
