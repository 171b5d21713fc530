import { expect, it } from "vitest";
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
