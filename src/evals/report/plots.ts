import { type Html, html } from "../../trial/page/html.ts";
import type { Interval } from "../measures/bootstrap.ts";
import type { RiskCoverage } from "../measures/coverage.ts";
import type { Confusion } from "../measures/labels.ts";
import type { Reliability } from "../measures/reliability.ts";

// Each plot is a whole SVG with its own colours for light and dark, so that it stands in a page as
// well as in a file. What it shows is told in its title and description, and in a table beside it.

const STYLE = `
.ink{fill:#1c2330}.soft{fill:#5a6577}.line{stroke:#c3cad6}.mark{fill:#2f5fd0}.edge{stroke:#2f5fd0;fill:none}
.ideal{stroke:#9aa6b8;fill:none}.gap{fill:#c98a12;opacity:.45}.cell{fill:#2f5fd0}.miss{fill:#b0468f}.paper{fill:none}
@media (prefers-color-scheme:dark){.ink{fill:#e6eaf1}.soft{fill:#a0abbd}.line{stroke:#3b4557}.mark,.cell{fill:#6f97ff}
.edge{stroke:#6f97ff}.ideal{stroke:#66728a}.gap{fill:#e0aa3e}.miss{fill:#e07fc1}}
text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif}`;

const LEFT = 62;
const SIDE = 240;
const TOP = 12;

/** What a plot is called, for people who do not see it. */
type Told = { readonly title: string; readonly description: string };

function plot(width: number, height: number, told: Told, content: readonly Html[]): Html {
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${told.title}. ${told.description}"><title>${told.title}</title><desc>${told.description}</desc><style>${{ html: STYLE }}</style>${content}</svg>`;
}

const px = (value: number) => value.toFixed(2);
const percent = (share: number) => `${Math.round(100 * share)} %`;
const x = (share: number) => LEFT + share * SIDE;
const y = (share: number) => TOP + (1 - share) * SIDE;

function axes(across: string, up: string): Html[] {
  const ticks = [0, 0.25, 0.5, 0.75, 1].flatMap((at) => [
    html`<line class="line" x1="${px(x(0))}" x2="${px(x(1))}" y1="${px(y(at))}" y2="${px(y(at))}" stroke-width="0.6"/>`,
    html`<text class="soft" x="${LEFT - 6}" y="${px(y(at) + 4)}" text-anchor="end">${percent(at)}</text>`,
    html`<text class="soft" x="${px(x(at))}" y="${TOP + SIDE + 16}" text-anchor="middle">${percent(at)}</text>`,
  ]);
  return [
    ...ticks,
    html`<text class="ink" x="${px(x(0.5))}" y="${TOP + SIDE + 34}" text-anchor="middle">${across}</text>`,
    html`<text class="ink" transform="translate(11 ${px(y(0.5))}) rotate(-90)" text-anchor="middle">${up}</text>`,
  ];
}

/** Confidence against accuracy: bars on the dashed line mean what they say. */
export function reliabilityPlot(name: string, { bins, ece }: Reliability): Html {
  const seen = bins.filter(({ rows }) => rows > 0);
  const most = Math.max(1, ...seen.map(({ rows }) => rows));
  const bars = seen.flatMap(({ from, to, rows, confidence, right }) => [
    html`<rect class="mark" x="${px(x(from) + 1)}" width="${px(x(to) - x(from) - 2)}" y="${px(y(right))}" height="${px(y(0) - y(right))}" opacity="${(0.35 + (0.65 * rows) / most).toFixed(2)}"><title>${percent(from)} to ${percent(to)}: ${rows} rows, confidence ${percent(confidence)}, right ${percent(right)}</title></rect>`,
    html`<rect class="gap" x="${px(x(from) + 1)}" width="${px(x(to) - x(from) - 2)}" y="${px(y(Math.max(confidence, right)))}" height="${px(Math.abs(y(confidence) - y(right)))}"/>`,
  ]);
  const told = seen.map(
    ({ from, rows, right }) => `${percent(from)}: ${percent(right)} of ${rows}`,
  );
  return plot(
    LEFT + SIDE + 24,
    TOP + SIDE + 44,
    {
      title: `Reliability of ${name}, expected calibration error ${ece.toFixed(3)}`,
      description: `Share of right ones by confidence. ${told.join("; ")}`,
    },
    [
      ...axes("confidence", "right"),
      ...bars,
      html`<line class="ideal" x1="${px(x(0))}" y1="${px(y(0))}" x2="${px(x(1))}" y2="${px(y(1))}" stroke-width="1.2" stroke-dasharray="4 3"/>`,
    ],
  );
}

