import type { Browser } from "playwright-core";
import { createCamera } from "./camera.ts";
import { REPORT } from "./kinds.ts";

/** The upper part of the week's report, as a browser shows it. */
export async function takeReport(browser: Browser, url: string, folder: string): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: 900, height: 1900 },
    colorScheme: "light",
    timezoneId: "UTC",
    locale: "en-GB",
  });
  try {
    await page.goto(`${url}/report`);
    await createCamera(page, folder).take(
      REPORT,
      page.locator("header"),
      page.locator("#unanswered"),
      page.locator("#replies"),
    );
  } finally {
    await page.close();
  }
}
