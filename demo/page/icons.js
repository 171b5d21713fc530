// @ts-check
const NS = "http://www.w3.org/2000/svg";

/** Paths on a grid of 24; a leading "o" draws the outline. @type {Record<string, string[]>} */
const PATHS = {
  hash: ["oM9.5 3 7.5 21M16.5 3l-2 18M4 8.5h16.5M3.5 15.5H20"],
  forum: ["oM4 4h16v11H10l-4.5 4v-4H4zM8 8.2h8M8 11.2h5"],
  megaphone: ["oM3 10v4h3l10 5V5L6 10zM19 9.5a4 4 0 0 1 0 5M7 14.5 8.5 20"],
  tag: ["oM4 4h8l8 8-8 8-8-8zM8.4 8.3v.1"],
  lock: ["oM6 11h12v9H6zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11"],
  at: [
    "oM12 8.2a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6zM15.8 8.2v5.3c0 3 4.7 2.6 4.7-1.5A8.5 8.5 0 1 0 17 19",
  ],
  plus: ["oM12 5v14M5 12h14"],
  back: ["oM14.5 5 8 12l6.5 7"],
  menu: ["oM4 7h16M4 12h16M4 17h16"],
  close: ["oM6 6l12 12M18 6 6 18"],
  eye: [
    "oM2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6z",
  ],
  smile: [
    "oM12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 14s1.4 2.4 4 2.4S16 14 16 14M9 9.4v.1M15 9.4v.1",
  ],
  more: [
    "M5 10.4a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2zm7 0a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2zm7 0a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2z",
  ],
  reply: ["oM10 6 4 11.5 10 17v-3.6c4.5 0 7.6 1.3 10 4.6-.6-5-3.5-8.6-10-8.9z"],
  send: ["M3.6 3.4 21.5 12 3.6 20.6l1.9-7.2L14 12 5.5 10.6z"],
  chat: ["oM4 5h16v11h-9l-4.5 3.6V16H4z"],
  file: ["oM6 3h8l4 4v14H6zM14 3v4h4"],
  check: ["oM5 12.5 10 17.5 19.5 7"],
  sun: [
    "oM12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4",
  ],
  moon: ["oM20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z"],
  play: ["M7 4.8v14.4L19.5 12z"],
  bolt: ["oM13 3 5 13.5h6L10.5 21 19 10.5h-6z"],
  search: ["oM10.5 4.5a6 6 0 1 0 0 12 6 6 0 0 0 0-12zM15 15l5 5"],
  repo: ["oM6 3.5h12v17H8a2 2 0 0 1-2-2zM6 18.5a2 2 0 0 1 2-2h10M9.5 7.5h5"],
  "issue-open": [
    "oM12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z",
    "M12 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
  ],
  "issue-closed": ["oM12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM8.5 12.2l2.5 2.5 4.6-5"],
  "issue-skipped": ["oM12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM8.5 15.5l7-7"],
  comment: ["oM4 5h16v11h-9l-4.5 3.6V16H4z"],
  down: ["oM6.5 9.5 12 15l5.5-5.5"],
  slash: ["oM16 4 8 20"],
  trash: ["oM5 7h14M10 7V4.5h4V7M7 7l1 13h8l1-13"],
  pencil: ["oM4 20l1-4.5L16.5 4 20 7.5 8.5 19zM14 6.5 17.5 10"],
  pin: ["oM12 14v7M8 4h8l-1 5 3 4.5H6L9 9z"],
};

/** @param {string} name @param {number} [size] @returns {SVGSVGElement} */
export function icon(name, size = 20) {
  const svg = document.createElementNS(NS, "svg");
  for (const [key, value] of Object.entries({
    viewBox: "0 0 24 24",
    width: size,
    height: size,
    "aria-hidden": "true",
    focusable: "false",
    class: `icon icon-${name}`,
  }))
    svg.setAttribute(key, String(value));
  for (const d of PATHS[name] ?? []) {
    const path = document.createElementNS(NS, "path");
    const outline = d.startsWith("o");
    path.setAttribute("d", outline ? d.slice(1) : d);
    if (outline) {
      path.setAttribute("fill", "none");
      path.setAttribute("stroke", "currentColor");
      path.setAttribute("stroke-width", "2");
      path.setAttribute("stroke-linecap", "round");
      path.setAttribute("stroke-linejoin", "round");
    } else path.setAttribute("fill", "currentColor");
    svg.appendChild(path);
  }
  return svg;
}

/** The sign of the program: a signal with its two lamps. @param {number} [size] */
export function signal(size = 24) {
  const svg = document.createElementNS(NS, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("width", String(size));
  svg.setAttribute("height", String(size));
  svg.setAttribute("aria-hidden", "true");
  /** @type {[string, Record<string, string | number>][]} */
  const parts = [
    ["rect", { x: 6.5, y: 1.5, width: 11, height: 17, rx: 5.5, class: "signal-case" }],
    ["circle", { cx: 12, cy: 7, r: 2.9, class: "signal-amber" }],
    ["circle", { cx: 12, cy: 13.4, r: 2.9, class: "signal-green" }],
    ["rect", { x: 11, y: 18.5, width: 2, height: 4, class: "signal-case" }],
  ];
  for (const [tag, attributes] of parts) {
    const part = document.createElementNS(NS, tag);
    for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, String(value));
    svg.appendChild(part);
  }
  return svg;
}
