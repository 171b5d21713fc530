import { readEnvironment } from "../../src/config/environment.ts";
import type { Rarity } from "../../src/integrations/offline/answer-evidence.ts";
import { createExtractiveDrafter } from "../../src/integrations/offline/extractive-drafter.ts";
import { createOpenAiClient } from "../../src/integrations/openai/client.ts";
import { createOpenAiDrafter } from "../../src/integrations/openai/drafter.ts";
import { systemClock } from "../../src/triage/model/clock.ts";
import { UserError } from "../../src/triage/model/errors.ts";
import type { Drafter } from "../../src/triage/ports/engines.ts";

export type EngineChoice = {
  readonly engine: string;
  readonly model?: string | undefined;
  readonly baseUrl?: string | undefined;
};

/** The drafter to judge: the offline one without its floor, or any model behind an OpenAI-compatible address. */
export function createJudgedDrafter(choice: EngineChoice, rarity: Rarity): Drafter {
  if (choice.engine === "offline") return createExtractiveDrafter({ rarity, floor: 0 });
  if (choice.engine !== "openai") throw new UserError("--engine is offline or openai");
  const { openaiKey } = readEnvironment();
  if (openaiKey === undefined) throw new UserError("--engine openai needs OPENAI_API_KEY");
  if (choice.model === undefined) throw new UserError("--engine openai needs --model NAME");
  const { baseUrl } = choice;
  return createOpenAiDrafter({
    client: createOpenAiClient({ apiKey: openaiKey, ...(baseUrl ? { baseUrl } : {}) }),
    clock: systemClock,
    model: {
      name: choice.model,
      logprobs: false,
      reasoningEffort: null,
      maxOutputTokens: 4_000,
      timeoutMs: 60_000,
      price: null,
    },
  });
}
