import type { APIEmbed } from "discord.js";
import type { ButtonRow } from "./buttons.ts";

/** Discord's documented limits, in characters. */
export const LIMITS = { content: 2_000, embed: 4_096, embedsTotal: 6_000 } as const;

/** One message as Discord takes it, new or edited; files go along as attachments. */
export type Rendered = {
  readonly content: string;
  readonly embeds: readonly APIEmbed[];
  readonly components: readonly ButtonRow[];
  readonly files: readonly { readonly name: string; readonly text: string }[];
};
