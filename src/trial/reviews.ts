import { DAY } from "../triage/model/clock.ts";
import { countBy } from "./count.ts";
import { startOf } from "./over-time.ts";
import type { TriedPost } from "./tried-post.ts";

export type Reviews = {
  /** Cards that staff would have been shown: proposals to link to one thing on one day share one. */
  readonly cards: number;
  readonly alerts: number;
  readonly proposals: readonly { readonly name: string; readonly count: number }[];
  /** Null when the posts have no dates. */
  readonly aDay: {
    readonly days: number;
    readonly average: number;
    readonly busiest: number;
  } | null;
};

/** How much staff would have had to look at, had every card been answered on its day. */
export function countReviews(posts: readonly TriedPost[]): Reviews {
  const proposed = posts.filter((post) => post.proposal !== null);
  const dayOf = (post: TriedPost) =>
    post.postedAt === null ? "undated" : String(startOf(post.postedAt, "day"));
  const cards = new Map(
    proposed.map((post) => [`${post.proposal?.groupKey} ${dayOf(post)}`, dayOf(post)]),
  );
  const times = posts.flatMap(({ postedAt }) => postedAt ?? []);
  const perDay = countBy(cards.values(), (day) => day).filter(({ name }) => name !== "undated");
  const dated = perDay.reduce((sum, { count }) => sum + count, 0);
  const days = times.length === 0 ? 0 : daysBetween(times);
  return {
    cards: cards.size,
    alerts: posts.filter(({ alerted }) => alerted).length,
    proposals: countBy(proposed, (post) => post.proposal?.proposed.outcome ?? ""),
    aDay: days === 0 ? null : { days, average: dated / days, busiest: perDay[0]?.count ?? 0 },
  };
}

function daysBetween(times: readonly number[]): number {
  const first = times.reduce((a, b) => Math.min(a, b));
  const last = times.reduce((a, b) => Math.max(a, b));
  return (startOf(last, "day") - startOf(first, "day")) / DAY + 1;
}
