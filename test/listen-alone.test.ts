import { expect, it, vi } from "vitest";
import type { Bot } from "../src/bot/gateway.ts";
import type { Lease } from "../src/integrations/store/lease.ts";
import { listenAlone, lostTo } from "../src/listen-alone.ts";
import { createLog } from "../src/log.ts";

const HOLDER = { name: "signalbox gateway 7 on host-a", since: "2026-11-20T12:00:00.000Z" };

/** A lease that somebody else has until `pass`. */
function aLease(isFree: boolean) {
  const done: string[] = [];
  const { promise, resolve: pass } = Promise.withResolvers<boolean>();
  const lease: Lease = {
    take: async () => (isFree ? null : HOLDER),
    wait: () => promise,
    isInDoubt: () => false,
    async release() {
      done.push("released");
      pass(false);
    },
  };
  return { lease, done, pass: () => pass(true) };
}

async function aProcess(isFree: boolean, listenFails = false) {
  const held = aLease(isFree);
  const lines: string[] = [];
  const fatal: Error[] = [];
  const bot: Bot = {
    ourId: "1",
    catchUpNow: async () => {},
    stop: async () => void held.done.push("left"),
  };
  const listening = await listenAlone({
    lease: held.lease,
    async listen() {
      if (listenFails) throw new Error("no such token");
      held.done.push("listens");
      return bot;
    },
    log: createLog("info", { write: (line) => void lines.push(line) }),
    onFatal: (error) => void fatal.push(error),
  });
  return { ...held, listening, lines, fatal, bot };
}

it("listens at once when nobody else does, and lets others listen after it has left", async () => {
  const { listening, done, bot } = await aProcess(true);
  expect(listening.behind).toBeNull();
  expect(listening.bot()).toBe(bot);
  await listening.stop();
  expect(done).toEqual(["listens", "left", "released"]);
});

it("waits behind another one, says so once with its name and what to do, and takes over", async () => {
  const { listening, done, lines, pass, bot } = await aProcess(false);
  expect(listening).toMatchObject({ behind: HOLDER });
  expect(listening.bot()).toBeNull();
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    level: 40,
    holder: HOLDER.name,
    since: HOLDER.since,
    msg: expect.stringMatching(/--role worker.*stop one of them/),
  });
  pass();
  await vi.waitFor(() => expect(listening.bot()).toBe(bot));
  await listening.stop();
  expect(done).toEqual(["listens", "left", "released"]);
});

it("stops waiting when it is told to stop", async () => {
  const { listening, done } = await aProcess(false);
  await listening.stop();
  expect(done).not.toContain("listens");
});

it("ends the process when its turn comes and it cannot listen", async () => {
  const { listening, fatal, pass } = await aProcess(false, true);
  pass();
  await vi.waitFor(() => expect(fatal.map(({ message }) => message)).toEqual(["no such token"]));
  await listening.stop();
});

it("names whoever took the turn of a process that lost it", () => {
  expect(lostTo(HOLDER).message).toContain("another process (signalbox gateway 7 on host-a)");
  expect(lostTo({ name: null, since: null }).message).toContain("and another process listens");
});
