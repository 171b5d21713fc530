import robotsParser from "robots-parser";
import { USER_AGENT } from "./fetch-page.ts";

/** What a site's robots.txt says to us. */
export type Robots = {
  allows(url: string): boolean;
  /** Milliseconds between two requests; 0 when it does not say. */
  readonly delayMs: number;
  readonly sitemaps: readonly string[];
};

// The package is CommonJS while its types say otherwise.
const parse = robotsParser as unknown as (typeof robotsParser)["default"];

const OURS = USER_AGENT.split("/")[0] ?? USER_AGENT;

/** @param text null when the site has none: then everything is allowed */
export function readRobots(origin: string, text: string | null): Robots {
  if (text === null) return { allows: () => true, delayMs: 0, sitemaps: [] };
  const rules = parse(`${origin}/robots.txt`, text);
  return {
    // Undefined for addresses of another site, about which this file says nothing.
    allows: (url) => rules.isAllowed(url, OURS) ?? true,
    delayMs: Math.max(0, (rules.getCrawlDelay(OURS) ?? 0) * 1_000),
    sitemaps: rules.getSitemaps(),
  };
}
