/** A variable with which nothing can be done, or that lacks another; its value is never told. */
export type EnvironmentMistake = {
  readonly concerns: "discord" | "github" | "database" | "redis";
  readonly what: string;
  readonly mend: string;
};

type Given = (name: string) => string | undefined;

/** What is wrong with variables that are set; one that is merely absent is no mistake. */
export function mistakesIn(given: Given): EnvironmentMistake[] {
  return [
    ...discordMistakes(given("DISCORD_TOKEN")),
    ...githubMistakes(given),
    ...addressMistakes("database", {
      variable: "DATABASE_URL",
      value: given("DATABASE_URL"),
      schemes: ["postgresql:", "postgres:"],
      form: "postgresql://USER:PASSWORD@HOST:5432/DATABASE",
      otherwise: "leave it out for the embedded database",
    }),
    ...addressMistakes("redis", {
      variable: "REDIS_URL",
      value: given("REDIS_URL"),
      schemes: ["redis:", "rediss:"],
      form: "redis://USER:PASSWORD@HOST:6379",
      otherwise: "leave it out to keep the queues in the database",
    }),
  ];
}

function discordMistakes(token: string | undefined): EnvironmentMistake[] {
  if (token === undefined) return [];
  const concerns = "discord";
  if (/^Bot\s/i.test(token)) {
    return [
      {
        concerns,
        what: 'DISCORD_TOKEN begins with "Bot".',
        mend: "Set the token alone; the program adds that word itself.",
      },
    ];
  }
  // Application id and public key stand beside the token on Discord's pages.
  if (/^(?:\d{15,20}|[0-9a-f]{64})$/.test(token)) {
    return [
      {
        concerns,
        what: "DISCORD_TOKEN is an id or a public key, not a token.",
        mend: "Copy the token: Discord's developer portal, your application, Bot, Reset Token.",
      },
    ];
  }
  return [];
}

function githubMistakes(given: Given): EnvironmentMistake[] {
  const id = given("GITHUB_APP_ID");
  const key = ["GITHUB_APP_PRIVATE_KEY", "GITHUB_APP_PRIVATE_KEY_FILE"].find(
    (name) => given(name) !== undefined,
  );
  if (id !== undefined && key === undefined) {
    return [
      {
        concerns: "github",
        what: "GITHUB_APP_ID is set, but the app's private key is not.",
        mend: "Set GITHUB_APP_PRIVATE_KEY_FILE to the path of the .pem file that GitHub let you download, or GITHUB_APP_PRIVATE_KEY to what is in it.",
      },
    ];
  }
  if (id === undefined && key !== undefined) {
    return [
      {
        concerns: "github",
        what: `${key} is set, but GITHUB_APP_ID is not.`,
        mend: "Set GITHUB_APP_ID to the App ID that the app's page on GitHub shows.",
      },
    ];
  }
  return [];
}

function addressMistakes(
  concerns: "database" | "redis",
  address: {
    readonly variable: string;
    readonly value: string | undefined;
    readonly schemes: readonly string[];
    readonly form: string;
    readonly otherwise: string;
  },
): EnvironmentMistake[] {
  const { variable, value, schemes, form, otherwise } = address;
  if (value === undefined) return [];
  const scheme = /^[a-z][a-z0-9+.-]*:(?=\/\/)/i.exec(value)?.[0].toLowerCase();
  const what =
    scheme === undefined
      ? `${variable} is no address.`
      : !schemes.includes(scheme)
        ? `${variable} begins with ${scheme}//, and cannot be used.`
        : URL.canParse(value)
          ? null
          : `${variable} cannot be read; a character such as # / ? @ % in its password has to be percent-encoded (# is %23).`;
  if (what === null) return [];
  return [{ concerns, what, mend: `Write it as ${form}, or ${otherwise}.` }];
}
