import { fenced } from "../triage/defuse.ts";
import { detailWords } from "../triage/details.ts";
import type { Progress, Say } from "../triage/say.ts";
import { type ButtonRow, button, row } from "./buttons.ts";
import { defuseOwnText, defuseText, hostsOf, inlineText, quietLink } from "./defuse.ts";
import { LIMITS, type Rendered } from "./rendered.ts";
import { cutMarkdown } from "./split.ts";
import { staffTexts } from "./staff-texts.ts";
import { texts } from "./texts.ts";

/** Turns what is said into one message; `actionId` is carried where `Conversation.find` sees it. */
export function renderSay(say: Say, actionId: string): Rendered {
  const components = buttonsOf(say, actionId);
  const message = oneMessage(wordsOf(say));
  if (components.length > 0) return { ...message, components };
  // What has no button carries the id in an embed's footer.
  const footer = { text: actionId };
  return { ...message, components, embeds: [{ ...message.embeds[0], footer }] };
}

function wordsOf(say: Say): string {
  switch (say.say) {
    case "answer":
      return answerWords(say);
    case "ask":
      return lines(
        say.details.every((detail) => detail.endsWith("?")) ? texts.askBack : texts.ask,
        ...say.details.map((detail) => `- ${inlineText(detailWords(detail))}`),
        `-# ${texts.howToAdd} ${texts.reference(say.code)}`,
      );
    case "redirect":
      return lines(defuseOwnText(say.text), `-# ${texts.reference(say.code)}`);
    case "filed":
      return lines(
        texts.filed(whereIs(say)),
        say.reporters > 1 && texts.reporters(say.reporters),
        ...progressLines(say.progress),
        say.url !== null && `-# ${texts.reference(say.code)}`,
      );
    case "linked":
      return lines(
        texts.linked(whereIs(say)),
        ...progressLines(say.progress),
        say.url !== null && `-# ${texts.reference(say.code)}`,
      );
    case "fixed":
      return lines(
        texts.fixed(whereIs(say)),
        say.release !== null && texts.release(inlineText(say.release)),
        say.askBack && texts.worksNow,
        say.reported !== undefined && `-# ${texts.youAsked} ${quietLink(say.reported)}`,
      );
    case "closed":
      return lines(
        texts.closed(say.reason, say.code),
        quoted(say.words),
        say.reported !== undefined && `-# ${texts.youAsked} ${quietLink(say.reported)}`,
      );
    case "team-asks":
      return lines(
        texts.teamAsks,
        quoted(say.words),
        `-# ${texts.howToAdd} ${texts.reference(say.code)}`,
      );
    case "team-tells":
      return lines(texts.teamTells, quoted(say.words), `-# ${texts.reference(say.code)}`);
    case "withdrawn":
      return lines(
        texts.withdrawn,
        say.words !== null && defuseText(say.words),
        `-# ${texts.reference(say.code)}`,
      );
    case "leaked-credential":
      return lines(
        texts.leaked(say.types.map(inlineText).join(", "), inlineText(say.community)),
        say.pages.length > 0 && texts.leakedPages,
        ...say.pages.map((page) => `- ${quietLink(page)}`),
        `-# ${texts.leakedKept}`,
      );
    case "private-note":
      return texts.privateNote;
    case "related":
      return lines(
        texts.related,
        ...say.links.map(({ title, url }) => `- ${inlineText(title)} ${quietLink(url)}`),
        `-# ${texts.relatedOrigin} ${texts.reference(say.code)}`,
      );
    case "gap-closed":
      return lines(
        staffTexts.gapClosed(say.code, say.asks),
        inlineText(say.title),
        `${inlineText(say.page.title)} ${quietLink(say.page.url)}`,
      );
    case "announcement":
      return lines(
        texts.announced(say.release === null ? null : inlineText(say.release)),
        ...say.links.map(({ title, url }) => `- ${inlineText(title)} ${quietLink(url)}`),
        `-# ${texts.announcedReports(say.reports)}`,
      );
    case "engine-notice":
      return lines(
        staffTexts.engineNotice(inlineText(say.because)),
        `${staffTexts.engineFirst(say.code)} ${quietLink(say.permalink)}`,
      );
    case "alert":
      return lines(
        staffTexts.alert(say.code, say.lane),
        defuseText(say.what),
        quietLink(say.permalink),
      );
  }
}

