import { route } from "../decide/route.ts";
import type { Gap, GapAsk, Gaps, GapView } from "../model/gap.ts";
import { changeTicket, type StepDeps } from "../perform/commit.ts";
import { BEHIND_A_DOOR } from "../perform/would-leak.ts";
import type { DocsFiles, PassageIndex } from "../ports/docs.ts";
import type { Wake } from "../ports/outbox.ts";
import { composeGapIssue } from "./gap-issue.ts";
import { type GapLine, lineOf } from "./gap-lines.ts";
import { groupAsks } from "./group-asks.ts";

export type GapDeps = StepDeps & {
  readonly gaps: Gaps;
  readonly passages: PassageIndex;
  readonly docsFiles: DocsFiles;
  readonly wake: Pick<Wake, "act">;
};

export type Filing =
  | { readonly type: "filing"; readonly repository: string }
  | { readonly type: "filed-already"; readonly url: string | null }
  | { readonly type: "refused"; readonly why: string }
  | { readonly type: "unknown" };

const LISTED = 50;

/** Gaps that stand open, those that most people ran into first. */
export async function listGaps(
  communityId: string,
  deps: Pick<GapDeps, "gaps" | "passages" | "ids" | "clock">,
): Promise<readonly GapLine[]> {
  const { gaps, asks } = await grouped(communityId, deps);
  const known = gaps.map((gap) => ({ gap, asks: asksOf(gap, asks) })).filter(isAsked);
  const people = (one: { asks: readonly GapAsk[] }) =>
    new Set(one.asks.flatMap(({ personIds }) => personIds)).size;
  const first = known.toSorted((a, b) => people(b) - people(a)).slice(0, LISTED);
  return Promise.all(first.map((one) => lineOf(one.gap, one.asks, deps.passages)));
}

/** Files a gap as an issue with whoever gets `docs`. Once, however often it is asked for. */
export async function fileGap(
  communityId: string,
  code: string,
  by: string,
  deps: GapDeps & { readonly isOpenToAll: (placeId: string) => Promise<boolean> },
): Promise<Filing> {
  const { gaps, asks } = await grouped(communityId, deps);
  const gap = gaps.find((one) => one.code === code.trim().toUpperCase());
  const [host, ...others] = gap ? asksOf(gap, asks) : [];
  if (!gap || !host) return { type: "unknown" };
  const all = [host, ...others];
  const line = await lineOf(gap, all, deps.passages);
  if (line.filing === "filed") return { type: "filed-already", url: line.issueUrl };

  const policy = await deps.policyOf(communityId);
  const about = { kind: "docs", lane: "open", severity: "low" } as const;
  const { area, language, placeId } = host;
  const text = `${gap.title}\n${host.ask}`;
  const { route: to, why } = route({ ...about, area, language }, { placeId, text }, policy);
  if (!to) return { type: "refused", why };
  const act = to.visibility === "public" ? "file-public" : "file-private";
  if (policy.acts[act] === "off") return { type: "refused", why: "filing is switched off" };
  if (policy.mode === "shadow" && to.visibility === "public") {
    return { type: "refused", why: "shadow mode: nothing is public yet" };
  }

  const shown = to.visibility === "public" ? await askedInTheOpen(all, deps) : all;
  const [first] = shown;
  if (!first) return { type: "refused", why: BEHIND_A_DOOR };
  // Its title may be that of an ask which not everybody could read.
  const titled = shown.length < all.length ? { ...gap, title: first.title || first.ask } : gap;
  const actionId = await takeFiling(communityId, gap.id, by, to.repository, deps);
  if (actionId === null) return { type: "filed-already", url: null };
  const file = line.nearest && (await deps.docsFiles.read(line.nearest));
  const filed = shown.length < all.length ? await lineOf(titled, shown, deps.passages) : line;
  const issue = composeGapIssue(filed, file);
  // The action's id makes it one filing, also when two people press at once.
  await changeTicket(communityId, host.ticketId, deps, (_, { now }) => ({
    actions: [
      {
        id: actionId,
        act,
        public: true,
        deed: {
          do: "open-issue",
          gap: gap.code,
          asks: shown.map((ask) => ask.code),
          route: to,
          issue,
        },
        serial: `repo:${to.repository}`,
        notBefore: now,
      },
    ],
    story: [{ at: now, what: "docs gap", detail: `${gap.code} is filed by ${by}` }],
  }));
  await deps.wake.act(communityId, host.ticketId);
  return { type: "filing", repository: to.repository };
}

async function askedInTheOpen(
  asks: readonly GapAsk[],
  { isOpenToAll }: { readonly isOpenToAll: (placeId: string) => Promise<boolean> },
): Promise<GapAsk[]> {
  const open: GapAsk[] = [];
  for (const ask of asks) if (await isOpenToAll(ask.placeId)) open.push(ask);
  return open;
}

/** The id of the one action that files the gap; null when the gap was closed meanwhile. */
async function takeFiling(
  communityId: string,
  gapId: string,
  by: string,
  repository: string,
  { gaps, clock, ids }: GapDeps,
): Promise<string | null> {
  let actionId: string | null = null;
  await gaps.rearrange(communityId, clock.now(), (view) => {
    const gap = view.gaps.find(({ id }) => id === gapId);
    if (!gap) return {};
    const again = gap.filing?.state === "given-up" || gap.filing?.state === "superseded";
    if (gap.filing && !again) {
      actionId = gap.filing.actionId;
      return {};
    }
    actionId = ids();
    const detail = `as an issue in ${repository}, by ${by}`;
    return {
      file: { gapId, actionId, by },
      story: [{ gapId, what: "filed", detail }],
    };
  });
  return actionId;
}

/** What stands open, after every noted ask was put to its gap. */
export async function grouped(
  communityId: string,
  { gaps, ids, clock }: Pick<GapDeps, "gaps" | "ids" | "clock">,
): Promise<GapView> {
  const view = await gaps.view(communityId);
  if (view.asks.every(({ gapId }) => gapId !== null)) return view;
  await gaps.rearrange(communityId, clock.now(), (now) => groupAsks(now, ids));
  return gaps.view(communityId);
}

export function asksOf({ id }: Gap, asks: readonly GapAsk[]): readonly GapAsk[] {
  return asks.filter(({ gapId }) => gapId === id);
}

function isAsked({ asks }: { readonly asks: readonly GapAsk[] }): boolean {
  return asks.length > 0;
}
