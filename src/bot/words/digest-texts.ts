/** ` (26 per 100 posts)`; nothing where there is nothing to compare with. */
function rate(each: number, count: number, of: number | null, what: string): string {
  if (of === null || of === 0) return "";
  return ` (${Math.round((10 * each * count) / of) / 10} per ${each.toLocaleString("en-GB")} ${what})`;
}

/** How the digest names who solved an ask. */
const SOLVERS: Readonly<Record<string, string>> = {
  peers: "other members",
  helpers: "helpers",
  staff: "staff",
  "reviewed-answers": "the bot's answers",
  pages: "pages shown",
  team: "a team's fix",
  asker: "the asker",
  unnamed: "somebody unnamed",
  "answered-only": "answered but not confirmed",
  nobody: "nobody yet",
};

function reports(count: number): string {
  return count === 1 ? "1 report" : `${count} reports`;
}

/** Sentences of the weekly digest, which staff and teams read. */
export const digestTexts = {
  title: (whose: string, range: string) => `**The week for ${whose}**, ${range}`,
  quiet: "A quiet week: nothing was asked, filed or shipped.",
  asks: (count: number, before: number | null) =>
    `Asks: **${count}**${before === null ? "" : `, ${before} the week before`}.`,
  unanswered: (waits: readonly string[]) =>
    waits.length === 0 ? "No ask is a day old yet." : `Without a reply: ${waits.join(", ")}.`,
  wait: (hours: number, count: number, of: number) =>
    `**${count}** of ${of} after ${hours === 168 ? "7 days" : `${hours} h`}`,
  replies: (human: string | null, useful: string | null) =>
    `First reply of a person, median: ${human ?? "no data"}; first useful one: ${useful ?? "no data"}.`,
  solvers: (solvers: readonly string[]) =>
    solvers.length === 0 ? "Nothing was there to be solved." : `Solved by: ${solvers.join(", ")}.`,
  solver: (name: string, count: number) => `${SOLVERS[name] ?? name} ${count}`,
  way: (way: Readonly<Record<"reported" | "filed" | "accepted" | "shipped" | "told", number>>) =>
    `You said, we did: ${reports(way.reported)}; of issues ${way.filed} filed, ${way.accepted} accepted, **${way.shipped} shipped**; the fix told on ${reports(way.told)}.`,
  issues: (filed: number, asFiled: number, asked: number) =>
    `Accepted as filed: ${asFiled} of ${filed === 1 ? "1 issue" : `${filed} issues`}; the team asked back about ${asked}.`,
  voice: (messages: number, regretted: number, posts: number | null) =>
    `Public messages: ${messages}${rate(100, messages, posts, "posts")}; regretted ${regretted}${rate(1_000, regretted, messages, "messages")}.`,
  gaps: (opened: number, closed: number) => `Docs gaps: ${opened} opened, ${closed} closed.`,
  repeated: "Asked most, with the page that should have answered:",
  demand: "Enough people stand behind these:",
  people: (count: number) => (count === 1 ? "1 person" : `${count} people`),
  hidden: "private",
  whole: (team: string | null) =>
    `All figures, with what each counts: \`signalbox report${team === null ? "" : ` --team ${team}`}\``,
} as const;
