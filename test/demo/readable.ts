import type { Page } from "playwright-core";

/** Runs in the page, so it is a text: this project has no types of a browser's. */
const LOOK_OVER = `(() => {
  const shown = (node) => {
    const box = node.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && getComputedStyle(node).visibility !== "hidden";
  };
  const dot = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const colour = (css) => {
    dot.clearRect(0, 0, 1, 1);
    dot.fillStyle = css;
    dot.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = dot.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a], under) => [r, g, b].map((part, at) => part * a + under[at] * (1 - a));
  const light = (rgb) => {
    const [r, g, b] = rgb.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (node) => {
    const own = colour(getComputedStyle(node).backgroundColor);
    if (own[3] === 1) return own.slice(0, 3);
    return over(own, node.parentElement ? behind(node.parentElement) : [255, 255, 255]);
  };
  const wrong = new Set();
  if (document.documentElement.scrollWidth > innerWidth) wrong.add("scrolls sideways");
  for (const node of document.querySelectorAll("button, a, input, select, textarea")) {
    const name = [node.getAttribute("aria-label"), node.innerText, node.labels?.[0]?.innerText];
    if (shown(node) && !name.some((one) => one?.trim())) wrong.add("no name: " + node.outerHTML.slice(0, 90));
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode.parentElement;
    const words = texts.currentNode.textContent.trim();
    if (!/[\\p{L}\\p{N}]/u.test(words) || !shown(node)) continue;
    const style = getComputedStyle(node);
    // What is switched off, and times that show while a pointer rests on their message.
    if (node.closest("[disabled], noscript") || colour(style.color)[3] === 0) continue;
    const [one, other] = [light(over(colour(style.color), behind(node))), light(behind(node))];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (contrast < (large ? 3 : 4.5)) wrong.add(contrast.toFixed(2) + ": " + words.slice(0, 40));
  }
  return [...wrong];
})()`;

/**
 * What a reader would stumble over, by WCAG's measures: controls without a name, text too close in
 * colour to what is behind it, a page that scrolls sideways.
 */
export async function stumblesOn(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(LOOK_OVER);
}
