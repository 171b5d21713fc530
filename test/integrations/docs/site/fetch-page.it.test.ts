import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  createGuardedAgent,
  type Resolve,
} from "../../../../src/integrations/docs/site/address.ts";
import { type FetchOptions, fetchPage } from "../../../../src/integrations/docs/site/fetch-page.ts";
import { aBomb, type Site, startSite } from "../../../simulators/site/site.ts";

let site: Site;
beforeEach(async () => {
  site = await startSite({ "/a": "<p>hello</p>" });
});
afterEach(() => site.close());

async function get(path: string, overrides: Partial<FetchOptions> & { resolve?: Resolve } = {}) {
  const { resolve, ...others } = overrides;
  const privateHosts = others.privateHosts ?? [site.host];
  const agent = createGuardedAgent(privateHosts, resolve);
  const received = vi.fn();
  try {
    const fetched = await fetchPage(path.startsWith("http") ? path : `${site.url}${path}`, {
      agent,
      privateHosts,
      mostBytes: 1_000_000,
      timeoutMs: 5_000,
      mayLeadTo: (url) => url.host === site.host || url.hostname === "169.254.169.254",
      count: { request() {}, bytes: received },
      ...others,
    });
    const bytes = received.mock.calls.reduce((sum, [count]) => sum + Number(count), 0);
    return { fetched, bytes };
  } finally {
    await agent.destroy();
  }
}
const reasonOf = async (...given: Parameters<typeof get>) => {
  const { fetched } = await get(...given);
  return fetched.type === "failed" ? fetched.reason : fetched.type;
};

describe("a page of a site", () => {
  it("comes with who asks, what it is and how to ask again", async () => {
    site.put("/a", { headers: { etag: '"1"' }, body: "hello" });
    const { fetched } = await get("/a");
    expect(fetched).toMatchObject({ type: "page", validators: { etag: '"1"' } });
    expect(site.asked()[0]?.headers["user-agent"]).toMatch(/^SignalboxDocs\//);
    const validators = { etag: '"1"', lastModified: null };
    expect((await get("/a", { validators })).fetched).toEqual({ type: "unchanged" });
  });

  it.each([
    ["/missing", 404],
    ["/withdrawn", 410],
  ])("is gone at %s", async (path, status) => {
    site.put("/withdrawn", { status: 410 });
    expect((await get(path)).fetched).toEqual({ type: "gone", status });
  });

  it("fails with the status and how long to wait", async () => {
    site.put("/busy", { status: 503, headers: { "retry-after": "7" } });
    const { fetched } = await get("/busy");
    expect(fetched).toEqual({ type: "failed", reason: "it answers 503", retryAfterMs: 7_000 });
  });

  it("is found over redirects on the site, and not over a circle, a chain or elsewhere", async () => {
    const to = (location: string) => ({ status: 302, headers: { location } });
    site.put("/old", to("/a"));
    site.put("/round", to("/and-round"));
    site.put("/and-round", to("/round"));
    for (let step = 0; step < 9; step += 1) site.put(`/step${step}`, to(`/step${step + 1}`));
    site.put("/away", to("https://elsewhere.example/"));
    site.put("/file", to("file:///etc/passwd"));
    expect((await get("/old")).fetched).toMatchObject({ type: "page", url: `${site.url}/a` });
    expect(await reasonOf("/round")).toBe("it redirects in a circle");
    expect(await reasonOf("/step0")).toBe("it redirects more than 5 times");
    expect(await reasonOf("/away")).toBe("it redirects to https://elsewhere.example/");
    expect(await reasonOf("/file")).toBe("file: is not fetched");
  });

  it("is never fetched from a private address by way of a redirect", async () => {
    const location = "http://169.254.169.254/latest/meta-data/";
    site.put("/metadata", { status: 302, headers: { location } });
    expect(await reasonOf("/metadata")).toBe("169.254.169.254 is not a public address");
    const here = await startSite({ "/secret": "the neighbour's" });
    site.put("/neighbour", { status: 302, headers: { location: `${here.url}/secret` } });
    expect(await reasonOf("/neighbour", { mayLeadTo: () => true })).toMatch(/not a public address/);
    expect(here.paths()).toEqual([]);
    await here.close();
  });

  it("is never fetched from a name that leads to a private address, however it answers", async () => {
    const { port } = new URL(site.url);
    const answers = [
      [{ address: "127.0.0.1", family: 4 }],
      [
        { address: "93.184.215.14", family: 4 },
        { address: "127.0.0.1", family: 4 },
      ],
      [{ address: "::ffff:127.0.0.1", family: 6 }],
    ];
    for (const found of answers) {
      const resolve: Resolve = (_host, _options, done) => done(null, found);
      const reason = await reasonOf(`http://docs.evil.example:${port}/a`, { resolve });
      expect(reason).toMatch(/docs\.evil\.example leads to .*127\.0\.0\.1, which is not public/);
    }
    expect(site.paths()).toEqual([]);
  });

  it("connects to the address that was checked: the name is asked for once", async () => {
    const { port } = new URL(site.url);
    const resolve = vi.fn<Resolve>((_host, _options, done) =>
      done(null, [{ address: "127.0.0.1", family: 4 }]),
    );
    const privateHosts = [`docs.internal:${port}`];
    const { fetched } = await get(`http://docs.internal:${port}/a`, { resolve, privateHosts });
    expect(fetched.type).toBe("page");
    expect(resolve).toHaveBeenCalledOnce();
  });

  it("is refused when it is too large, also when it only unfolds to be", async () => {
    site.put("/huge", { body: "a".repeat(1_500_000) });
    site.put("/bomb", aBomb(300));
    expect(await reasonOf("/huge")).toBe("it is larger than 1000000 bytes");
    const { fetched, bytes } = await get("/bomb");
    expect(fetched).toMatchObject({ type: "failed", reason: "it is larger than 1000000 bytes" });
    expect(bytes).toBeLessThan(400_000);
  });

  it("is given up when it stalls", async () => {
    site.put("/slow", { stalls: true });
    expect(await reasonOf("/slow", { timeoutMs: 200 })).toBe("it took longer than 0.2 seconds");
  });

  it("fails in words when what it sends cannot be unpacked or nobody is there", async () => {
    site.put("/broken", { headers: { "content-encoding": "gzip" }, body: "no gzip" });
    expect(await reasonOf("/broken")).toMatch(/incorrect header/);
    await site.close();
    expect(await reasonOf("/a")).toMatch(/ECONNREFUSED/);
    site = await startSite();
  });
});
