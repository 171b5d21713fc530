import { BYSTANDER, calledWrong, outcomeOf, type Voice } from "../answers/called-wrong.ts";
import { sharable, sharing } from "../files/share-files.ts";
import { reporterWithdrew, silenced, solved } from "../intake/events.ts";
import type { IntakeDeps } from "../intake/intake.ts";
import { leakNote } from "../intake/leak.ts";
import { passingOn } from "../intake/quoted-reply.ts";
import { judgingFix } from "../issues/fix-verdict.ts";
import { subscribing } from "../issues/subscribing.ts";
import type { Case, Change, Reporter } from "../model/case.ts";
import { DAY } from "../model/clock.ts";
import type { CommunityRole, Post } from "../model/post.ts";
import type { Say } from "../model/say.ts";
import type { Step } from "../model/step.ts";
import { alerting } from "../perform/alert.ts";
import { changeTicket } from "../perform/commit.ts";
import { redact } from "../redact/redact.ts";
import { formSourceId, isFromForm } from "./by-command.ts";
import { quoting } from "./quoting.ts";

/** What somebody did with one of our public messages. */
export type ReporterEvent = {
  /** The action that wrote the message; its buttons carry it. */
  readonly actionId: string;
  readonly by: {
    readonly sourceId: string;
    readonly name: string;
    readonly roles: readonly CommunityRole[];
  };
} & (
  | {
      readonly event: "helped" | "solved" | "wrong" | "ask-person" | "withdraw" | "read-note";
    }
  /** Agrees that their own words stand in a public issue, or no longer. */
  | { readonly event: "quote-me" | "quote-me-not" }
  /** Wants to hear in private how it ends, or no longer; anybody may. */
  | { readonly event: "tell-me" | "tell-me-not" }
  /** Whoever reported it, or asked to be told, was asked whether the fix works. */
  | { readonly event: "works-now" | "still-broken" }
  | {
      readonly event: "details";
      readonly details: readonly { readonly name: string; readonly text: string }[];
    }
  | { readonly event: "correction"; readonly text: string }
  /** What their files would make public is shown to them first, and added to the issue then. */
  | { readonly event: "see-files" }
  /** `seen` came with what they were shown: what was added since is shown before it is shared. */
  | { readonly event: "share-files"; readonly seen: number }
);

export type ReporterResult =
  | { readonly type: "noted" }
  /** Shown to this person alone (`read-note`). */
  | { readonly type: "told"; readonly say: Say }
  /** What this person may share of their files, word for word, and where it would stand. */
  | {
      readonly type: "files";
      readonly excerpt: string;
      readonly repository: string;
      readonly seen: number;
    }
  /** Direct messages are switched off: the news stands in its thread alone. */
  | { readonly type: "only-here" }
  /** They filled in as many forms in a day as one person may. */
  | { readonly type: "daily-cap" }
  | { readonly type: "not-yours" }
  /** The ticket is withdrawn, or the message does not belong to one. */
  | { readonly type: "gone" };

/** Whoever reads an answer may say whether it is right; all else is the reporters' to press. */
const EVERYBODYS: readonly ReporterEvent["event"][] = ["helped", "wrong"];

