import { attempt } from "../decide/attempt.ts";
import type { Case } from "../model/case.ts";
import type { PassageIndex } from "../ports/docs.ts";
import type { EngineFailure, Translator } from "../ports/engines.ts";
import { redactBundle } from "../redact/redact-bundle.ts";
import { type CardDeps, readCard } from "../review/read-card.ts";
import { foreignLanguage, STAFF_LANGUAGE } from "./foreign-language.ts";
import { provenanceOf } from "./provenance.ts";

/** What a reviewer gets who asks for the post of a card in their own language. */
export type Translation =
  | {
      readonly type: "translated";
      /** The language's name, such as German. */
      readonly from: string;
      readonly original: string;
      readonly translation: string;
      /** Whether the post is longer than what was translated. */
      readonly cut: boolean;
      readonly model: string;
    }
  | EngineFailure
  /** By now the post is gone, or in the staff's language, or nobody is there to translate it. */
  | { readonly type: "nothing" };

/** What fits one message beside its translation, which may be longer. */
const LONGEST = 2_400;

/**
 * The language that a translation would be made from: null when the post is in the staff's own, is
 * gone, is of somebody who wants no bot, or when no engine translates.
 */
export function translatableFrom(
  { classification, ticket, posts }: Case,
  translator: Translator | undefined,
): string | null {
  if (!translator || !classification || ticket.silence === "opted-out") return null;
  if (ticket.state === "withdrawn" || wordsOf(posts) === "") return null;
  return foreignLanguage(classification.language);
}

/**
 * Translates the post of a card for whoever reviews it. Nothing is kept: who asks again pays again,
 * and no copy outlives the post.
 * @returns null when the card is gone
 */
export async function translatePost(
  communityId: string,
  cardId: string,
  deps: CardDeps & {
    readonly translator?: Translator;
    readonly passages: Pick<PassageIndex, "version">;
  },
): Promise<Translation | null> {
  const lead = (await readCard(communityId, cardId, deps))?.found.cases[0];
  if (!lead) return null;
  const { translator } = deps;
  const from = translatableFrom(lead, translator);
  if (!translator || !lead.classification || from === null) return { type: "nothing" };
  const whole = wordsOf(lead.posts);
  const original = whole.slice(0, LONGEST).toWellFormed();
  const who = {
    communityId,
    ticketId: lead.ticket.id,
    personId: lead.posts[0]?.personId ?? null,
    purpose: "triage",
    under: await provenanceOf(await deps.policyOf(communityId), deps.passages),
  } as const;
  const { language } = lead.classification;
  const made = await attempt(() =>
    translator.translate({ text: original, from: language, to: STAFF_LANGUAGE, who }),
  );
  if (made.type === "failed") return made;
  return {
    type: "translated",
    from,
    original,
    translation: made.text,
    cut: whole.length > original.length,
    model: made.stamp.model,
  };
}

/** Title and words of the posts that stand, without their files. */
function wordsOf(posts: Case["posts"]): string {
  const standing = redactBundle(posts).posts.filter(({ deletedAt }) => deletedAt === null);
  const title = standing.find((post) => post.title !== "")?.title ?? "";
  const parts = [title, ...standing.map(({ text }) => text.trim())];
  return parts.filter((part) => part !== "").join("\n\n");
}
