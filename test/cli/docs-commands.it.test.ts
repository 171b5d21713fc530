import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { aDocument, aSitemap, type Site, startSite } from "../simulators/site/site.ts";
import { anInstallation, type Installation } from "./an-installation.ts";

let installation: Installation;
let site: Site;
beforeAll(async () => {
  site = await startSite();
  site.put("/sitemap.xml", aSitemap(site.url, { "/proxies": null, "/broken": null }));
  site.put("/proxies", aDocument("Proxies", "<p>Set ACME_PROXY to the address of the proxy.</p>"));
  site.put("/broken", { status: 500 });
  installation = await anInstallation({
    config: {
      docs: [
        { name: "guide", version: "2", path: "./v2", audience: ["developers"] },
        { name: "guide", version: "1", path: "./v1", audience: ["developers"] },
        {
          name: "help",
          sitemap: `${site.url}/sitemap.xml`,
          delay: "0ms",
          private_hosts: [site.host],
        },
        { name: "solved", tickets: "accepted" },
      ],
    },
  });
  const { folder } = installation;
  for (const [version, word] of [
    ["v1", "put"],
    ["v2", "send"],
  ]) {
    await mkdir(join(folder, String(version)));
    await writeFile(
      join(folder, String(version), "up.md"),
      `# Uploads\n\nUse ${word} to upload.\n`,
    );
  }
});
afterAll(async () => {
  await installation.close();
  await site.close();
});

const run = (...args: string[]) => installation.signalbox(args).done();
const hitsOf = (out: string) =>
  JSON.parse(out).hits as { source: string; version: string | null }[];

describe("signalbox index", { timeout: 120_000 }, () => {
  it("indexes what the config names, tells what failed and what it cost, and then nothing", async () => {
    const first = await run("index");
    expect(first.code).toBe(1);
    expect(first.out).toMatch(/^3 pages, 3 passages/);
    expect(first.out).toContain("3 added, 0 changed, 0 removed, 0 unchanged");
    expect(first.out).toMatch(
      /4 requests, \d+ bytes fetched; .* written; 3 new passages, about \d+ tokens/,
    );
    expect(first.out).toContain("added: proxies");
    expect(first.out).toContain("failed: broken: it answers 500");
    const again = await run("index");
    expect(again.out).toContain("0 added, 0 changed, 0 removed, 3 unchanged");
    expect(again.out).toContain("0 bytes written");
  });

  it("narrows a search by version, source and audience, and says what there is instead", async () => {
    await run("index");
    const search = async (...options: string[]) =>
      hitsOf((await run("search", "--data", ".signalbox", ...options, "upload", "proxy")).out)
        .map(({ source, version }) => `${source} ${version}`)
        .toSorted();
    expect(await search()).toEqual(["guide 2", "help null"]);
    expect(await search("--version", "1.4.2")).toEqual(["guide 1", "help null"]);
    expect(await search("--source", "help")).toEqual(["help null"]);
    expect(await search("--audience", "developers", "--source", "guide")).toEqual(["guide 2"]);
    const none = await run("search", "--data", ".signalbox", "--version", "9", "upload");
    expect(none).toMatchObject({ code: 2, err: "No version is called 9. The index has: 1, 2.\n" });
  });

  it("fetches nothing from the network around it", async () => {
    const refused = await run("index", "--url", `${site.url}/proxies`, "--data", "elsewhere");
    expect(refused.code).toBe(1);
    expect(refused.out).toContain("127.0.0.1 is not a public address");
  });
});

describe("docs in the config", { timeout: 60_000 }, () => {
  it.each([
    [[{ name: "a" }], /docs\.0: needs one of path, sitemap, site, url, tickets/],
    [[{ name: "a", path: ".", site: "https://a.example" }], /docs\.0: needs one of/],
    [[{ name: "a", site: "ftp://a.example" }], /docs\.0\.site/],
    [
      [
        { name: "a", path: "." },
        { name: "a", path: "./b" },
      ],
      /docs\.1\.name: a is there already/,
    ],
    [[{ name: "a", tickets: "accepted", official: true }], /docs\.0\.official: .* not official/],
  ])("are checked: %j", async (docs, mistake) => {
    const file = join(installation.folder, "docs.yaml");
    const discord = { server: "Acme", channels: { help: "forum" }, review_channel: "review" };
    await writeFile(file, stringify({ community: "acme", discord, docs }));
    const { code, err } = await run("config", "--config", "docs.yaml");
    expect(code).toBe(2);
    expect(err).toMatch(mistake);
  });
});
