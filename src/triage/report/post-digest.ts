import type { Deed } from "../model/action.ts";
import { type Clock, DAY, HOUR, MINUTE } from "../model/clock.ts";
import type { Say } from "../model/say.ts";
import { changeTicket, type StepDeps } from "../perform/commit.ts";
import type { Wake } from "../ports/outbox.ts";
import type { TicketStore } from "../ports/ticket-store.ts";
import { digestOf } from "./digest.ts";
import { latestSlot, nextSlot } from "./digest-slot.ts";
import { type ReportDeps, readReport } from "./read-report.ts";
import type { Report } from "./report.ts";
import type { ReportRows } from "./rows.ts";

export type DigestDeps = StepDeps & {
  readonly reportRows: Pick<ReportRows, "firstTicket">;
  readonly wake: Pick<Wake, "act">;
};

export type DigestReaders = ReportDeps & {
  readonly tickets: Pick<TicketStore, "find">;
  /** Whether everybody in the community sees a channel, as it is now. */
  readonly isOpenToAll: (placeId: string) => Promise<boolean>;
};

/** Later than this a digest is news no more; the next one is due within the week. */
const LATE_MS = DAY;

/**
 * Plans the digests that are due now, each once, however often this is called and by how many
 * processes. The community's oldest ticket carries them: it is always the same one, so that its
 * version puts all who plan in order.
 * @returns how many were planned now
 */
export async function planDigests(communityId: string, deps: DigestDeps): Promise<number> {
  const { digest, zone, installedAt } = await deps.policyOf(communityId);
  if (!digest) return 0;
  const now = deps.clock.now();
  const slot = latestSlot(digest, zone, now);
  if (now - slot > LATE_MS || slot < installedAt) return 0;
  const carrier = await deps.reportRows.firstTicket(communityId);
  if (carrier === null) return 0;
  const [from, to] = [latestSlot(digest, zone, slot - 1), slot];
  const done = await changeTicket(communityId, carrier, deps, ({ actions }, step) => {
    const isPlanned = (team: string | null) =>
      actions.some(({ deed }) => {
        return deed.do === "post-digest" && deed.to === to && deed.team === team;
      });
    const missing = digest.places.filter(({ team }) => !isPlanned(team));
    if (missing.length === 0) return null;
    return {
      actions: missing.map(({ team, placeId }) => ({
        id: step.ids(),
        act: null,
        public: false,
        deed: { do: "post-digest" as const, team, placeId, from, to },
        serial: `digest:${placeId}`,
        notBefore: step.now,
      })),
      story: [
        {
          at: step.now,
          what: "weekly digest",
          detail: missing.length === 1 ? "for one channel" : `for ${missing.length} channels`,
        },
      ],
    };
  });
  if (!done) return 0;
  await deps.wake.act(communityId, carrier);
  return done.change.actions.length;
}

/** What a digest says, from the store as it is now; null when a quiet week is not worth a line. */
export async function digestSaid(
  communityId: string,
  {
    team,
    placeId,
    from,
    to,
  }: Pick<Extract<Deed, { do: "post-digest" }>, "team" | "placeId" | "from" | "to">,
  deps: DigestReaders,
): Promise<Say | null> {
  const { digest } = await deps.policyOf(communityId);
  const report = await readReport(communityId, { period: { from, to }, team }, deps);
  const figures = (await deps.isOpenToAll(placeId))
    ? digestOf(report, "all", await askedBehindDoors(communityId, report, deps))
    : digestOf(report, "staff");
  if (figures.quiet && digest?.whenQuiet === "nothing") return null;
  return { say: "digest", ...figures };
}

/** Codes in a report of what was asked where not everybody can read. */
async function askedBehindDoors(
  communityId: string,
  { repeated, demand, behaviour }: Report,
  { tickets, gaps, isOpenToAll }: DigestReaders,
): Promise<ReadonlySet<string>> {
  const codes = [...repeated, ...demand, ...behaviour].flatMap(({ code }) => code ?? []);
  const view = await gaps.view(communityId);
  const hidden = new Set<string>();
  for (const code of new Set(codes)) {
    const gap = view.gaps.find((one) => one.code === code);
    const asked = gap
      ? view.asks.filter(({ gapId }) => gapId === gap.id)
      : await tickets.find(communityId, { code });
    for (const { placeId } of asked) if (!(await isOpenToAll(placeId))) hidden.add(code);
  }
  return hidden;
}

/**
 * Plans digests when they come due on the clock, and at the start those that came due meanwhile.
 * Settings may change at any time, so it looks at least once an hour.
 */
export function startDigests(
  options: DigestDeps & {
    readonly communityId: string;
    readonly clock: Clock;
    readonly onError: (error: unknown) => void;
  },
): { stop(): Promise<void> } {
  const { communityId, clock, policyOf, onError } = options;
  let stopped = false;
  let cancel = () => {};
  let running: Promise<void> = Promise.resolve();

  async function look(): Promise<number> {
    try {
      await planDigests(communityId, options);
      const { digest, zone } = await policyOf(communityId);
      if (!digest) return HOUR;
      return Math.min(HOUR, nextSlot(digest, zone, clock.now()) - clock.now());
    } catch (error) {
      onError(error);
      return MINUTE;
    }
  }

  function run(): void {
    running = look().then((wait) => {
      if (!stopped) cancel = clock.after(wait, run);
    });
  }

  run();
  return {
    async stop() {
      stopped = true;
      cancel();
      await running;
    },
  };
}
