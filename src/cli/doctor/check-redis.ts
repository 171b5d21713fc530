import { Redis } from "ioredis";
import { type Finding, reporter } from "./finding.ts";

const { ok, warning, failure } = reporter("redis");

/** Redis, when there is a URL: does it answer, and does it keep what it is given. */
export async function checkRedis(url: string | undefined): Promise<Finding[]> {
  if (url === undefined) return [ok("No REDIS_URL: the queues are in the database.")];
  const redis = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    connectTimeout: 5_000,
    retryStrategy: () => null,
  });
  // Told below; without a listener it would be printed.
  redis.on("error", () => {});
  try {
    await redis.connect();
    // CONFIG is often forbidden where Redis is rented; INFO is not.
    return judge(await redis.info());
  } catch (error) {
    const where = URL.canParse(url) ? new URL(url).host : "the given URL";
    const why = error instanceof Error ? error.message : String(error);
    return [
      failure(`Redis at ${where} cannot be used: ${why}`, "Check REDIS_URL and that it runs."),
    ];
  } finally {
    redis.disconnect();
  }
}

function judge(info: string): Finding[] {
  const facts = new Map(
    info.split(/\r?\n/).map((line) => {
      const at = line.indexOf(":");
      return [line.slice(0, at), line.slice(at + 1)] as const;
    }),
  );
  const version = facts.get("redis_version") ?? "?";
  const policy = facts.get("maxmemory_policy") ?? "unknown";
  return [
    ok(`Redis ${version} answers.`),
    policy === "noeviction"
      ? ok("It evicts nothing.")
      : failure(
          `Its maxmemory-policy is ${policy}: it may throw queued jobs away.`,
          "Set maxmemory-policy noeviction (redis-cli config set maxmemory-policy noeviction, and in redis.conf).",
        ),
    facts.get("aof_enabled") === "1"
      ? ok("It keeps an append-only file.")
      : warning(
          "It keeps no append-only file: after a crash the next sweep has to queue everything again.",
          "Set appendonly yes (redis-cli config set appendonly yes, and in redis.conf).",
        ),
  ];
}