/** What somebody did with one of our messages. */
export async function hear(
  communityId: string,
  pressed: ReporterEvent,
  deps: IntakeDeps,
): Promise<ReporterResult> {
  const [ticket] = await deps.tickets.find(communityId, { actionId: pressed.actionId });
  const known = ticket && (await deps.tickets.load(communityId, ticket.id));
  if (!known) return { type: "gone" };
  // Deleting the post does not take the credential back that everybody could read.
  const ended = known.ticket.state === "withdrawn" && pressed.event !== "read-note";
  if (ended) return { type: "gone" };
  if (pressed.event === "tell-me" || pressed.event === "tell-me-not") {
    return subscribe(communityId, known, pressed.by, pressed.event === "tell-me", deps);
  }
  const isBy = (one: { readonly sourceId: string }) => one.sourceId === pressed.by.sourceId;
  if (pressed.event === "works-now" || pressed.event === "still-broken") {
    const asked = [...known.reporters, ...known.subscribers].find(isBy);
    if (!asked) return { type: "not-yours" };
    const verdict = pressed.event === "works-now" ? "works" : "broken";
    await react(communityId, known, deps, (current, step) =>
      judgingFix(current, { personId: asked.personId, name: pressed.by.name }, verdict, step),
    );
    return { type: "noted" };
  }
  const reporter = known.reporters.find(isBy);
  if (!reporter && !EVERYBODYS.includes(pressed.event)) return { type: "not-yours" };
  if (pressed.event === "read-note") return readNote(communityId, known, deps);
  if (pressed.event === "details" || pressed.event === "correction") {
    if (await wroteOften(communityId, known, pressed.by.sourceId, deps)) {
      return { type: "daily-cap" };
    }
    await addPost(communityId, known, pressed, deps);
    return { type: "noted" };
  }
  if (pressed.event === "see-files" || pressed.event === "share-files") {
    return reporter ? shareFiles(communityId, known, reporter, pressed, deps) : NOT_YOURS;
  }
  if (pressed.event === "quote-me" || pressed.event === "quote-me-not") {
    if (!reporter) return NOT_YOURS;
    await react(communityId, known, deps, (current, step) =>
      quoting(current, reporter.personId, pressed.event === "quote-me", step),
    );
    return { type: "noted" };
  }
  const { event, by } = pressed;
  const personId =
    reporter?.personId ??
    (await deps.tickets.personId(communityId, known.ticket.source, by.sourceId));
  const who = { personId, name: by.name, voice: reporter ? "the reporter" : voiceOf(by.roles) };
  await react(communityId, known, deps, (current, step) =>
    reaction(current, pressed.actionId, event, who, step),
  );
  return { type: "noted" };
}

const NOT_YOURS = { type: "not-yours" } as const;

/** What is typed into forms goes to a team's issue unread, so that it has an end. */
async function wroteOften(
  communityId: string,
  { posts }: Case,
  sourceId: string,
  { policyOf, clock }: IntakeDeps,
): Promise<boolean> {
  const since = clock.now() - DAY;
  const recent = posts.filter(
    (post) =>
      post.authorSourceId === sourceId && isFromForm(post.sourceId) && post.postedAt > since,
  );
  return recent.length >= (await policyOf(communityId)).asksPerDay;
}

async function shareFiles(
  communityId: string,
  known: Case,
  { personId }: Reporter,
  pressed:
    | { readonly event: "see-files" }
    | { readonly event: "share-files"; readonly seen: number },
  deps: IntakeDeps,
): Promise<ReporterResult> {
  const shares = sharable(known, personId);
  // Nothing is theirs, or all of it stands there.
  if (!shares) return { type: pressed.event === "see-files" ? "noted" : "gone" };
  if (pressed.event === "see-files" || pressed.seen !== shares.seen) {
    const { excerpt, repository, seen } = shares;
    return { type: "files", excerpt, repository, seen };
  }
  await react(communityId, known, deps, (current, step) =>
    sharing(current, personId, pressed.seen, step),
  );
  return { type: "noted" };
}

function voiceOf(roles: readonly CommunityRole[]): string {
  if (roles.includes("staff") || roles.includes("admin")) return "one of the staff";
  return roles.includes("helper") ? "a helper" : BYSTANDER;
}

async function react(
  communityId: string,
  { ticket }: Case,
  deps: IntakeDeps,
  change: (known: Case, step: Step) => Change | null,
): Promise<void> {
  if (!(await changeTicket(communityId, ticket.id, deps, change))) return;
  await deps.wake.act(communityId, ticket.id);
  await deps.wake.board(communityId);
}