/** How far the team is, where the community wants it told. */
function progressLines(progress: Progress | undefined): string[] {
  if (!progress) return [];
  const { milestone, assigned, labels } = progress;
  return [
    ...(milestone === null ? [] : [texts.milestone(inlineText(milestone))]),
    ...(assigned ? [texts.assigned] : []),
    ...labels.map((words) => defuseText(words)),
  ];
}

function answerWords(say: Extract<Say, { say: "answer" }>): string {
  const hosts = hostsOf(say.sources.map((source) => source.url));
  const claims = say.claims.map(({ text, sources }) => {
    const cited = [...new Set(sources)].filter((n) => n >= 1 && n <= say.sources.length);
    const numbers = cited.map((number) => `[${number}]`).join("");
    // A number after a code block's last fence would become part of it.
    const joint = text.trimEnd().endsWith("```") ? "\n" : " ";
    return `${defuseText(text, hosts).trim()}${numbers === "" ? "" : `${joint}${numbers}`}`;
  });
  const ownCode = (say.ownCode ?? []).map((code) => fenced(code));
  const sources = say.sources.map(
    ({ title, url }, index) => `[${index + 1}] ${inlineText(title)} ${quietLink(url)}`,
  );
  return [
    texts.answerFrom(say.extractive),
    claims.join("\n\n"),
    ownCode.length > 0 && lines(texts.answerOwnCode, ...ownCode),
    say.unanswered.length > 0 &&
      lines(texts.answerGaps, ...say.unanswered.map((part) => `- ${inlineText(part)}`)),
    sources.join("\n"),
    `-# ${texts.answerOrigin(say, say.checked)} ${texts.reference(say.code)}`,
  ]
    .filter((part) => part !== false && part !== "")
    .join("\n\n");
}

function buttonsOf(say: Say, id: string): readonly ButtonRow[] {
  const { buttons } = texts;
  const person = button("person", buttons.person, id);
  switch (say.say) {
    case "answer":
      return [
        row(button("helped", buttons.helped, id), button("wrong", buttons.wrong, id), person),
      ];
    case "related":
      return [row(button("solved", buttons.solved, id), person)];
    case "ask":
    case "team-asks":
      return [row(button("details", buttons.details, id, { style: "main" }), person)];
    case "filed":
    case "linked":
      return [
        row(
          button("correct", buttons.correct, id),
          button("withdraw", buttons.withdraw, id),
          button("tell-me", buttons.tellMe, id),
        ),
      ];
    case "fixed":
      return say.askBack
        ? [row(button("works", buttons.works, id), button("broken", buttons.broken, id))]
        : [row(person)];
    case "closed":
      return say.reported === undefined ? [row(person)] : [];
    case "redirect":
    case "team-tells":
    case "withdrawn":
      return [row(person)];
    case "private-note":
      return [row(button("read-note", buttons.readNote, id))];
    case "leaked-credential":
    case "announcement":
    case "alert":
    case "engine-notice":
    case "gap-closed":
      return [];
  }
}

/** Members see a private repository's issue by its code only. */
function whereIs(say: { readonly code: string; readonly url: string | null }): string {
  return say.url === null ? say.code : quietLink(say.url);
}

function quoted(words: string): string {
  return defuseText(words).trim().replace(/^/gm, "> ");
}

function lines(...parts: readonly (string | false)[]): string {
  return parts.filter((part) => part !== false).join("\n");
}

/** One message whatever the length: content, then an embed, then a file with all of it. */
function oneMessage(text: string): Pick<Rendered, "content" | "embeds" | "files"> {
  const first = cutMarkdown(text, LIMITS.content);
  if (first.rest === "") return { content: first.head, embeds: [], files: [] };
  if (first.rest.length <= LIMITS.embed) {
    return { content: first.head, embeds: [{ description: first.rest }], files: [] };
  }
  const note = `\n-# ${texts.restIsAttached}`;
  const { head } = cutMarkdown(text, LIMITS.content - note.length);
  return { content: head + note, embeds: [], files: [{ name: texts.attachedName, text }] };
}
