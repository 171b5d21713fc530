import { z } from "zod";
import type { Report } from "./report.ts";

const Titled = z.object({ title: z.string(), people: z.number() });

/** The report in short, for a channel of staff. Free text in it came from outside. */
export const DigestFigures = z.object({
  community: z.string(),
  zone: z.string(),
  /** Null: for all teams. */
  team: z.string().nullable(),
  from: z.number(),
  to: z.number(),
  /** Nothing was asked, and nothing happened to what was asked before. */
  quiet: z.boolean(),
  asks: z.number(),
  /** Null while there is no such time to compare with. */
  asksBefore: z.number().nullable(),
  unanswered: z.array(z.object({ hours: z.number(), count: z.number(), of: z.number() })),
  /** Medians in milliseconds. */
  firstHumanMs: z.number().nullable(),
  firstUsefulMs: z.number().nullable(),
  /** By name, those that occurred. */
  solvers: z.array(z.object({ solver: z.string(), count: z.number() })),
  way: z.object({
    reported: z.number(),
    filed: z.number(),
    accepted: z.number(),
    shipped: z.number(),
    told: z.number(),
  }),
  /** Issues that were filed, taken up as they were filed, and asked back about. */
  issues: z.object({ filed: z.number(), acceptedAsFiled: z.number(), asked: z.number() }),
  decided: z.number(),
  messages: z.number(),
  regretted: z.number(),
  posts: z.number().nullable(),
  gaps: z.object({ opened: z.number(), closed: z.number() }).nullable(),
  repeated: z.array(
    /** `isHidden`: there is a page, whose address is not for everybody who reads this. */
    Titled.extend({ url: z.string().nullable(), isHidden: z.boolean() }),
  ),
  /** What enough people ask for and no issue has yet. */
  demand: z.array(Titled.extend({ code: z.string() })),
});
export type DigestFigures = z.infer<typeof DigestFigures>;

const LISTED = 3;

/**
 * What of a report is posted.
 * @param readBy where everybody can read it, it names no address of a private repository
 * @param untitled codes of tickets and gaps whose titles not everybody who reads this may see
 */
export function digestOf(
  report: Report,
  readBy: "staff" | "all",
  untitled: ReadonlySet<string> = new Set(),
): DigestFigures {
  const { community, zone, team, period, before, installedAt, now, earlier } = report;
  const { answering, way, effort, spoken, gaps } = now;
  const sum = (of: (line: (typeof now.quality)[number]) => number) =>
    now.quality.reduce((all, line) => all + of(line), 0);
  const moved = Object.values(way).some((count) => count > 0);
  const old = answering.unanswered.some(({ count }) => count > 0);
  const standing = [...report.demand, ...report.behaviour].filter(
    ({ state }) => state === "enough" || state === "with-staff",
  );
  return {
    community,
    zone,
    team,
    from: period.from,
    to: period.to,
    quiet: answering.asks === 0 && !moved && !old && effort.decided === 0,
    asks: answering.asks,
    asksBefore: installedAt > before.from ? null : earlier.answering.asks,
    unanswered: answering.unanswered,
    firstHumanMs: answering.firstHuman.median,
    firstUsefulMs: answering.firstUseful.median,
    solvers: Object.entries(answering.solvers)
      .map(([solver, count]) => ({ solver, count }))
      .filter(({ count }) => count > 0),
    way,
    issues: {
      filed: sum(({ filed }) => filed),
      acceptedAsFiled: sum(({ acceptedAsFiled }) => acceptedAsFiled),
      asked: sum(({ asked }) => asked),
    },
    decided: effort.decided,
    messages: spoken.messages,
    regretted: spoken.regretted,
    posts: spoken.posts,
    gaps,
    repeated: report.repeated.slice(0, LISTED).map(({ code, title, people, page, isPrivate }) => {
      const isHidden = isPrivate && readBy === "all";
      const shown = code !== null && untitled.has(code) ? code : title;
      return { title: shown, people, url: isHidden ? null : (page?.url ?? null), isHidden };
    }),
    demand: standing.slice(0, LISTED).map(({ code, title, people }) => ({
      code,
      title: untitled.has(code) ? "" : title,
      people,
    })),
  };
}
