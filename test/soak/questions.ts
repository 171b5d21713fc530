import { z } from "zod";

/** What the parent tells the bot's process at its start. */
export const Setup = z.object({
  /** As read from a file, with the simulators' addresses in it. */
  config: z.unknown(),
  /** Secrets of the simulated services, and where the database and the queues are. */
  env: z.unknown(),
  docsFolder: z.string(),
  logFile: z.string(),
  scale: z.object({ origin: z.number(), rate: z.number().positive() }),
});
export type Setup = z.infer<typeof Setup>;

/** What the parent may ask it; each question gets one answer. */
export const Question = z.discriminatedUnion("ask", [
  /** Collects garbage and tells what is left, in bytes. */
  z.object({ ask: z.literal("memory") }),
  /** What is still to be done, in words; these messages have to be taken in. */
  z.object({ ask: z.literal("left"), ids: z.array(z.string()) }),
  /** Actions that are not done, and why. */
  z.object({ ask: z.literal("undone") }),
  /** What the store holds about the messages that were written, and those that were deleted. */
  z.object({
    ask: z.literal("books"),
    ids: z.array(z.string()),
    deleted: z.array(z.string()),
    planted: z.array(z.string()),
  }),
  z.object({ ask: z.literal("stop") }),
]);
export type Question = z.infer<typeof Question>;

export const Memory = z.object({
  /** In bytes, that of the embedded database's thread included. */
  heapUsed: z.number(),
  databaseHeap: z.number(),
  external: z.number(),
  arrayBuffers: z.number(),
  rss: z.number(),
});
export type Memory = z.infer<typeof Memory>;

export const Books = z.object({
  tickets: z.number(),
  skips: z.record(z.string(), z.number()),
  byKind: z.record(z.string(), z.number()),
  byOutcome: z.record(z.string(), z.number()),
  actions: z.record(z.string(), z.number()),
  proposals: z.record(z.string(), z.number()),
  openCards: z.number(),
  /** Actions that are not done, and why. */
  undone: z.array(z.string()),
  /** Messages that are neither in a ticket nor skipped. */
  lost: z.array(z.string()),
  /** Messages that became a ticket twice, or a ticket and a skip. */
  twice: z.array(z.string()),
  /** Deleted messages whose text is still stored. */
  remembered: z.array(z.string()),
  /** Tables in which a planted key stands. */
  leaks: z.array(z.string()),
  /** Conversations about nothing but small talk. */
  ofOther: z.array(z.string()),
});
export type Books = z.infer<typeof Books>;

export const Answer = z.object({ n: z.number(), value: z.unknown(), error: z.string().optional() });
