import type { Report } from "../../triage/report/report.ts";
import { allSilences, type SilenceLine } from "../../triage/report/silences.ts";
import type { Html } from "../../trial/page/html.ts";
import { html } from "../../trial/page/html.ts";
import { nothing, section, table } from "./parts.ts";
import { likely, shareOf } from "./words.ts";

/** How often it was right to say nothing, by the kind of the ask. */
export function silencesSection({ now, earlier }: Report): Html {
  const cells = ({ judged, right, answer, ask, file }: Omit<SilenceLine, "kind">) => [
    String(judged),
    shareOf(right, judged),
    likely(right, judged),
    ...[answer, ask, file].map(String),
  ];
  const all = [
    ["This period", ...cells(allSilences(now.silences))],
    ["Before", ...cells(allSilences(earlier.silences))],
  ];
  const byKind = now.silences.map((line) => [line.kind ?? "not labelled", ...cells(line)]);
  return section("silences", "Silences as staff judge them", "silences", [
    table(
      "Silences that were judged",
      ["", "judged", "right", "likely", "to answer", "to ask", "to file"],
      [...all, ...byKind],
    ),
    now.silences.length === 0 ? nothing("No silence was judged in this period.") : html``,
  ]);
}