async function subscribe(
  communityId: string,
  known: Case,
  { sourceId, name }: ReporterEvent["by"],
  on: boolean,
  deps: IntakeDeps,
): Promise<ReporterResult> {
  const { acts } = await deps.policyOf(communityId);
  if (on && acts["direct-message"] === "off") return { type: "only-here" };
  const personId = await deps.tickets.personId(communityId, known.ticket.source, sourceId);
  const who = { personId, sourceId, name, since: deps.clock.now() };
  await changeTicket(communityId, known.ticket.id, deps, (current, step) =>
    subscribing(current, who, on, step),
  );
  return { type: "noted" };
}

type Plain = "helped" | "solved" | "wrong" | "ask-person" | "withdraw";

function reaction(
  known: Case,
  actionId: string,
  event: Plain,
  who: Voice,
  step: Step,
): Change | null {
  const { now } = step;
  const { name } = who;
  switch (event) {
    case "helped":
      return {
        ...outcomeOf(known, actionId, who, "helped", step),
        story: [{ at: now, what: "helped", detail: name }],
      };
    case "solved":
      return {
        ...outcomeOf(known, actionId, who, "helped", step),
        ...solved(known, { what: "solved by links", detail: name }, step),
      };
    case "wrong":
      return {
        ...outcomeOf(known, actionId, who, "wrong", step),
        ...calledWrong(known, actionId, who, step),
      };
    case "ask-person": {
      // Staff can see it already.
      if (known.ticket.silence === "asked-for-person") return null;
      const change = silenced(known, "asked-for-person", name, step);
      return { ...change, actions: [alerting(known, "the reporter asks for a person", step)] };
    }
    case "withdraw":
      return known.ticket.state === "withdrawn" ? null : reporterWithdrew(known, step);
  }
}

/** Details typed into a form become a post of the ticket, as if written in the thread. */
async function addPost(
  communityId: string,
  known: Case,
  pressed: Extract<ReporterEvent, { event: "details" | "correction" }>,
  deps: IntakeDeps,
): Promise<void> {
  const raw =
    pressed.event === "correction"
      ? pressed.text
      : pressed.details.map((detail) => `${detail.name}: ${detail.text}`).join("\n");
  const { text, removed } = redact(raw);
  const now = deps.clock.now();
  const id = deps.ids();
  const post: Post = {
    id,
    source: known.ticket.source,
    sourceId: formSourceId(id),
    placeId: known.ticket.placeId,
    conversationId: known.ticket.conversationId,
    personId: await deps.tickets.personId(communityId, known.ticket.source, pressed.by.sourceId),
    authorSourceId: pressed.by.sourceId,
    authorName: pressed.by.name,
    title: "",
    text,
    removed: [...removed],
    attachments: [],
    tags: [],
    permalink: known.ticket.permalink,
    postedAt: now,
    editedAt: null,
    deletedAt: null,
  };
  const filed = known.ticket.issueNodeId !== null;
  const { saved } = await deps.tickets.savePost(communityId, post, {
    type: "join",
    ticketId: known.ticket.id,
    dueAt: filed ? null : now,
  });
  if (!saved) return;
  if (!filed) return deps.wake.triage(communityId, known.ticket.id);
  await changeTicket(communityId, known.ticket.id, deps, (current, step) =>
    passOn(current, post, step),
  );
  await deps.wake.act(communityId, known.ticket.id);
}

function passOn(known: Case, post: Post, step: Step): Change | null {
  if (!known.issue) return null;
  return {
    actions: [passingOn(known.ticket.code, post.text, known.issue, step)],
    story: [{ at: step.now, what: "added to", detail: "passed on to the issue" }],
  };
}

async function readNote(
  communityId: string,
  known: Case,
  deps: IntakeDeps,
): Promise<ReporterResult> {
  return { type: "told", say: leakNote(known.posts, await deps.policyOf(communityId)) };
}
