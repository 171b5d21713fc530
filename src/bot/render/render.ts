import type { Progress, Say } from "../../triage/model/say.ts";
import { fenced } from "../../triage/text/defuse.ts";
import { listed } from "../../triage/text/listed.ts";
import { toMarker } from "../discord/marker.ts";
import { staffTexts } from "../words/staff-texts.ts";
import { detailIn, type Texts } from "../words/wording.ts";
import { type ButtonRow, button, row } from "./buttons.ts";
import { defuseOwnText, defuseText, hostsOf, inlineText, quietLink } from "./defuse.ts";
import { digestWords } from "./render-digest.ts";
import { LIMITS, type Rendered } from "./rendered.ts";
import { cutMarkdown, oneLine } from "./split.ts";

/**
 * Turns what is said into one message; `actionId` is carried where `Conversation.find` sees it. The
 * sentences around what is said are in its language, as far as there are words in it.
 */
export function renderSay(say: Say, actionId: string, words: Texts): Rendered {
  const message = renderForOne(say, actionId, words);
  return message.components.length > 0 ? message : marked(message, actionId);
}

/** The same for one person's eyes: nobody ever looks for it, so it needs no mark. */
export function renderForOne(say: Say, actionId: string, words: Texts): Rendered {
  const texts = "language" in say ? words.in(say.language) : words;
  const components = buttonsOf(say, actionId, texts);
  return { ...oneMessage(wordsOf(say, texts), texts), components };
}

/** What has no button carries the id with its last line, in an embed; see `toMarker`. */
function marked(message: Rendered, actionId: string): Rendered {
  const url = toMarker(actionId);
  const [embed] = message.embeds;
  if (embed) return { ...message, embeds: [{ ...embed, url }] };
  const at = message.content.lastIndexOf("\n");
  const description = message.content.slice(at + 1);
  return {
    ...message,
    content: message.content.slice(0, Math.max(0, at)),
    embeds: [{ description, url }],
  };
}

function wordsOf(say: Say, texts: Texts): string {
  const reference = (code: string) => texts.say("reference", { code });
  switch (say.say) {
    case "answer":
      return answerWords(say, texts);
    case "ask":
      return lines(
        texts.say(isQuestion(say.details) ? "ask.question" : "ask.details"),
        ...say.details.map((detail) => `- ${inlineText(detailIn(texts, detail))}`),
        `-# ${texts.say("ask.how")} ${reference(say.code)}`,
      );
    case "redirect":
      return lines(defuseOwnText(say.text), `-# ${reference(say.code)}`);
    case "filed":
      return lines(
        texts.say("filed", { where: whereIs(say) }),
        say.reporters > 1 && texts.say("filed.reporters", { count: say.reporters }),
        ...progressLines(say.progress, texts),
        say.files !== undefined &&
          texts.say("filed.files", { files: inlineText(oneLine(listed(say.files), 120)) }),
        say.url !== null && `-# ${reference(say.code)}`,
      );
    case "linked":
      return lines(
        texts.say("linked", { where: whereIs(say) }),
        ...progressLines(say.progress, texts),
        say.url !== null && `-# ${reference(say.code)}`,
      );
    case "fixed":
      return lines(
        texts.say("fixed", { where: whereIs(say) }),
        say.release !== null && texts.say("fixed.release", { release: inlineText(say.release) }),
        say.askBack && texts.say("fixed.works"),
        say.reported !== undefined && `-# ${texts.say("you-asked")} ${quietLink(say.reported)}`,
      );
    case "closed":
      return lines(
        texts.say(`closed.${say.reason}`, { code: say.code }),
        quoted(say.words),
        say.reported !== undefined && `-# ${texts.say("you-asked")} ${quietLink(say.reported)}`,
      );
    case "team-asks":
      return lines(
        texts.say("team.asks"),
        quoted(say.words),
        `-# ${texts.say("ask.how")} ${reference(say.code)}`,
      );
    case "team-tells":
      return lines(texts.say("team.tells"), quoted(say.words), `-# ${reference(say.code)}`);
    case "withdrawn":
      return lines(
        texts.say(say.byReporter ? "withdrawn.by-reporter" : "withdrawn"),
        say.words !== null && defuseText(say.words),
        `-# ${reference(say.code)}`,
      );
    case "retracted":
      return lines(
        texts.say("retracted"),
        say.corrected && texts.say("retracted.corrected"),
        `-# ${reference(say.code)}`,
      );
    case "leaked-credential":
      return lines(
        texts.say("leaked", {
          types: say.types.map((type) => inlineText(credentialName(type))).join(", "),
          community: inlineText(say.community),
        }),
        say.pages.length > 0 && texts.say("leaked.pages"),
        ...say.pages.map((page) => `- ${quietLink(page)}`),
        `-# ${texts.say("leaked.kept")}`,
      );
    case "private-note":
      return texts.say("leaked.note");
    case "related":
      return lines(
        texts.say("related.title"),
        ...say.links.map(({ title, url }) => `- ${inlineText(title)} ${quietLink(url)}`),
        `-# ${texts.say("related.origin")} ${reference(say.code)}`,
      );
    case "gap-closed":
      return lines(
        staffTexts.gapClosed(say.code, say.asks),
        inlineText(say.title),
        `${inlineText(say.page.title)} ${quietLink(say.page.url)}`,
      );
    case "digest":
      return digestWords(say);
    case "announcement":
      return lines(
        say.release === null
          ? texts.say("announced")
          : texts.say("announced.release", { release: inlineText(say.release) }),
        ...say.links.map(({ title, url }) => `- ${inlineText(title)} ${quietLink(url)}`),
        `-# ${texts.say("announced.reports", { count: say.reports })}`,
      );
    case "engine-notice":
      return lines(
        staffTexts.engineNotice(inlineText(say.because)),
        say.reason !== undefined && staffTexts.engineToDo(say.reason),
        `${staffTexts.engineFirst(say.code)} ${quietLink(say.permalink)}`,
      );
    case "overdue":
      return staffTexts.overdue(say.drafts, say.hours, say.codes);
    case "alert":
      return lines(
        staffTexts.alert(say.code, say.lane),
        defuseText(asSentence(say.what)),
        quietLink(say.permalink),
      );
  }
}

