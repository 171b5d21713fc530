import { gapIn } from "../gaps/note-gap.ts";
import type { Case, Change } from "../model/case.ts";
import { joinPosts } from "../model/post.ts";
import type { Step } from "../model/step.ts";
import { decideAfterEdit } from "./after-edit.ts";
import type { Gathered } from "./gather-evidence.ts";
import { plan } from "./plan.ts";
import { propose } from "./propose.ts";
import { linking } from "./related-links.ts";
import { route } from "./route.ts";
import { sampleOf } from "./sample.ts";

/** From evidence to what changes: route, decide, propose, plan. Pure, so that a case can be replayed. */
export function conclude(
  before: Case,
  gathered: Omit<Gathered, "type" | "under" | "changedPosts">,
  step: Step,
) {
  const { classification, candidates, drafting } = gathered;
  const known = { ...before, posts: gathered.posts };
  const { title, text } = joinPosts(known.posts);
  const where = { placeId: known.ticket.placeId, text: `${title}\n${text}` };
  const routed = route(classification, where, step.policy);
  const found = { classification, candidates, draft: drafting.evidence, routed };
  const { draft, passages } = drafting;
  const decided = decideAfterEdit(found, draft, known, step.policy, step.now);
  const refusal = drafting.evidence.type === "ready" ? drafting.evidence.redraft?.refusal : null;
  const material = {
    classification,
    candidates,
    draft,
    passages,
    route: routed.route,
    about: gathered.about ?? null,
    notRedrafted: refusal ?? null,
  };
  const proposal = propose(known, decided, material, step);
  const sample = proposal === null ? sampleOf(known, decided, step) : null;
  const gap = gapIn(decided.decision, drafting, step.policy);
  const planned = plan(known, classification, draft, decided, proposal, step);
  const actions = planned.actions ?? [];
  const change: Change = {
    ...planned,
    actions: [...actions, ...linking(known, gathered.related, actions, step)],
    candidates,
    // The ticket stays as it is: nobody waits for what becomes of a sample.
    ...(sample ? { proposal: sample } : {}),
    ...(gap ? { gap } : {}),
  };
  return { routed, decided, proposal, change };
}
