import type { Gap, GapAsk, GapChange, Gaps, GapView } from "../../src/triage/model/gap.ts";
import { type Community, communityOf, readCase, type StoreState, stoodIn } from "./store-state.ts";

export function createFakeGaps(state: StoreState): Gaps {
  const of = (communityId: string) => communityOf(state, communityId);
  return {
    view: async (communityId) => viewOf(of(communityId)),
    async rearrange(communityId, at, arrange) {
      const community = of(communityId);
      const change = arrange(viewOf(community));
      apply(community, at, change);
      return change;
    },
    async closed(communityId, limit) {
      const community = of(communityId);
      return [...community.gaps.values()]
        .filter(({ closedAt }) => closedAt !== null)
        .map((gap) => asSeen(community, gap))
        .toSorted((a, b) => (b.closedAt ?? 0) - (a.closedAt ?? 0) || (a.id < b.id ? 1 : -1))
        .slice(0, limit);
    },
    story: async (communityId, gapId) =>
      of(communityId).gapLines.flatMap((line) => (line.gapId === gapId ? [line.line] : [])),
    async forgetAnswers(communityId, gone) {
      const community = of(communityId);
      for (const ask of community.gapAsks.values()) {
        const sourceId = ask.answer?.sourceId;
        if (sourceId && stoodIn(community, gone, ask.ticketId, sourceId)) delete ask.answer;
      }
    },
    checkedVersion: async (communityId) => of(communityId).checkedVersion,
    async saveCheckedVersion(communityId, version) {
      of(communityId).checkedVersion = version;
    },
  };
}

function viewOf(community: Community): GapView {
  const gaps = [...community.gaps.values()].filter(({ closedAt }) => closedAt === null);
  const isOpen = (id: string | null) => gaps.some((gap) => gap.id === id);
  const asks = [...community.gapAsks.values()].flatMap((noted): GapAsk[] => {
    const known = readCase(community, noted.ticketId);
    const found = known?.classification;
    if (!known || !found || noted.answerableAt !== null) return [];
    const { ticket, reporters } = known;
    const { kind, lane, state } = ticket;
    if (state === "withdrawn" || (lane ?? "open") !== "open") return [];
    if ((kind ?? "question") !== "question") return [];
    return [
      {
        ticketId: ticket.id,
        code: ticket.code,
        permalink: ticket.permalink,
        placeId: ticket.placeId,
        title: found.title,
        ask: found.ask,
        area: found.area,
        language: found.language,
        answeredByPerson: ticket.silence === "answered-by-person",
        personIds: reporters.map(({ personId }) => personId),
        reason: noted.reason,
        seen: [...noted.seen],
        answer: noted.answer ?? null,
        notedAt: noted.notedAt,
        gapId: isOpen(noted.gapId) ? noted.gapId : null,
      },
    ];
  });
  return {
    gaps: gaps.map((gap) => asSeen(community, gap)),
    asks: asks.toSorted((a, b) => a.notedAt - b.notedAt || (a.ticketId < b.ticketId ? -1 : 1)),
  };
}

/** What became of the filing is read from its action. */
function asSeen(community: Community, gap: Gap): Gap {
  if (!gap.filing) return gap;
  const action = community.actions.get(gap.filing.actionId);
  const issue = community.issues.get(action?.externalRef ?? "");
  return {
    ...gap,
    filing: {
      ...gap.filing,
      state: action?.state ?? "waiting",
      outcome: action?.outcome ?? null,
    },
    issue: issue
      ? {
          nodeId: issue.nodeId,
          repository: issue.repository,
          number: issue.number,
          url: issue.url,
          state: issue.state,
        }
      : null,
  };
}

function apply(community: Community, at: number, change: GapChange): void {
  for (const { id, title } of change.open ?? []) {
    community.gaps.set(id, {
      id,
      code: `G-${community.gaps.size + 1}`,
      title,
      filing: null,
      issue: null,
      createdAt: at,
      closedAt: null,
      closedBecause: null,
    });
  }
  for (const { ticketId, reason, gapId } of change.join ?? []) {
    const ask = community.gapAsks.get(`${ticketId} ${reason}`);
    if (ask) ask.gapId = gapId;
  }
  for (const { ticketId, reason } of change.answerable ?? []) {
    const ask = community.gapAsks.get(`${ticketId} ${reason}`);
    if (ask) ask.answerableAt = at;
  }
  for (const { gapId, because } of change.close ?? []) {
    const gap = community.gaps.get(gapId);
    if (gap?.closedAt !== null) continue;
    community.gaps.set(gapId, { ...gap, closedAt: at, closedBecause: because });
  }
  const { file } = change;
  const gap = file && community.gaps.get(file.gapId);
  if (file && gap?.closedAt === null) {
    const filing = { actionId: file.actionId, by: file.by, state: "waiting", outcome: null };
    community.gaps.set(gap.id, { ...gap, filing });
  }
  for (const { gapId, ...line } of change.story ?? []) {
    community.gapLines.push({ gapId, line: { at, ...line } });
  }
}
