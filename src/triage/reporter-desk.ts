import { alerting } from "./alert.ts";
import { calledWrong, outcomeOf, type Voice } from "./called-wrong.ts";
import type { Case, Change } from "./case.ts";
import { changeTicket } from "./commit.ts";
import { reporterWithdrew, silenced, solvedByLinks } from "./events.ts";
import type { IntakeDeps } from "./intake.ts";
import { leakNote } from "./leak.ts";
import type { CommunityRole, Post } from "./post.ts";
import { quotedReply } from "./quoted-reply.ts";
import { redact } from "./redact.ts";
import type { Say } from "./say.ts";
import type { Step } from "./step.ts";
import { becoming } from "./ticket.ts";

type Pressed = {
  /** The action that wrote the message the button sits on. */
  readonly actionId: string;
  readonly by: {
    readonly sourceId: string;
    readonly name: string;
    readonly roles: readonly CommunityRole[];
  };
} & (
  | {
      readonly event:
        | "helped"
        | "solved"
        | "wrong"
        | "ask-person"
        | "withdraw"
        | "works-now"
        | "still-broken"
        | "read-note";
    }
  | {
      readonly event: "details";
      readonly details: readonly { readonly name: string; readonly text: string }[];
    }
  | { readonly event: "correction"; readonly text: string }
);

export type Heard =
  | { readonly type: "noted" }
  | { readonly type: "told"; readonly say: Say }
  | { readonly type: "not-yours" }
  | { readonly type: "gone" };

/** Whoever reads an answer may say whether it is right; all else is the reporters' to press. */
const EVERYBODYS: readonly Pressed["event"][] = ["helped", "wrong"];

/** What somebody did with one of our messages. */
export async function hear(
  communityId: string,
  pressed: Pressed,
  deps: IntakeDeps,
): Promise<Heard> {
  const [ticket] = await deps.tickets.find(communityId, { actionId: pressed.actionId });
  const known = ticket && (await deps.tickets.load(communityId, ticket.id));
  if (!known || known.ticket.state === "withdrawn") return { type: "gone" };
  const reporter = known.reporters.find((one) => one.sourceId === pressed.by.sourceId);
  if (!reporter && !EVERYBODYS.includes(pressed.event)) return { type: "not-yours" };
  if (pressed.event === "read-note") return readNote(communityId, known, deps);
  if (pressed.event === "details" || pressed.event === "correction") {
    await addPost(communityId, known, pressed, deps);
    return { type: "noted" };
  }
  const { event, by } = pressed;
  const personId =
    reporter?.personId ??
    (await deps.tickets.personId(communityId, known.ticket.source, by.sourceId));
  const who = { personId, name: by.name, voice: reporter ? "the reporter" : voiceOf(by.roles) };
  const done = await changeTicket(communityId, known.ticket.id, deps, (current, step) =>
    reaction(current, pressed.actionId, event, who, step),
  );
  if (done) {
    await deps.wake.act(communityId, known.ticket.id);
    await deps.wake.board(communityId);
  }
  return { type: "noted" };
}

function voiceOf(roles: readonly CommunityRole[]): string {
  if (roles.includes("staff") || roles.includes("admin")) return "one of the staff";
  return roles.includes("helper") ? "a helper" : "another member";
}

type Plain = Exclude<Pressed["event"], "details" | "correction" | "read-note">;

function reaction(known: Case, actionId: string, event: Plain, who: Voice, step: Step): Change {
  const { now } = step;
  const { personId, name } = who;
  switch (event) {
    case "helped":
      return {
        ...outcomeOf(known, actionId, personId, "helped", step),
        story: [{ at: now, what: "helped", detail: name }],
      };
    case "solved":
      return {
        ...outcomeOf(known, actionId, personId, "helped", step),
        ...solvedByLinks(known, name, step),
      };
    case "wrong":
      return {
        ...outcomeOf(known, actionId, personId, "wrong", step),
        ...calledWrong(known, actionId, who, step),
      };
    case "ask-person": {
      const change = silenced(known, "asked-for-person", name, step);
      return { ...change, actions: [alerting(known, "the reporter asks for a person", step)] };
    }
    case "withdraw":
      return reporterWithdrew(known, step);
    case "works-now":
      return { story: [{ at: now, what: "works now", detail: name }] };
    case "still-broken":
      return stillBroken(known, name, step);
  }
}

function stillBroken(known: Case, name: string, step: Step): Change {
  return {
    ticket: known.issue ? becoming(known.ticket, "with-team") : {},
    actions: known.issue
      ? [
          {
            id: step.ids(),
            act: "link",
            public: true,
            deed: {
              do: "comment",
              issue: known.issue,
              key: `still-broken:${known.issue.nodeId}`,
              body: `A reporter (${known.ticket.code}) says that it is still broken.`,
            },
            serial: `issue:${known.issue.nodeId}`,
            notBefore: step.now,
          },
        ]
      : [alerting(known, "the reporter says that it is still broken", step)],
    story: [{ at: step.now, what: "still broken", detail: name }],
  };
}

/** Details typed into a form become a post of the ticket, as if written in the thread. */
async function addPost(
  communityId: string,
  known: Case,
  pressed: Extract<Pressed, { event: "details" | "correction" }>,
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
    sourceId: `form-${id}`,
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
    actions: [
      {
        id: step.ids(),
        act: "link",
        public: true,
        deed: {
          do: "comment",
          issue: known.issue,
          key: null,
          body: quotedReply(known.ticket.code, post.text),
        },
        serial: `issue:${known.issue.nodeId}`,
        notBefore: step.now,
      },
    ],
    story: [{ at: step.now, what: "added to", detail: "passed on to the issue" }],
  };
}

async function readNote(communityId: string, known: Case, deps: IntakeDeps): Promise<Heard> {
  return { type: "told", say: leakNote(known.posts, await deps.policyOf(communityId)) };
}