/** How many wrong ones are among the surest so many. */
export function riskCoveragePlot(
  curves: readonly { readonly name: string; readonly of: RiskCoverage }[],
): Html {
  const dashes = ["", "6 3", "2 3", "8 3 2 3"];
  const lines = curves.map(({ of: { points } }, index) => {
    const [first] = points;
    const start = first ? [`${px(x(0))},${px(y(first.risk))}`] : [];
    const path = [
      ...start,
      ...points.map(({ coverage, risk }) => `${px(x(coverage))},${px(y(risk))}`),
    ];
    return html`<polyline class="edge" points="${path.join(" ")}" stroke-width="1.8" stroke-dasharray="${dashes[index % dashes.length] ?? ""}"/>`;
  });
  const names = curves.flatMap(({ name }, index) => [
    html`<line class="edge" x1="${LEFT + 8}" x2="${LEFT + 32}" y1="${TOP + 12 + 16 * index}" y2="${TOP + 12 + 16 * index}" stroke-width="1.8" stroke-dasharray="${dashes[index % dashes.length] ?? ""}"/>`,
    html`<text class="ink" x="${LEFT + 38}" y="${TOP + 16 + 16 * index}">${name}</text>`,
  ]);
  const told = curves.map(({ name, of }) => `${name}: area ${of.area.toFixed(3)}`);
  return plot(
    LEFT + SIDE + 24,
    TOP + SIDE + 44,
    {
      title: "Risk by coverage",
      description: `Share of wrong ones among the surest. ${told.join("; ")}`,
    },
    [...axes("share of rows taken, the surest first", "wrong among them"), ...lines, ...names],
  );
}

const CELL = 44;
const NAMES = 104;

/** Rows: what is right; columns: what was said. Shades go by the share of the row. */
export function confusionPlot(name: string, { labels, counts }: Confusion): Html {
  const columns = counts.some((row) => (row[labels.length] ?? 0) > 0)
    ? [...labels, "nothing"]
    : labels;
  const cells = labels.flatMap((truth, row) => {
    const whole = Math.max(
      1,
      (counts[row] ?? []).reduce((sum, n) => sum + n, 0),
    );
    return columns.flatMap((said, column) => {
      const n = counts[row]?.[column] ?? 0;
      const share = n / whole;
      const [cx, cy] = [NAMES + column * CELL, TOP + row * CELL];
      return [
        html`<rect class="${row === column ? "cell" : "miss"}" x="${cx + 1}" y="${cy + 1}" width="${CELL - 2}" height="${CELL - 2}" rx="3" opacity="${(0.07 + 0.7 * share).toFixed(2)}"><title>${truth} called ${said}: ${n}</title></rect>`,
        html`<text class="ink" x="${cx + CELL / 2}" y="${cy + CELL / 2 + 4}" text-anchor="middle">${n}</text>`,
      ];
    });
  });
  const sides = [
    ...labels.map(
      (label, row) =>
        html`<text class="ink" x="${NAMES - 8}" y="${TOP + row * CELL + CELL / 2 + 4}" text-anchor="end">${label}</text>`,
    ),
    ...columns.map((label, column) => {
      const [tx, ty] = [NAMES + column * CELL + CELL / 2, TOP + labels.length * CELL + 12];
      return html`<text class="soft" transform="translate(${tx} ${ty}) rotate(-40)" text-anchor="end">${label}</text>`;
    }),
  ];
  const told = labels.map((truth, row) => {
    const parts = columns.flatMap((said, column) => {
      const n = counts[row]?.[column] ?? 0;
      return n > 0 ? [`${said} ${n}`] : [];
    });
    return `${truth} was called ${parts.join(", ")}`;
  });
  return plot(
    NAMES + columns.length * CELL + 10,
    TOP + labels.length * CELL + 76,
    { title: `Confusion of ${name}`, description: told.join("; ") },
    [...cells, ...sides],
  );
}

export type Compared = {
  readonly name: string;
  readonly value: number;
  readonly interval: Interval | null;
  /** Measured in this run, rather than published elsewhere. */
  readonly ours: boolean;
};

/** Values from 0 to 1 as bars, ours with their intervals. */
export function barsPlot(title: string, bars: readonly Compared[]): Html {
  const names = 190;
  const wide = 320;
  const rows = bars.flatMap(({ name, value, interval, ours }, index) => {
    const top = TOP + index * 26;
    const at = (share: number) => names + share * wide;
    return [
      html`<text class="ink" x="${names - 8}" y="${top + 13}" text-anchor="end">${name}</text>`,
      html`<rect class="mark" x="${names}" y="${top + 2}" width="${px(value * wide)}" height="15" rx="2" opacity="${ours ? "1" : "0.35"}"/>`,
      html`<text class="soft" x="${px(at(Math.max(value, interval?.high ?? 0)) + 6)}" y="${top + 13}">${value.toFixed(3)}</text>`,
      interval
        ? html`<line class="line" x1="${px(at(interval.low))}" x2="${px(at(interval.high))}" y1="${top + 9.5}" y2="${top + 9.5}" stroke-width="3"/>`
        : html``,
    ];
  });
  const told = bars.map(({ name, value }) => `${name} ${value.toFixed(3)}`);
  return plot(
    names + wide + 60,
    TOP * 2 + bars.length * 26,
    { title, description: told.join("; ") },
    rows,
  );
}
