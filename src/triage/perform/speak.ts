import type { Case } from "../model/case.ts";
import type { Policy } from "../model/policy.ts";
import type { Ticket } from "../model/ticket.ts";
import { cameByCommand } from "../people/by-command.ts";
import type { Whereabouts } from "../ports/conversation.ts";

export type Permission = { readonly may: true } | { readonly may: false; readonly because: string };

/**
 * Whether a new public message may be written for a ticket. Asked when deciding and once more
 * right before speaking, since a person may have answered meanwhile.
 */
export function maySpeak(ticket: Ticket, policy: Policy): Permission {
  if (ticket.kind === "other" && mayTouch(ticket, policy).may) return no("nothing was asked");
  return mayWarn(ticket, policy);
}

/** Whether the author may be warned in the conversation, though nothing was asked there. */
export function mayWarn(ticket: Ticket, policy: Policy): Permission {
  const held = mayTouch(ticket, policy);
  if (!held.may) return held;
  if (ticket.silence !== null) return no(SILENCES[ticket.silence]);
  const most = ticket.part?.messages ?? policy.messagesPerConversation;
  if (ticket.publicMessages >= most) {
    return no("as many messages as a conversation may hold were written");
  }
  return { may: true };
}

/** A person is there: nothing new is said, but what stands of ours is kept true. */
const KEPT_TRUE: readonly Ticket["silence"][] = ["answered-by-person", "asked-for-person"];

/** Whether anything that members can see may change: a mark, an edit of our own message. */
export function mayTouch(ticket: Ticket, policy: Policy): Permission {
  if (policy.mode === "shadow") return no("shadow mode: nothing is public yet");
  if (ticket.lane === "care") return no("a moderator's matter");
  const { silence } = ticket;
  if (silence !== null && !KEPT_TRUE.includes(silence)) return no(SILENCES[silence]);
  return { may: true };
}

/** Why nothing new is said, in words for staff. */
export const SILENCES: Readonly<Record<NonNullable<Ticket["silence"]>, string>> = {
  "answered-by-person": "a person answered",
  "asked-for-person": "the reporter asked for a person",
  care: "a moderator's matter",
  "older-than-limit": "the post is too old to be answered in public",
  "opted-out": "the author wants no bot",
  deleted: "the post was deleted",
  imported: "it was imported: old threads are never answered",
  "from-elsewhere": "it was written elsewhere, where the bot does not speak",
  "asked-privately": "it was asked by command, for the asker alone",
};

function no(because: string): Permission {
  return { may: false, because };
}

/** Where the ticket's messages go. */
export function whereabouts({
  ticket,
  reporters,
}: Pick<Case, "ticket" | "reporters">): Whereabouts {
  const where = {
    placeId: ticket.placeId,
    conversationId: ticket.conversationId,
    postSourceId: ticket.openingSourceId,
  };
  const [first] = reporters;
  if (!cameByCommand(ticket) || !first) return where;
  // Everybody reads a thread's name: what is not open to all is named by its code.
  const title = ticket.lane === "open" ? (ticket.title ?? "") : "";
  const threadName = `${ticket.code} ${title}`.trim().slice(0, 100);
  return { ...where, byCommand: { threadName, personSourceId: first.sourceId } };
}
