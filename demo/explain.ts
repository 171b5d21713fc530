import { conclude } from "../src/triage/decide/conclude.ts";
import { type Gathered, gatherEvidence } from "../src/triage/decide/gather-evidence.ts";
import { openCase } from "../src/triage/intake/open-case.ts";
import type { Case } from "../src/triage/model/case.ts";
import { detailWords } from "../src/triage/model/details.ts";
import type { Post } from "../src/triage/model/post.ts";
import { redact } from "../src/triage/redact/redact.ts";
import { explained } from "./explained.ts";
import type { Town } from "./town.ts";
import type { Explanation } from "./view.ts";

type Ask = { readonly title: string; readonly text: string };

/**
 * What the program would make of a post, by the functions that triage it: redact, classify, find
 * the same, draft, decide, propose. Nothing is written anywhere.
 */
export function createExplain(town: Town): (ask: Ask) => Promise<Explanation> {
  return async (ask) => {
    const { deps, communityId } = town.signalbox();
    const policy = await deps.policyOf(communityId);
    const known = aCase(ask, town);
    const gathered = await gatherEvidence(communityId, known, policy, deps);
    if (gathered.type === "failed") {
      throw new Error(`The engine could not classify it (${gathered.reason}): ${gathered.detail}`);
    }
    const step = { now: town.clock.now(), ids: deps.ids, policy };
    const concluded = conclude(known, gathered, step);
    return explained(withWords(gathered), concluded, policy);
  };
}

function withWords(gathered: Gathered): Gathered {
  const { classification } = gathered;
  const missing = classification.missing.map((one) => detailWords(one));
  return { ...gathered, classification: { ...classification, missing } };
}

/** The case as intake would open it, in memory only. */
function aCase(ask: Ask, { clock, channels, signalbox }: Town): Case {
  const { deps } = signalbox();
  const now = clock.now();
  const title = redact(ask.title);
  const text = redact(ask.text);
  const placeId = channels.get("help") ?? [...channels.values()][0] ?? "";
  const id = deps.ids();
  const post: Post = {
    id,
    source: "discord",
    sourceId: "0",
    placeId,
    conversationId: null,
    personId: "visitor",
    authorSourceId: "0",
    authorName: "a visitor",
    title: title.text,
    text: text.text,
    removed: [...title.removed, ...text.removed],
    attachments: [],
    tags: [],
    permalink: "",
    postedAt: now,
    editedAt: null,
    deletedAt: null,
  };
  return openCase([post], id, "SB-0", now);
}
