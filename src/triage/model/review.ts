import { z } from "zod";
import { Candidate } from "./candidate.ts";
import { Kind, Lane } from "./classification.ts";
import { Route } from "./policy.ts";

/** Of a sample of the silences: it was right, or what should have been done. */
export const SilenceVerdict = z.enum(["right", "answer", "ask", "file"]);
export type SilenceVerdict = z.infer<typeof SilenceVerdict>;

/** What a person did with a proposal. Reasons are always optional. */
export const Verdict = z.discriminatedUnion("verdict", [
  z.object({ verdict: z.literal("send") }),
  /** The whole text as edited; for an issue its title and body. */
  z.object({ verdict: z.literal("edit"), title: z.string().nullable(), text: z.string() }),
  z.object({ verdict: z.literal("dismiss"), reason: z.string().nullable() }),
  z.object({
    verdict: z.literal("change"),
    kind: Kind.nullable(),
    lane: Lane.nullable(),
    area: z.string().nullable(),
    route: Route.nullable(),
  }),
  z.object({ verdict: z.literal("link"), candidate: Candidate }),
  z.object({ verdict: z.literal("file") }),
  z.object({ verdict: z.literal("ask"), details: z.array(z.string()) }),
  z.object({ verdict: z.literal("redraft"), instruction: z.string() }),
  /** Of a sample: whether silence was right, or what should have been done. */
  z.object({ verdict: z.literal("judge"), silence: SilenceVerdict }),
  z.object({ verdict: z.literal("snooze"), until: z.number() }),
  /** Within the delay before an approval is performed. */
  z.object({ verdict: z.literal("undo") }),
  z.object({ verdict: z.literal("retract"), words: z.string().nullable() }),
]);
export type Verdict = z.infer<typeof Verdict>;

const Words = z.object({ title: z.string().nullable(), text: z.string() });

export const Review = z.object({
  id: z.string(),
  ticketId: z.string(),
  proposalId: z.string(),
  verdict: Verdict,
  /** With an edit: the words as they were drafted and as they were sent. */
  edit: z.object({ before: Words, after: Words }).nullable(),
  /** Source id and name of the person; never shown in public. */
  by: z.object({ sourceId: z.string(), name: z.string() }),
  at: z.number(),
});
export type Review = z.infer<typeof Review>;
