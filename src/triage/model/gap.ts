import { z } from "zod";
import { OutsideAnswer } from "../answers/outside-answer.ts";
import type { StoryLine } from "./case.ts";
import type { Vanished } from "./post.ts";

/** How the docs failed an ask. */
export const GapReason = z.enum([
  "unanswered",
  /** Staff, a helper or a help centre answered what the docs did not. */
  "answered-outside",
  "contradiction",
  "rewritten",
  "marked-wrong",
]);
export type GapReason = z.infer<typeof GapReason>;

/** What a step notes about its ticket's ask. */
export type GapNote = {
  readonly reason: GapReason;
  /** Ids of passages that were found or cited: with these alone the ask stays unanswered. */
  readonly seen: readonly string[];
  /** What a person answered instead. */
  readonly answer?: OutsideAnswer;
};

/** An ask that the docs failed and that no re-index has made answerable since. */
export const GapAsk = z.object({
  ticketId: z.string(),
  /** The ticket's code and place, and what it asks as the classification has it. */
  code: z.string(),
  permalink: z.string(),
  placeId: z.string(),
  title: z.string(),
  ask: z.string(),
  area: z.string(),
  language: z.string(),
  /** A person answered in the thread: what the docs lack stands there. */
  answeredByPerson: z.boolean(),
  personIds: z.array(z.string()),
  reason: GapReason,
  seen: z.array(z.string()),
  /** What a person answered instead; null when nobody did, or it was taken back. */
  answer: OutsideAnswer.nullable(),
  notedAt: z.number(),
  /** Null until it is grouped. */
  gapId: z.string().nullable(),
});
export type GapAsk = z.infer<typeof GapAsk>;

/** Asks of one sort that the docs fail, until a re-index makes them answerable. */
export const Gap = z.object({
  id: z.string(),
  /** What people see and type: `G-3`. */
  code: z.string(),
  title: z.string(),
  /** The action that files it, and what became of it; null before anybody filed it. */
  filing: z
    .object({
      actionId: z.string(),
      by: z.string(),
      state: z.string(),
      outcome: z.string().nullable(),
    })
    .nullable(),
  issue: z
    .object({
      nodeId: z.string(),
      repository: z.string(),
      number: z.number(),
      url: z.string(),
      state: z.enum(["open", "closed"]),
    })
    .nullable(),
  createdAt: z.number(),
  closedAt: z.number().nullable(),
  closedBecause: z.string().nullable(),
});
export type Gap = z.infer<typeof Gap>;

/** Gaps that stand open, oldest first, with the asks of each and those that are in none yet. */
export type GapView = { readonly gaps: readonly Gap[]; readonly asks: readonly GapAsk[] };

/** Names a noted ask. */
export type AskKey = Pick<GapAsk, "ticketId" | "reason">;

export type GapChange = {
  readonly open?: readonly { readonly id: string; readonly title: string }[];
  readonly join?: readonly (AskKey & { readonly gapId: string })[];
  readonly answerable?: readonly AskKey[];
  readonly close?: readonly { readonly gapId: string; readonly because: string }[];
  readonly file?: { readonly gapId: string; readonly actionId: string; readonly by: string };
  readonly story?: readonly (Omit<StoryLine, "at"> & { readonly gapId: string })[];
};

/** Where gaps are kept; asks are noted by the commit of what happened on their ticket. */
export interface Gaps {
  /** What stands open now. */
  view(communityId: string): Promise<GapView>;
  /**
   * Lets `arrange` decide on what stands, one caller at a time, and writes the result at once.
   * New gaps get the next codes.
   */
  rearrange(
    communityId: string,
    at: number,
    arrange: (view: GapView) => GapChange,
  ): Promise<GapChange>;
  /** Those that were closed last, newest first. */
  closed(communityId: string, limit: number): Promise<readonly Gap[]>;
  story(communityId: string, gapId: string): Promise<readonly StoryLine[]>;
  /** Drops answers that stood in what is gone. */
  forgetAnswers(communityId: string, gone: Vanished): Promise<void>;
  /** Which version of the docs index was checked last; null before the first. */
  checkedVersion(communityId: string): Promise<string | null>;
  saveCheckedVersion(communityId: string, version: string, at: number): Promise<void>;
}
