import type { Report } from "../report.ts";
import { draftsSection } from "./drafts-section.ts";
import { honestSection, rowsSection } from "./honest-section.ts";
import { html } from "./html.ts";
import { issuesSection } from "./issues-section.ts";
import { loadSection } from "./load-section.ts";
import { saidSection } from "./said-section.ts";
import { STYLE } from "./style.ts";
import { summary } from "./summary.ts";
import { gaps, repeatedSection, volume } from "./volume.ts";
import { sectionLinks, wholePage } from "./whole-page.ts";

const SECTIONS = [
  ["volume", "What came in"],
  ["repeated", "Asked again"],
  ["gaps", "Docs gaps"],
  ["drafts", "Drafts"],
  ["issues", "Issues"],
  ["said", "Every sentence"],
  ["load", "Reviews and cost"],
  ["honest", "What to doubt"],
] as const;

/** The whole report as one HTML file that asks nothing of any server. */
export function renderPage(report: Report): string {
  return wholePage(
    `Signalbox trial: ${report.about.file}`,
    STYLE,
    html`${summary(report)}
${sectionLinks(SECTIONS)}
${volume(report)}
${repeatedSection(report)}
${gaps(report)}
${draftsSection(report)}
${issuesSection(report)}
${saidSection(report)}
${loadSection(report)}
${honestSection(report)}
${rowsSection(report)}
<footer><p>Next: let it run on the real server in shadow mode. It then does all of this as posts come in and shows it to staff, and says nothing in public until an admin ends the mode.</p><p>Made by <code>signalbox trial</code>. Posts are shown redacted and without their authors; security reports and moderators’ matters are counted, never quoted.</p></footer>
`,
  );
}
