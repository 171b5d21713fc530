import {
  type APIActionRowComponent,
  type APIComponentInMessageActionRow,
  type APIEmbed,
  type APISelectMenuOption,
  ComponentType,
} from "discord.js";
import { type Candidate, targetKey } from "../../triage/model/candidate.ts";
import { Kind, Lane } from "../../triage/model/classification.ts";
import type { Route } from "../../triage/model/policy.ts";
import type { CardDetails, Person } from "../deps.ts";
import { formatCustomId, type Verb } from "../presses/custom-id.ts";
import { evidenceWords } from "../words/evidence-words.ts";
import { staffTexts } from "../words/staff-texts.ts";
import { button, row } from "./buttons.ts";
import { defuseText, inlineText } from "./defuse.ts";
import { cutMarkdown, oneLine } from "./split.ts";

type Panel = {
  readonly embeds: readonly APIEmbed[];
  readonly components: readonly APIActionRowComponent<APIComponentInMessageActionRow>[];
};

/** Options of a menu, at most. */
const OPTIONS = 25;

/** What stands behind More, for one reviewer's eyes: everything in full, and every other verdict. */
export function renderPanel(details: CardDetails, by: Pick<Person, "sourceId">): Panel {
  const { card, kind, lane, routes, candidates } = details;
  const { selects, panel } = staffTexts;
  const menu = (verb: Verb, label: string, options: readonly APISelectMenuOption[]) =>
    options.length === 0 ? [] : [menuRow(verb, label, card.cardId, card.version, options)];
  return {
    embeds: embedsOf(details),
    components: [
      ...menu("label", selects.label, [
        ...Kind.options.map((one) => option(`kind:${one}`, panel.kind(one, one === kind))),
        ...Lane.options.map((one) => option(`lane:${one}`, panel.lane(one, one === lane))),
      ]),
      ...menu("route", selects.route, routes.map(routeOption)),
      ...menu("link", selects.link, candidates.map(candidateOption)),
      ...buttonsOf(details, by),
    ],
  };
}

/** The route behind a menu's value; null when the config has changed meanwhile. */
export function chosenRoute(routes: readonly Route[], value: string): Route | null {
  return routes.find((route, index) => routeOption(route, index).value === value) ?? null;
}

export function chosenCandidate(candidates: readonly Candidate[], value: string): Candidate | null {
  return candidates.find((candidate) => candidateOption(candidate).value === value) ?? null;
}

/** All embeds of a message together hold 6,000 characters at most. */
const ALL_TOGETHER = 5_900;

function embedsOf(details: CardDetails): APIEmbed[] {
  const { card, post, fullBody, others, reasons } = details;
  const { panel } = staffTexts;
  const narrow = card.reworded !== undefined;
  const texts = [
    `${panel.post}\n${shortened(post, narrow ? 800 : 1_200)}`,
    ...(card.reworded
      ? [
          `${panel.reworded(inlineText(card.reworded.name))}\n${shortened(card.reworded.words, 1_000)}`,
        ]
      : []),
    ...(others.length > 0 ? [`${panel.others}\n${shortened(otherLines(others), 600)}`] : []),
    `${panel.full}\n${shortened(fullBody, narrow ? 1_000 : 1_400)}`,
    ...whyWords(reasons, card.doubt),
  ];
  const taken = texts.reduce((sum, text) => sum + text.length, 0);
  const evidence = cutMarkdown(evidenceOf(details), ALL_TOGETHER - taken).head;
  return [...texts, evidence].map((description) => ({ description }));
}

function whyWords(reasons: readonly string[], doubt: string | null): string[] {
  const why = [...reasons, ...(doubt === null ? [] : [`${staffTexts.card.doubt} ${doubt}`])];
  if (why.length === 0) return [];
  const listed = why.map((one) => `- ${inlineText(oneLine(one, 200))}`).join("\n");
  return [`${staffTexts.panel.why}\n${cutMarkdown(listed, 500).head}`];
}

function evidenceOf({ card, candidates }: CardDetails): string {
  const same = candidates.map(
    ({ title, reasons, score }) =>
      `- ${inlineText(title)} (${score.toFixed(2)}: ${inlineText(reasons.join(", "))})`,
  );
  return [
    ...evidenceWords(card),
    ...(same.length > 0 ? [staffTexts.panel.candidates, shortened(same.join("\n"), 500)] : []),
  ].join("\n");
}

function otherLines(others: readonly string[]): string {
  return others.map((one) => `- ${oneLine(one, 90)}`).join("\n");
}

function shortened(text: string, limit: number): string {
  const { head, rest } = cutMarkdown(defuseText(text), limit);
  return rest === "" ? head : `${head}\n…`;
}

function option(value: string, label: string): APISelectMenuOption {
  return { value, label };
}

function routeOption(route: Route, index: number): APISelectMenuOption {
  return {
    value: oneLine(`${index} ${route.repository}`, 100),
    label: oneLine(`${route.team}: ${route.repository}`, 100),
    description: oneLine(
      [route.as === "advisory" ? "private report" : route.visibility, ...route.labels].join(", "),
      100,
    ),
  };
}

function candidateOption({ target, title, reasons, open }: Candidate): APISelectMenuOption {
  const name =
    target.type === "issue" ? `${target.issue.repository}#${target.issue.number}` : target.code;
  return {
    value: targetKey(target).slice(0, 100),
    label: oneLine(`${name} ${title}`, 100),
    description: oneLine([open ? "open" : "closed", ...reasons].join(", "), 100),
  };
}

function menuRow(
  verb: Verb,
  label: string,
  cardId: string,
  version: number,
  options: readonly APISelectMenuOption[],
): Panel["components"][number] {
  return {
    type: ComponentType.ActionRow,
    components: [
      {
        type: ComponentType.StringSelect,
        custom_id: formatCustomId(verb, cardId, version),
        placeholder: label,
        options: options.slice(0, OPTIONS),
      },
    ],
  };
}

function buttonsOf(
  { card: { cardId: id, version }, claim, translatableFrom }: CardDetails,
  by: Pick<Person, "sourceId">,
): Panel["components"] {
  const { buttons } = staffTexts;
  const mine = claim?.sourceId === by.sourceId;
  return [
    row(
      button("file", buttons.file, id, { version }),
      button("ask-reporter", buttons.askReporter, id, { version }),
      button("redraft", buttons.redraft, id, { version }),
      button("snooze", buttons.snooze, id, { version }),
      button("retract", buttons.retract, id, { version, style: "danger" }),
    ),
    row(
      mine
        ? button("release", buttons.release, id, { version })
        : button("claim", buttons.claim, id, { version }),
      ...(translatableFrom === null
        ? []
        : [button("translate", buttons.translate, id, { version })]),
    ),
  ];
}
