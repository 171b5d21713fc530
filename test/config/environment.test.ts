import { describe, expect, it } from "vitest";
import { readEnvironment } from "../../src/config/environment.ts";

it("takes empty variables as absent", () => {
  expect(readEnvironment({ DISCORD_TOKEN: " ", LOG_LEVEL: "" })).toMatchObject({
    discordToken: undefined,
    logLevel: "info",
  });
});

it("names a variable that nothing can be done with", () => {
  expect(() => readEnvironment({ LOG_LEVEL: "loud" })).toThrow(/^LOG_LEVEL must be one of .*loud/);
  const keyFile = { GITHUB_APP_ID: "1", GITHUB_APP_PRIVATE_KEY_FILE: "/not/there.pem" };
  expect(() => readEnvironment(keyFile)).toThrow("GITHUB_APP_PRIVATE_KEY_FILE names");
});

describe("variables that cannot be used as they are", () => {
  const said = (env: NodeJS.ProcessEnv) =>
    (readEnvironment(env).mistakes ?? []).map(({ what, mend }) => `${what} ${mend}`);
  const secret = ["hunter", "2#x"].join("");

  it.each([
    [
      { DATABASE_URL: "nonsense" },
      /^DATABASE_URL is no address\. Write it as postgresql:\/\/USER:/,
    ],
    [{ DATABASE_URL: `mysql://u:${secret}@h/db` }, /^DATABASE_URL begins with mysql:\/\//],
    [{ DATABASE_URL: `postgresql://u:${secret}@h/db` }, /^DATABASE_URL .*percent-encoded/],
    [{ REDIS_URL: "127.0.0.1:6379" }, /^REDIS_URL is no address\. Write it as redis:\/\//],
    [
      { GITHUB_APP_ID: "1" },
      /^GITHUB_APP_ID is set, but .* key is not\. Set GITHUB_APP_PRIVATE_KEY/,
    ],
    [
      { GITHUB_APP_PRIVATE_KEY: secret },
      /^GITHUB_APP_PRIVATE_KEY is set, but GITHUB_APP_ID is not/,
    ],
    [{ DISCORD_TOKEN: `Bot ${secret}` }, /^DISCORD_TOKEN begins with "Bot"/],
    [{ DISCORD_TOKEN: "1".repeat(18) }, /^DISCORD_TOKEN is an id/],
  ])("are named, and their values are not: %j", (env, words) => {
    expect(said(env)).toEqual([expect.stringMatching(words)]);
    expect(said(env).join()).not.toContain(secret);
  });

  it.each([
    { DATABASE_URL: "postgresql://u:p%23@h:5432/db?sslmode=require" },
    { DATABASE_URL: "postgres:///db?host=/run/postgresql" },
    { REDIS_URL: "rediss://:p@h:6380/1" },
    { GITHUB_APP_ID: "1", GITHUB_APP_PRIVATE_KEY: "key" },
    { GITHUB_TOKEN: "token" },
  ])("are not these: %j", (env) => {
    expect(said(env)).toEqual([]);
  });
});
