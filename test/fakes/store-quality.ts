import type { Quality } from "../../src/triage/issues/quality.ts";
import { communityOf, type StoreState } from "./store-state.ts";

export function createFakeQuality(state: StoreState): Quality {
  return {
    async filedSince(communityId, since) {
      const byTicket = Map.groupBy(
        communityOf(state, communityId).facts,
        ({ ticketId }) => ticketId,
      );
      return [...byTicket]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([, lines]) => {
          const facts = lines
            .map(({ value }) => value)
            .toSorted((a, b) => a.at - b.at || (a.fact < b.fact ? -1 : 1));
          const filed = facts.find(({ fact, at }) => fact === "filed" && at >= since);
          if (!filed) return [];
          const { team, area } = filed;
          return [{ team, area, facts: facts.map(({ fact, at }) => ({ fact, at })) }];
        });
    },
  };
}
