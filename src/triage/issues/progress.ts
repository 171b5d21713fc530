import type { PlannedAction } from "../model/action.ts";
import type { Case, Change, Issue } from "../model/case.ts";
import type { Act, Policy } from "../model/policy.ts";
import type { Progress, Say } from "../model/say.ts";
import type { Step } from "../model/step.ts";
import { conversationSerial } from "../perform/perform.ts";
import { withoutPrivate } from "./private-names.ts";

type Notice = Extract<Say, { say: "filed" | "linked" }>;

const ACTS: readonly Act[] = ["tell-milestone", "tell-assigned", "tell-labels"];

/**
 * Milestone, assignee or a label: written into the notice that stands, where the community opted
 * in. It is never a message of its own.
 */
export function progressed(known: Case, issue: Issue, step: Step): Change | null {
  const { policy, now } = step;
  if (ACTS.every((act) => policy.acts[act] !== "auto")) return null;
  if (known.ticket.state === "resolved") return null;
  const { standing, waiting } = noticesOf(known);
  const progress = progressOf(issue, policy);
  const actions: PlannedAction[] = [];
  const next = (notice: Notice) => ({ ...notice, progress });
  const planned = (say: Say, notBefore: number): PlannedAction => ({
    id: step.ids(),
    act: "tell-milestone",
    public: true,
    deed: { do: "restate", say },
    serial: conversationSerial(known),
    notBefore,
  });
  if (waiting) actions.push(planned(next(waiting.say), waiting.notBefore));
  else if (standing && !isSame(standing.progress, progress)) {
    actions.push(planned(next(standing), now));
  }
  if (actions.length === 0) return null;
  return {
    actions,
    supersede: waiting ? [waiting.id] : [],
    story: [{ at: now, what: "progress", detail: progressWords(progress) }],
  };
}

/** What members may read of it, by what the community opted in to. */
function progressOf(issue: Issue, policy: Policy): Progress {
  const on = (act: Act) => policy.acts[act] === "auto";
  const named = on("tell-milestone") && issue.visibility === "public" ? issue.milestone : null;
  const labels = issue.labels.map((label) => label.toLowerCase());
  const words = policy.toldLabels.filter(({ label }) => labels.includes(label.toLowerCase()));
  return {
    milestone: named === null ? null : withoutPrivate(named, issue, policy).slice(0, 80),
    assigned: on("tell-assigned") && issue.assigned,
    labels: on("tell-labels") ? words.map(({ words: said }) => said) : [],
  };
}

function noticesOf(known: Case) {
  let standing: Notice | null = null;
  let waiting: { readonly id: string; readonly say: Notice; readonly notBefore: number } | null =
    null;
  for (const { id, deed, state, notBefore } of known.actions) {
    if (deed.do !== "restate" && deed.do !== "say") continue;
    const own = deed.do === "say" || deed.messageId === undefined;
    if (!own || (deed.say.say !== "filed" && deed.say.say !== "linked")) continue;
    if (state === "done" || state === "claimed") standing = deed.say;
    if (state === "waiting") waiting = { id, say: deed.say, notBefore };
  }
  return { standing, waiting };
}

function isSame(a: Progress | undefined, b: Progress): boolean {
  const none: Progress = { milestone: null, assigned: false, labels: [] };
  return JSON.stringify(a ?? none) === JSON.stringify(b);
}

function progressWords({ milestone, assigned, labels }: Progress): string {
  const parts = [milestone && `milestone ${milestone}`, assigned && "assigned", ...labels];
  return parts.filter((part) => part !== null && part !== false).join(", ") || "none any more";
}