type Answer = Extract<Say, { say: "answer" }>;

/** How far the team is, where the community wants it told. */
function progressLines(progress: Progress | undefined, texts: Texts): string[] {
  if (!progress) return [];
  const { milestone, assigned, labels } = progress;
  return [
    ...(milestone === null ? [] : [texts.say("milestone", { milestone: inlineText(milestone) })]),
    ...(assigned ? [texts.say("assigned")] : []),
    ...labels.map((words) => defuseText(words)),
  ];
}

function answerWords(say: Answer, texts: Texts): string {
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
    texts.say(say.extractive ? "answer.quoted" : "answer.drafted"),
    claims.join("\n\n"),
    ownCode.length > 0 && lines(texts.say("answer.own-code"), ...ownCode),
    say.unanswered.length > 0 &&
      lines(texts.say("answer.gaps"), ...say.unanswered.map((part) => `- ${inlineText(part)}`)),
    sources.join("\n"),
    `-# ${answerOrigin(say, texts)} ${texts.say("reference", { code: say.code })}`,
  ]
    .filter((part) => part !== false && part !== "")
    .join("\n\n");
}

/** Who wrote it and whether a person looked at it. */
function answerOrigin({ extractive, edited, checked }: Answer, texts: Texts): string {
  // Whatever drafted it, the words are a person's now.
  if (edited) return texts.say("answer.by-person");
  const how = texts.say(extractive ? "answer.by-quoting" : "answer.by-model");
  return `${how} ${texts.say(checked ? "answer.checked" : "answer.unchecked")}`;
}

/** A question that an engine asks back, in place of details that a team needs. */
function isQuestion(details: readonly string[]): boolean {
  return details.every((detail) => /[?？؟]$/u.test(detail));
}

function buttonsOf(say: Say, id: string, texts: Texts): readonly ButtonRow[] {
  const person = button("person", texts.say("button.person"), id);
  switch (say.say) {
    case "answer":
      return [
        row(
          button("helped", texts.say("button.helped"), id),
          button("wrong", texts.say("button.wrong"), id),
          person,
        ),
      ];
    case "related":
      return [row(button("solved", texts.say("button.solved"), id), person)];
    case "ask":
    case "team-asks":
      return [row(button("details", texts.say("button.details"), id, { style: "main" }), person)];
    case "filed":
    case "linked":
      return [
        row(
          button("correct", texts.say("button.correct"), id),
          button("withdraw", texts.say("button.withdraw"), id),
          button("tell-me", texts.say("button.tell-me"), id),
          ...(say.say === "filed" && say.files !== undefined
            ? [button("see-files", texts.say("button.see-files"), id)]
            : []),
        ),
      ];
    case "fixed":
      return say.askBack
        ? [
            row(
              button("works", texts.say("button.works"), id),
              button("broken", texts.say("button.broken"), id),
            ),
          ]
        : [row(person)];
    case "closed":
      return say.reported === undefined ? [row(person)] : [];
    case "withdrawn":
      return say.byReporter ? [] : [row(person)];
    case "redirect":
    case "team-tells":
    case "retracted":
      return [row(person)];
    case "private-note":
      return [row(button("read-note", texts.say("button.read-note"), id))];
    case "leaked-credential":
    case "announcement":
    case "alert":
    case "engine-notice":
    case "gap-closed":
    case "overdue":
    case "digest":
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

/** `github-token` is a github token; what a header of that name carries is named after it. */
function credentialName(type: string): string {
  return type === "authorization" ? "authorization header" : type.replaceAll("-", " ");
}

function asSentence(words: string): string {
  const ended = /[\p{L}\p{N})]$/u.test(words) ? `${words}.` : words;
  // A repository is called as it is called.
  if (!/^\p{Ll}+[\s,.:]/u.test(words)) return ended;
  return `${ended.charAt(0).toUpperCase()}${ended.slice(1)}`;
}

function lines(...parts: readonly (string | false)[]): string {
  return parts.filter((part) => part !== false).join("\n");
}

/** One message whatever the length: content, then an embed, then a file with all of it. */
function oneMessage(text: string, texts: Texts): Pick<Rendered, "content" | "embeds" | "files"> {
  const first = cutMarkdown(text, LIMITS.content);
  if (first.rest === "") return { content: first.head, embeds: [], files: [] };
  if (first.rest.length <= LIMITS.embed) {
    return { content: first.head, embeds: [{ description: first.rest }], files: [] };
  }
  const note = `\n-# ${texts.say("rest.attached")}`;
  const { head } = cutMarkdown(text, LIMITS.content - note.length);
  return { content: head + note, embeds: [], files: [{ name: texts.say("rest.name"), text }] };
}
