import { wordShare } from "../answers/ask-words.ts";
import type { PlannedAction } from "../model/action.ts";
import type { Case } from "../model/case.ts";
import type { Classification } from "../model/classification.ts";
import type { Passage, PassageHit } from "../model/passage.ts";
import type { Policy } from "../model/policy.ts";
import type { Step } from "../model/step.ts";
import { conversationSerial } from "../perform/perform.ts";
import { maySpeak } from "../perform/speak.ts";
import { wasSaid } from "../perform/spoken.ts";

/** As many links as are posted at the most. */
export const LINKS = 3;
/** An ask with less of its words in the best passage is about something else. */
const CLOSE_FROM = 0.4;

/** Whether links may be posted for such an ask at all: switched on, in a forum, for an open question. */
export function mayHaveLinks(
  known: Pick<Case, "ticket" | "actions">,
  { kind, lane }: Pick<Classification, "kind" | "lane">,
  policy: Policy,
): boolean {
  return (
    policy.acts["related-links"] === "auto" &&
    policy.places[known.ticket.placeId] === "forum" &&
    lane === "open" &&
    (kind === "question" || kind === "docs") &&
    known.ticket.publicMessages === 0 &&
    !known.ticket.part &&
    !wasSaid(known, "related") &&
    maySpeak({ ...known.ticket, kind, lane }, policy).may
  );
}

/** The message with links, said unless the ticket has something better to say at once. */
export function linking(
  known: Case,
  links: readonly Passage[],
  planned: readonly PlannedAction[],
  { now, ids }: Step,
): PlannedAction[] {
  const speaks = planned.some(({ deed }) => deed.do === "say" || deed.do === "restate");
  if (links.length === 0 || speaks) return [];
  return [
    {
      id: ids(),
      act: "related-links",
      public: true,
      deed: {
        do: "say",
        say: {
          say: "related",
          code: known.ticket.code,
          links: links.map(({ id, pageTitle, url }) => ({ title: pageTitle, url, passageId: id })),
        },
      },
      serial: conversationSerial(known),
      notBefore: now,
    },
  ];
}

/** Takes the message with links away once there is something better; it makes room for it. */
export function unlinking(known: Case, { now, ids }: Step): PlannedAction[] {
  const messageId = linksStanding(known);
  if (messageId === null) return [];
  return [
    {
      id: ids(),
      act: null,
      public: true,
      deed: { do: "unsay", messageId },
      serial: conversationSerial(known),
      notBefore: now,
    },
  ];
}

/** The message that shows links now; null when there is none, or it was edited to something else. */
function linksStanding({ actions }: Case): string | null {
  const said = actions.find(
    ({ deed, state }) => state === "done" && deed.do === "say" && deed.say.say === "related",
  );
  if (!said?.externalRef) return null;
  const replaced = actions.some(
    ({ deed, state }) =>
      (deed.do === "restate" && state === "done" && deed.messageId === undefined) ||
      ((deed.do === "unsay" || deed.do === "retract") && deed.messageId === said.externalRef),
  );
  return replaced ? null : said.externalRef;
}

type Ask = { readonly title: string; readonly text: string };

/**
 * The best passage of each of the best pages, when the first stands out from the second.
 * @param leadFrom by which share of its score the first has to be ahead
 */
export function relatedTo(
  ask: Ask,
  hits: readonly PassageHit[],
  leadFrom: number,
): readonly Passage[] {
  const links = linksFrom(hits);
  const [first] = links;
  if (!first || leadOf(links) < leadFrom || closeness(ask, first.passage) < CLOSE_FROM) return [];
  return links.map(({ passage }) => passage);
}

/** By which share of its score the best page is ahead of the next; 1 when it is alone. */
export function leadOf([first, second]: readonly PassageHit[]): number {
  return first && first.score > 0 ? 1 - (second?.score ?? 0) / first.score : 0;
}

/** The best passage of each of the best pages. */
export function linksFrom(hits: readonly PassageHit[]): readonly PassageHit[] {
  const pages = new Map<string, PassageHit>();
  for (const hit of hits) {
    const { source, page } = hit.passage;
    const key = `${source} ${page}`;
    if (!pages.has(key)) pages.set(key, hit);
  }
  return [...pages.values()].slice(0, LINKS);
}

function closeness({ title, text }: Ask, { pageTitle, breadcrumbs, page, text: said }: Passage) {
  return wordShare(title === "" ? text : title, [pageTitle, ...breadcrumbs, page, said].join("\n"));
}
